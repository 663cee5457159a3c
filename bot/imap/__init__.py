"""The IMAP edge: the shared mailbox behind the port ``Mailbox``."""
