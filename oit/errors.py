"""Errors of use: what a person typed cannot be done. The command line makes one line and exit code 2 of them."""

from __future__ import annotations


class UsageError(Exception):
    """Wrong usage or input; the message is one line that says what to do."""


class NotInThisVersionError(UsageError):
    """A command, file or option that this version does not have yet."""

    def __init__(self, what: str) -> None:
        super().__init__(f"{what}: not in this version")
