"""The ``lacwg`` command, and ``python -m lacwg``."""

import gc
import sys

# A run is short, and what it imports lives as long as it does: looking for garbage among it would
# cost some milliseconds of every start.
gc.disable()

from lacwg.app import run  # noqa: E402


def main() -> None:
    """Runs the command line and ends with its exit code."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
    sys.exit(run())


if __name__ == "__main__":
    main()
