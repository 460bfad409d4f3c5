"""Errors of the store: each message is one line for people."""

from __future__ import annotations


class StoreError(Exception):
    """A store that cannot be read or written; the message says which and why, in one line."""


class StoreFullError(StoreError):
    """There is no room left on the disk. What was stored before is whole."""


class CopyError(Exception):
    """A saved copy that cannot be read as one; the message says which and why, in one line."""
