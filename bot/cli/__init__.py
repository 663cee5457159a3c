"""The command line: ``thorbecke COMMAND``. Exit 0 done, 1 the work found something wrong, 2 unusable arguments.

Only this package and ``app`` read the clock and the environment. Only the module of the command that is asked for is
imported, so that ``thorbecke ask`` does not load a mail client and a web server.
"""

from bot.cli.entry import main

__all__ = ["main"]
