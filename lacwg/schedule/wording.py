"""The English of our messages, until all import it from where it is."""

from lacwg.text.english import *  # noqa: F403
