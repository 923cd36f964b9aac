"""Other ways to put a list into a web address: lz-string, deflated JSON, plain text."""

from __future__ import annotations

import json
import subprocess
import zlib
from typing import TYPE_CHECKING, Final

from tests.bench._node import node, npm_install

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

__all__ = ["LZ_STRING", "deflated_length", "install_lz_string", "lz_string_lengths"]

#: The version of lz-string that is measured.
LZ_STRING: Final = "1.5.0"
_SCRIPT: Final = """
const { compressToEncodedURIComponent } = require("lz-string");
const texts = JSON.parse(require("fs").readFileSync(process.argv[2], "utf8"));
const lengths = texts.map((text) => compressToEncodedURIComponent(text).length);
console.log(JSON.stringify(lengths));
"""


def install_lz_string(folder: Path) -> bool:
    """Install lz-string into a folder, with the build's own npm; whether it worked."""
    command = npm_install(folder, f"lz-string@{LZ_STRING}")
    return not subprocess.run(command, check=False, capture_output=True).returncode


def lz_string_lengths(folder: Path, texts: Sequence[str]) -> list[int]:
    """Return how many characters lz-string makes of each text.

    :param folder: where it is installed.
    """
    script, given = folder / "lengths.cjs", folder / "texts.json"
    script.write_text(_SCRIPT, "utf-8")
    given.write_text(json.dumps(texts), "utf-8")
    command = node(script, given)
    told = subprocess.run(command, check=True, capture_output=True, text=True)
    lengths: list[int] = json.loads(told.stdout)
    return lengths


def deflated_length(text: str) -> int:
    """Return how many characters a text has that is deflated, in base64url."""
    deflating = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9)
    size = len(deflating.compress(text.encode()) + deflating.flush())
    return (size * 4 + 2) // 3
