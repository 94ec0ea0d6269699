"""Runs a volunteer group from a folder of text files."""

__version__ = "0.1.0"
