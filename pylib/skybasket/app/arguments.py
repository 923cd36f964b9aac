"""The arguments of a command, hostile until each is asked for by its type."""

from __future__ import annotations

import json
from typing import Any, TypeGuard

from skybasket.app.words import words
from skybasket.errors import CommandError

__all__ = ["Arguments"]

_LONGEST_TEXT = 1000
#: The largest whole number that a page can count to.
_LARGEST = 2**53


class Arguments:
    """A JSON object whose values are read one by one.

    Every reader raises a `CommandError` that names the argument when it is missing or
    of another type.
    """

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    @classmethod
    def parse(cls, text: str) -> Arguments:
        """Read the text of a JSON object; the empty text is the empty object."""
        try:
            values = json.loads(text or "{}")
        except (ValueError, RecursionError) as error:
            raise CommandError(words("errors.arguments"), [str(error)]) from error
        if not isinstance(values, dict):
            raise CommandError(words("errors.arguments"))
        return cls(values)

    def text(self, name: str, longest: int = _LONGEST_TEXT) -> str:
        """Return a text of at most so many characters."""
        value = self._values.get(name)
        if not isinstance(value, str) or len(value) > longest:
            raise _wrong(name, words("arguments.text", longest=longest))
        return _whole(value)

    def flag(self, name: str) -> bool:
        """Return true or false."""
        value = self._values.get(name)
        if not isinstance(value, bool):
            raise _wrong(name, words("arguments.flag"))
        return value

    def count(self, name: str) -> int:
        """Return a whole number that is not negative."""
        value = self._values.get(name)
        if not _is_number(value) or value < 0:
            raise _wrong(name, words("arguments.count"))
        return value

    def row(self, name: str) -> str | int:
        """Return what names a row: a text, or its number from the top."""
        if isinstance(self._values.get(name), str):
            return self.text(name)
        return self.count(name)

    def number(self, name: str) -> int:
        """Return a whole number."""
        value = self._values.get(name)
        if not _is_number(value):
            raise _wrong(name, words("arguments.number"))
        return value

    def long_text(self, name: str) -> str:
        """Return a text of any length, such as what the browser has stored."""
        value = self._values.get(name)
        if not isinstance(value, str):
            raise _wrong(name, words("arguments.any_text"))
        return _whole(value)

    def table(self, name: str) -> dict[str, str]:
        """Return texts of any length by their names."""
        value = self._values.get(name)
        if not isinstance(value, dict) or not all(
            isinstance(item, str) for item in value.values()
        ):
            raise _wrong(name, words("arguments.table"))
        return {_whole(key): _whole(item) for key, item in value.items()}

    def texts(self, name: str) -> list[str]:
        """Return a list of texts; a missing one is empty."""
        value = self._values.get(name, [])
        if not isinstance(value, list) or not all(
            isinstance(item, str) for item in value
        ):
            raise _wrong(name, words("arguments.texts"))
        return list(map(_whole, value))

    def has(self, name: str) -> bool:
        """Tell whether the argument is there and not null."""
        return self._values.get(name) is not None

    def within(self, name: str) -> Arguments:
        """Return an argument that is an object itself."""
        value = self._values.get(name)
        if not isinstance(value, dict):
            raise _wrong(name, words("arguments.within"))
        return Arguments(value)

    def window(self, name: str, longest: int) -> tuple[int, int] | None:
        """Return the first row and the one after the last, or None if not given."""
        value = self._values.get(name)
        if value is None:
            return None
        if (
            not isinstance(value, list)
            or [type(item) for item in value] != [int, int]
            or not 0 <= value[0] <= value[1] <= value[0] + longest
        ):
            raise _wrong(name, words("arguments.window", longest=longest))
        return value[0], value[1]


def _is_number(value: object) -> TypeGuard[int]:
    """Tell whether a value is a whole number that a page can count to."""
    if not isinstance(value, int) or isinstance(value, bool):
        return False
    return abs(value) <= _LARGEST


def _whole(text: str) -> str:
    """Return a text without half characters.

    Names of files can have them in a browser, and nothing can write them down.
    """
    return text.encode(errors="replace").decode()


def _wrong(name: str, expected: str) -> CommandError:
    return CommandError(words("errors.argument", argument=name, expected=expected))
