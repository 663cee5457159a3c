"""A process of its own that reads mail: what hangs, eats memory or breaks there is ended, and the service goes on.

A thread would not do: one call into a library can hold up every other thread for as long as it takes. The child knows
no secret and opens no connection; it gets the bytes of a mail on its standard input and answers on its standard output.
"""
