"""Servers for the tests: real ones (Dovecot, Postfix), the embedded ones of the demo, and one that follows a script.

``tests/conftest.py`` offers them as fixtures. A server that is not installed skips its tests and says what to install;
the automatic build turns every skip into a failure.
"""
