"""Calls of the page's commands as Hypothesis draws them, with arguments and without."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from tests.fuzz.commands import BLOBS, COMMANDS, PIECES
from tests.fuzz.vocabulary import arguments

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["calls"]

_TEXTS: Final = """
HST|HST/u9o40504m|HST/u9o40504m/u9o40504m_drz.fits|list.csv|category|SCIENCE|curl|cloud
s5cmd|mission|size|jwst|0.0.0.0|3.0.0.0|abcdefgh|prepared|staged|files|2026-11-22|10 +41
https://example.org/|/stage/anonymous/1/|mast:HST/product/u9o40504m_drz.fits
""".replace("\n", "|").split("|")
_values: Final = st.one_of(
    st.booleans(),
    st.integers(0, 9),
    st.sampled_from(_TEXTS),
    st.sampled_from(([0, 3], ["HST"], {"a": "b"}, {"text": "5", "unit": "MB"})),
    st.sampled_from((None, -1, 2**53, 10**400, 1.5, "\ud800", "\0", "..", "a" * 999)),
    st.text(max_size=5),
)
_told: Final = st.deferred(
    lambda: st.dictionaries(st.sampled_from(arguments()), _values, max_size=12)
)
_NAMES: Final = (
    *COMMANDS,
    *(f">{name}" for name in PIECES),
    *(f"={name}" for name in BLOBS),
)


def _line(name: str, told: dict[str, Any]) -> bytes:
    return f"{name} {json.dumps(told)}".encode()


def calls(known: Sequence[bytes]) -> st.SearchStrategy[bytes]:
    """Return calls, a line each.

    :param known: runs of calls that make sense, whose lines are mixed in.
    """
    lines = [line for run in known for line in run.split(b"\n")]
    drawn = st.builds(_line, st.sampled_from(_NAMES), _told)
    run = st.lists(st.one_of(drawn, st.sampled_from(lines)), max_size=15)
    return run.map(b"\n".join)
