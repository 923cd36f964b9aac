"""Build the page again whenever a file that it is made of has changed."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Final, Self

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

ROOT: Final = Path(__file__).resolve().parent.parent
#: What the page is made of.
SOURCES: Final = (ROOT / "site", ROOT / "pylib", ROOT / "pyproject.toml")
#: Folders of what is installed or made, not written.
MADE: Final = frozenset({"node_modules", "__pycache__"})

#: Seconds between two looks at the sources.
_PAUSE: Final = 0.5


class Rebuilding:
    """Looks at the sources from time to time, in a thread of its own.

    :param rebuild: builds the page again, and tells itself how that went.
    :param sources: files and folders.
    """

    def __init__(
        self, rebuild: Callable[[], object], sources: tuple[Path, ...] = SOURCES
    ) -> None:
        self._rebuild = rebuild
        self._sources = sources
        self._known = self._times()
        self._end = Event()
        self._thread = Thread(target=self._watch)

    def look(self) -> bool:
        """Build the page again if a source has changed, come or gone since the last."""
        times = self._times()
        if times == self._known:
            return False
        # Noted before the build: what changes meanwhile is seen next time.
        self._known = times
        self._rebuild()
        return True

    def _times(self) -> Mapping[Path, int]:
        """When each of the sources was written last."""
        times = {}
        for source in self._sources:
            for file in files(source):
                with suppress(FileNotFoundError):  # an editor may be replacing it
                    times[file] = file.stat().st_mtime_ns
        return times

    def _watch(self) -> None:
        while not self._end.wait(_PAUSE):
            self.look()

    def __enter__(self) -> Self:
        """Begin to look."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more; a build that is under way is finished."""
        self._end.set()
        self._thread.join()


def files(source: Path) -> Iterator[Path]:
    """Yield a file, or the files below a folder that somebody has written."""
    if not source.is_dir():
        yield source
        return
    for path in source.iterdir():
        if path.name not in MADE and not path.name.startswith("."):
            yield from files(path)
