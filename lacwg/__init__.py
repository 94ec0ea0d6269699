"""Runs a volunteer group from a folder of text files."""

import sys
import typing

__version__ = "0.1.0"

# msgspec asks typing_extensions for what typing has since Python 3.11; loading that takes half as long as msgspec.
if "typing_extensions" not in sys.modules:
    sys.modules["typing_extensions"] = typing
    import msgspec as msgspec

    del sys.modules["typing_extensions"]
