"""The ``lacwg`` command, and ``python -m lacwg``."""

import contextlib
import gc
import os
import sys

# A run is short, and what it imports lives as long as it does: looking for garbage among it would
# cost some milliseconds of every start.
gc.disable()


def main() -> None:
    """Runs the command line and ends with its exit code."""
    try:
        import signal

        from lacwg.app import run
    except KeyboardInterrupt:  # so soon that nobody else can say so
        sys.exit(130)
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    gc.enable()
    for name in ("SIGTERM", "SIGHUP"):  # as Ctrl-C: nothing that was for this run alone stays behind
        if (number := getattr(signal, name, None)) and signal.getsignal(number) == signal.SIG_DFL:  # not under nohup
            signal.signal(number, signal.default_int_handler)
    code = run()
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):  # ``run`` has told of what could not be written
            stream.flush()
    # Files, locks and programs are closed where they were opened; to take the rest apart piece by piece, as Python
    # does at its end, would take as long as to read the folder.
    os._exit(code)


if __name__ == "__main__":
    main()
