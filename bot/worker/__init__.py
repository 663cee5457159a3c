"""Processes of their own that read mail: what hangs, eats memory or breaks there is ended, and the service goes on.

A thread would not do: one call into a library can hold up every other thread for as long as it takes. The children know
no secret and open no connection; they get the bytes of mails on their standard input and answer on their standard
output. They have the curated content in memory, and do everything that can be done with a mail alone.
"""
