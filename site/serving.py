"""Serve the built page on this machine, to develop and to test it."""

from __future__ import annotations

import functools
import http.server
import os
import webbrowser
from typing import TYPE_CHECKING, Final

import toolchain
from rebuilding import Rebuilding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

PORTS: Final = range(8000, 8100)


class PageHandler(http.server.SimpleHTTPRequestHandler):
    """Serves plain files, quietly, and never from an outdated copy."""

    # Said here because some systems' own tables of types are wrong or empty.
    extensions_map: dict[str, str] = {  # noqa: RUF012
        **http.server.SimpleHTTPRequestHandler.extensions_map,
        ".css": "text/css",
        ".js": "text/javascript",
        ".wasm": "application/wasm",
    }

    def end_headers(self) -> None:
        """Have the browser ask again each time: the next build may differ."""
        self.send_header("Cache-Control", "no-cache")
        super().end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


class PageServer(http.server.ThreadingHTTPServer):
    """A server on this machine that never shares its port."""

    # On Windows, this option would let two servers have the same port.
    allow_reuse_address = os.name != "nt"


def open_server(folder: Path, ports: Iterable[int]) -> PageServer:
    """Serve a folder on the first of the ports that is free."""
    handler = functools.partial(PageHandler, directory=str(folder))
    for port in ports:
        try:
            return PageServer(("127.0.0.1", port), handler)
        except OSError:
            continue
    return toolchain.fail(
        "found no free port to serve on: stop another server and try again"
    )


def serve(folder: Path, rebuild: Callable[[], object], *, browse: bool) -> None:
    """Serve the built page until Ctrl+C, and build it again when its sources change."""
    with open_server(folder, PORTS) as server, Rebuilding(rebuild):
        address = f"http://127.0.0.1:{server.server_port}/"
        print(f"Skybasket is at {address} (Ctrl+C stops it)", flush=True)
        if browse:
            webbrowser.open(address)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print()
