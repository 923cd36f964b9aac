"""What was worked out for some files, so that nearly the same files cost little.

Few files are looked at one by one. So whatever adds up is known of files of which few
came or left since it was asked for, also after the tree has grown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.growth import Growth

__all__ = ["FEW", "Remembered"]

Value = TypeVar("Value")
#: So few files are looked at one by one.
FEW = 1000
_KEPT = 3


class _Known(Generic[Value]):
    """Some files, how many they are, and the value for them."""

    def __init__(self, files: int, value: Value) -> None:
        self.files = files
        self.value = value
        self._count = files.bit_count()

    def is_near(self, other: _Known[Any]) -> bool:
        """Tell whether so few files differ that these are looked at one by one."""
        if abs(self._count - other._count) > FEW:
            return False
        return (self.files ^ other.files).bit_count() <= FEW


class Remembered(Generic[Value]):
    """The values for all files, for none, and for those that were asked for last.

    :param everything: all files.
    :param value: that for all of them.
    :param nothing: that for none.
    """

    def __init__(self, everything: int, value: Value, nothing: Value) -> None:
        self._everything = _Known(everything, value)
        self._nothing = _Known(0, nothing)
        self._last: list[_Known[Value]] = []
        self._before: tuple[Remembered[Value], Growth] | None = None

    def note(self, files: int, value: Value) -> None:
        """Remember the value for some files, instead of that for nearly the same."""
        found = _Known(files, value)
        if found.is_near(self._everything) or found.is_near(self._nothing):
            return
        others = [known for known in self._last if not found.is_near(known)]
        self._last = [found, *others][:_KEPT]

    def take_over(self, older: Remembered[Value], growth: Growth) -> None:
        """Remember also what was asked for before a tree grew."""
        self._before = older, growth

    def near(self, files: int) -> tuple[int, int, Value] | None:
        """Return what is known of nearly the same files, if anything is.

        :returns: files that are missing there, files that are too many, and the value.
        """
        sought = _Known(files, None)
        for known in self._all():
            if sought.is_near(known):
                changed = known.files ^ files
                return changed & files, changed & known.files, known.value
        return None

    def settle(self) -> None:
        """Bring what was asked for before a tree grew over to the new one."""
        if self._before is not None:
            older, growth = self._before
            self._before = None
            for known in reversed(older._settled()):  # noqa: SLF001
                self.note(growth.carry(known.files), known.value)

    def _settled(self) -> list[_Known[Value]]:
        self.settle()
        return [self._everything, *self._last]

    def _all(self) -> Iterator[_Known[Value]]:
        yield from (self._everything, self._nothing)
        self.settle()
        yield from self._last
