"""The fault test bench: the whole service against mail servers that misbehave, and a killer of processes.

The service (intake, preparing, two robot reviewers, sending, the copies in Sent) is a child process on a database that
outlives it. The parent is the world around it:

- ``weather``  which faults exist, at which step of a conversation, and how likely each is
- ``wire``     one line to the service, on which the faults happen
- ``mailbox``  the account on the IMAP server, the colleagues who move mail in it, and the conversation
- ``road``     the SMTP server; it remembers what it truly took, which the service may never learn
- ``mails``    what customers send: requests, automatic replies, copies; and failure reports about our replies
- ``service``  the child: the service of ``bot.app`` on a loop whose clock runs faster, with its own time limits
- ``reviewers`` the robots that edit, approve, recall, reject and close, at the same time
- ``verdict``  the account at the end, out of the database and what the servers remember
- ``bench``    puts these together: storm, quiet, doubts settled, quiet again

A run is ``python -m tests.faults --mails 10000 --kills 300 --seed 1``; the tests run a short one. The seed repeats the
dice. It does not repeat the interleaving of two processes, so a failure may need a few runs to come back.

**To add a fault**: a member of ``Fault`` with its meaning, its weight at the steps where it can happen (both in
``weather``), and what it does to an answer (``wire.Line.give``). A fault that only one server knows, such as a mail
that is taken without a word, stands in ``road`` or ``mailbox``. What no client can survive is left out: a server that
says no and takes the mail, that says yes and does not, or that changes bytes inside a mail.
"""
