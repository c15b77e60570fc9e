"""Errors for people: one plain sentence each, and the exit status that its kind ends with."""

from __future__ import annotations


class UserError(Exception):
    """Something that a person can mend; `str()` is the one sentence that tells how.

    The sentence names the file or place, the reason and the remedy, in Chinese.
    """

    exit_status = 4


class UnreadableInput(UserError):
    """An input file can't be read: damaged, encrypted, hostile, too large or of an unknown kind."""

    exit_status = 3


class MissingPart(UnreadableInput):
    """Reading needs a part that isn't installed here; the sentence says how to get it."""


class OutputExists(UserError):
    """An output file is already there and --force was not given."""


class BadDefinition(UserError):
    """A definition that an office wrote, such as a check, can't be used as it stands."""
