"""Colleagues ask about the work in Dutch, and get rows with links.

The road: ``reading`` (question to ``Inquiry``, or a question back, or what was not understood), ``told`` (the inquiry
in Dutch words, which read as the same inquiry again), the port ``Inquiries`` (rows), ``answering`` (all of it). Nothing
here writes anything.
"""
