"""The page's commands: any of them, with any arguments, in any order."""

from __future__ import annotations

import json
from functools import partial
from typing import Final
from urllib.parse import unquote_to_bytes
from zlib import crc32

from skybasket.app import App
from skybasket.app.commands import _CHANGES, _QUESTIONS
from skybasket.app.languages import LANGUAGES
from skybasket.errors import SkybasketError

__all__ = ["BLOBS", "COMMANDS", "PIECES", "call", "settle"]

COMMANDS: Final = tuple(sorted({**_CHANGES, **_QUESTIONS}))
BLOBS: Final = ("file", "products", "history_products", "request")
PIECES: Final = (
    "text",
    "batch",
    "refused",
    "history_text",
    "history_export",
    "history_raw",
)
_SETTINGS: Final = '{"archive": "https://mast.stsci.edu"}'
_LIST: Final = (
    b"dataURI,obs_collection,obs_id,productType,size,proposal_id,calib_level,s_ra\n"
    b"mast:HST/product/u9o40504m_drz.fits,HST,u9o40504m,SCIENCE,100,9405,3,1\n"
    b"mast:JWST/product/jw80500017001_02101_00001_mirifushort_cal.fits,JWST,"
    b"jw80500017001_02101_00001_mirifushort,SCIENCE,0,805,2,2\n"
    b"https://evil.example/a.fits,,,PREVIEW,7,,,3\n"
)
_LANGUAGES: Final = tuple(LANGUAGES)
_MOST: Final = 40


def settle(data: bytes) -> None:
    """Begin with settings that may be anything."""
    App(data.decode(errors="replace"))


def call(data: bytes) -> None:
    """Call commands, one a line: a name, and its arguments as JSON.

    A line that begins with ``<`` is bytes that arrive, ``>`` asks for a long text,
    ``=`` for bytes.
    """
    app = App(_SETTINGS, _LANGUAGES[crc32(data) % len(_LANGUAGES)])
    app.set_drawing(lambda text: f"data:,{len(text)}")
    app.call("begin", '{"file": true}')
    app.receive(_LIST)
    app.call("open", '{"name": "list.csv"}')
    for line in data.split(b"\n")[:_MOST]:
        if line.startswith(b"<"):
            app.receive(unquote_to_bytes(line[1:]))
            continue
        command, _, arguments = line.decode(errors="replace").partition(" ")
        if command.startswith((">", "=")):
            _take(app, command, arguments)
            continue
        answer = json.loads(app.call(command, arguments))
        kind = answer["error"]["kind"] if "error" in answer else ""
        assert kind not in ("internal", "memory"), answer["error"]["where"]


def _take(app: App, command: str, arguments: str) -> None:
    read = app.blob if command.startswith("=") else app.pieces
    try:
        for piece in partial(read, command[1:], arguments)():
            assert isinstance(piece, (str, int))
    except SkybasketError:
        return
