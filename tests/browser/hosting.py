"""A host of plain files that can stop, and that gets new versions of the page."""

from __future__ import annotations

import shutil
from threading import Thread
from typing import TYPE_CHECKING, Self

import assemble
import serving

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["Host"]


class Host:
    """Serves the page under a path, always on the same port.

    :param root: an empty folder.
    :param archive: address of the archive that the page is built for.
    """

    def __init__(self, root: Path, archive: str) -> None:
        self._root = root
        self._archive = archive
        self.folder = root / "host" / "below" / "skybasket"
        self._server: serving.PageServer | None = None
        self._port = 0

    def publish(self, archive: str = "") -> None:
        """Put a version of the page in place of the last one.

        :param archive: another address than before, which tells the versions apart.
        """
        fresh = self._root / "fresh"
        address = archive or self._archive
        # The stand-in serves references too.
        assemble.assemble(fresh, address, address)
        if self.folder.exists():
            shutil.rmtree(self.folder)
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(self.folder)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self._port}/below/skybasket/"

    def start(self) -> None:
        """Serve what is there."""
        self._server = serving.open_server(self._root / "host", [self._port])
        self._port = self._server.server_port
        Thread(target=self._server.serve_forever, args=(0.05,)).start()

    def stop(self) -> None:
        """Answer nobody any more."""
        if self._server:
            self._server.shutdown()
            self._server.server_close()
            self._server = None

    def __enter__(self) -> Self:
        self.publish()
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
