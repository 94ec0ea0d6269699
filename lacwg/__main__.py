"""The ``lacwg`` command, and ``python -m lacwg``."""

import gc
import sys

# A run is short, and what it imports lives as long as it does: looking for garbage among it would
# cost some milliseconds of every start.
gc.disable()


def main() -> None:
    """Runs the command line and ends with its exit code."""
    try:
        from lacwg.app import run
    except KeyboardInterrupt:  # so soon that nobody else can say so
        sys.exit(130)
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
    sys.exit(run())


if __name__ == "__main__":
    main()
