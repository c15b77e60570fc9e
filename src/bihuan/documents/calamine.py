"""What all who read workbooks by python-calamine need: its failures, and columns by letters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bihuan.errors import UnreadableInput


@contextmanager
def calamine_errors(refused: Callable[[BaseException], UnreadableInput]) -> Iterator[None]:
    """Raises what `refused` gives for any of calamine's failures, its panics too."""
    from python_calamine import CalamineError

    try:
        yield
    except (CalamineError, OSError, ValueError) as error:
        raise refused(error) from error
    except BaseException as error:
        # A panic in calamine's Rust code derives from BaseException alone.
        if type(error).__name__ != "PanicException":
            raise
        raise refused(error) from error


def column_place(letters: bytes) -> int:
    """The place from 0 of a column by its letters: A is 0, AA is 26."""
    count = 0
    for letter in letters:
        count = count * 26 + letter - ord("A") + 1
    return count - 1
