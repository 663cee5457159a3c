"""Keep an eye on the service first of all: getting ready is seconds of work that a killed service wants no more."""

import os
import select
import sys
import threading


def leave_with(reader: int) -> None:
    """End this process as soon as nobody reads what is written into ``reader``, whatever it is doing then."""
    watched = select.poll()
    watched.register(reader, 0)  # an error is told anyway, and a pipe has one when its other end is closed
    watched.poll()
    os._exit(0)


def main() -> None:
    """Get ready and read; the arguments are those of ``everything_known``."""
    threading.Thread(target=leave_with, args=(sys.stdout.fileno(),), daemon=True).start()
    from bot.worker import child  # noqa: PLC0415  (that is the computing)

    child.main(lambda: child.everything_known(*sys.argv[1:2]))


if __name__ == "__main__":
    main()
