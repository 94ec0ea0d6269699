"""The clipboard of whoever sits at the terminal: this machine's, or over ssh that of the terminal (OSC 52)."""

from __future__ import annotations

import base64
import contextlib
import os
import subprocess
import sys
import tempfile
from typing import Final

from lacwg.errors import LacwgError

_MOST: Final = 100_000
"""Bytes that terminals take of OSC 52, as base64."""


def copy(text: str, instead: str) -> str:
    """Puts a text into the clipboard, and says whose. ``instead``: the command that prints it.

    Raises ``LacwgError`` where there is none.
    """
    if os.environ.get("SSH_TTY") or os.environ.get("SSH_CONNECTION"):
        _over_ssh(text, instead)
        return "the clipboard of your terminal, if it allows that"
    import pyperclip

    # programs that own the clipboard live on with what they inherit: a pipe would stay open, and its reader wait
    with tempfile.TemporaryFile() as said:
        kept = [(number, os.dup(number)) for number in (1, 2)]
        try:
            for number, _ in kept:
                os.dup2(said.fileno(), number)
            pyperclip.copy(text)
        except (RuntimeError, OSError, AssertionError, UnicodeError, subprocess.SubprocessError) as error:
            how = (
                "install wl-clipboard (for Wayland) or xclip (for X11)"
                if sys.platform == "linux"
                else "run it in your own session"
            )
            raise LacwgError("no clipboard was found here", hint=f"{how}; or print it: {instead}") from error
        finally:
            for number, own in kept:
                os.dup2(own, number)
                os.close(own)
        said.seek(0)
        if why := said.read(300).decode("utf-8", "replace").strip():  # pyperclip asks not how xclip and xsel ended
            raise LacwgError(f"the clipboard could not be reached: {why}", hint=f"print it instead: {instead}")
    return "the clipboard"


def _over_ssh(text: str, instead: str) -> None:
    data, within = base64.b64encode(text.encode()), bool(os.environ.get("TMUX"))
    if len(data) > _MOST:
        raise LacwgError("the text is too long for the clipboard of a terminal", hint=f"print it: {instead}")
    if within:  # its default is to let no OSC 52 of programs through, and to send its own
        with contextlib.suppress(OSError, subprocess.SubprocessError):
            tmux = ["tmux", "load-buffer", "-w", "-"]
            if subprocess.run(tmux, input=text.encode(), capture_output=True, timeout=5, check=False).returncode == 0:
                return
    stream = next((each for each in (sys.stderr, sys.stdout) if each.isatty()), None)
    if stream is None:
        raise LacwgError(
            "over ssh the clipboard is that of your terminal, and there is none here",
            hint=f"run it in a terminal, with ssh -t; or print it: {instead}",
        )
    stream.write(("\x1bPtmux;\x1b{}\x1b\\" if within else "{}").format(f"\x1b]52;c;{data.decode()}\x07"))
    stream.flush()
