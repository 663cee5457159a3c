"""The command line: ``thorbecke COMMAND``. Exit 0 done, 1 the work found something wrong, 2 unusable arguments.

Only this package and ``app`` read the clock and the environment. Commands import what they need when they are called,
so that ``thorbecke ask`` does not load a mail client.
"""

import gc

gc.disable()  # what is imported stays; looking through it for garbage again and again costs a tenth of the start

from bot.cli.entry import main  # noqa: E402  (see above)

gc.freeze()
gc.enable()

__all__ = ["main"]
