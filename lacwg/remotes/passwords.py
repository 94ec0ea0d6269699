"""Passwords from the system's keyring, where the keyring library is installed."""

from __future__ import annotations


def from_keyring(service: str, user: str) -> str | None:
    """The password that is kept for ``user`` of ``service``; None without one, or without a keyring."""
    try:
        import keyring
    except ImportError:
        return None
    try:
        found: str | None = keyring.get_password(service, user)
    except Exception:  # each system's keyring fails with errors of its own; people are asked then
        return None
    return found
