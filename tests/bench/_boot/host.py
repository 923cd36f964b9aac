"""A host of plain files as they are met in the world, run as a program of its own.

It compresses what hosts usually compress, lets browsers keep everything for ten
minutes, and can be slow: some time passes before each answer, and all answers share
one line.
"""

from __future__ import annotations

import argparse
import functools
import gzip
import http.server
import sys
import threading
import time
from http import HTTPStatus
from pathlib import Path
from typing import Final

import serving

#: Packed by their nature are the others: archives, pictures, .bin.
COMPRESSED: Final = frozenset(
    {".css", ".html", ".js", ".json", ".mjs", ".svg", ".wasm"}
)
_PIECE: Final = 16_384


class Line:
    """What all answers go through.

    :param rate: bytes a second; 0 for as fast as can be.
    """

    def __init__(self, rate: float) -> None:
        self._rate = rate
        self._lock = threading.Lock()
        self._free = 0.0

    def wait_for(self, count: int) -> None:
        """Wait until so many bytes have gone through after all others before them."""
        if not self._rate:
            return
        with self._lock:
            self._free = max(self._free, time.monotonic()) + count / self._rate
            until = self._free
        time.sleep(max(0.0, until - time.monotonic()))


@functools.cache
def content(path: Path, *, packed: bool) -> bytes:
    """Return what is sent of a file."""
    plain = path.read_bytes()
    return gzip.compress(plain, 6, mtime=0) if packed else plain


class Handler(serving.PageHandler):
    """Sends files through the line.

    :param delay: seconds before each answer.
    """

    protocol_version = "HTTP/1.1"

    def __init__(self, *args: object, line: Line, delay: float, root: str) -> None:
        self._line = line
        self._delay = delay
        super().__init__(*args, directory=root)  # type: ignore[arg-type]

    def do_GET(self) -> None:  # noqa: N802 - the standard library's name
        """Answer with a file."""
        time.sleep(self._delay)
        path = Path(self.translate_path(self.path))
        if path.is_dir():
            path /= "index.html"
        if not path.is_file():
            self.send_error(HTTPStatus.NOT_FOUND)
            return
        packed = path.suffix in COMPRESSED
        body = content(path, packed=packed)
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Length", str(len(body)))
        if packed:
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        for start in range(0, len(body), _PIECE):
            piece = body[start : start + _PIECE]
            self._line.wait_for(len(piece))
            try:
                self.wfile.write(piece)
            except ConnectionError:  # the browser was closed
                return

    def end_headers(self) -> None:
        """Let browsers keep what is sent."""
        self.send_header("Cache-Control", "max-age=600")
        http.server.SimpleHTTPRequestHandler.end_headers(self)


def main() -> None:
    """Serve until the program is ended; print the port once it can be asked."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("root")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--rate", type=float, default=0, help="Mbit/s")
    parser.add_argument("--delay", type=float, default=0, help="milliseconds")
    options = parser.parse_args()
    handler = functools.partial(
        Handler,
        line=Line(options.rate * 1e6 / 8),
        delay=options.delay / 1000,
        root=options.root,
    )
    with serving.PageServer(("127.0.0.1", options.port), handler) as server:
        sys.stdout.write(f"{server.server_port}\n")
        sys.stdout.flush()
        server.serve_forever()


if __name__ == "__main__":
    main()
