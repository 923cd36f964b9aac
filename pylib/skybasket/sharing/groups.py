"""Which files of a link are likely to have the same value: what a column goes by."""

from __future__ import annotations

from functools import cached_property
from string import ascii_letters, digits
from typing import TYPE_CHECKING, Final

from skybasket.sharing.names import numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from skybasket.sharing.names import Names

__all__ = ["FIRST_RULES", "RULES", "Groups"]

#: By what files can be grouped; a rule's place here is its number in links.
RULES: Final = ("head", "ending", "form", "stem", "file", "observation")
#: Those that need to know neither missions nor observations.
FIRST_RULES: Final = RULES[:-1]
#: Takes the letters out of a stem, so that its form is left: ``jw01345-o001_t021_miri``
#: and ``jw01345001001_02101_00001_nis`` differ in nothing else that can be relied on.
_WORDLESS: Final = dict.fromkeys(map(ord, ascii_letters + digits))


class Groups:
    """Groups of files, each numbered from 0 in the order of the link.

    :param missions: of each file, once they are known.
    :param observations: a number for the observation of each file, once known.
    """

    def __init__(
        self,
        names: Names,
        missions: Sequence[str] | None = None,
        observations: list[int] | None = None,
    ) -> None:
        self._names = names
        self._missions = missions
        self._observations = observations

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self._names)

    def by(self, rule: str) -> Sequence[int]:
        """Return the group of each file.

        :param rule: one of `RULES`.
        """
        found: Sequence[int] = getattr(self, rule)
        return found

    @cached_property
    def head(self) -> list[int]:
        """Files whose addresses begin alike, up to the last slash."""
        return numbered(self._names.head_of)

    @cached_property
    def ending(self) -> list[int]:
        """Files of one mission whose names end alike."""
        names = self._names
        if self._missions is None:
            return numbered(names.ending_of)
        return numbered(zip(self._missions, names.ending_of, strict=True))

    @cached_property
    def form(self) -> list[int]:
        """Those of them whose names are built alike before that too."""
        forms = numbered(stem.translate(_WORDLESS) for stem in self._names.stems)
        of_file = map(forms.__getitem__, self._names.stem_of)
        return numbered(zip(self.ending, of_file, strict=True))

    @cached_property
    def stem(self) -> Sequence[int]:
        """Files that differ in nothing but the ends of their names."""
        return self._names.stem_of

    @property
    def file(self) -> Sequence[int]:
        """Each file for itself."""
        return range(len(self._names))

    @property
    def observation(self) -> list[int]:
        """Files of one observation."""
        if self._observations is None:
            message = "Observations are not known yet."
            raise ValueError(message)
        return self._observations
