"""Reads a QR code off a picture, as a phone would."""

from __future__ import annotations

import shutil
import subprocess

import pytest

__all__ = ["read_qr"]


def read_qr(png: bytes) -> str:
    """Return the text of the one QR code in a picture; skip the test without a reader.

    :raises AssertionError: if there is none, or more than one.
    """
    if not shutil.which("zbarimg"):
        pytest.skip("reading a QR code takes zbarimg: apt install zbar-tools")
    command = ["zbarimg", "--quiet", "--raw", "-Sdisable", "-Sqrcode.enable", "png:-"]
    answer = subprocess.run(command, input=png, check=False, capture_output=True)
    # It answers 4 if there is no code in the picture.
    assert answer.returncode in {0, 4}, answer.stderr.decode()
    codes = answer.stdout.decode().splitlines()
    assert len(codes) == 1, f"{len(codes)} codes in the picture"
    return codes[0]
