"""No cell of a saved table runs in a spreadsheet, and all of them read back."""

from __future__ import annotations

import csv
import io
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.spreadsheets import defused, restored

FIRST: Final = tuple("=+-@\uff1d\uff0b\uff0d\uff20")
FORMULA: Final = "=cmd|' /C calc'!A0"
CELLS: Final = st.text(
    st.sampled_from("=+-@\t\r\n;,\"' ab\uff1d\uff0b\uff0d\uff20"), max_size=12
)


def cells(text: str, separator: str) -> list[str]:
    """Return what a spreadsheet makes of a table, cut at a separator."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    return [cell for row in rows for cell in row]


@pytest.mark.parametrize(
    ("cell", "harmless"),
    [
        ("plain", "plain"),
        ("F200W;CLEAR", "F200W;CLEAR"),
        ("", ""),
        (FORMULA, f"'{FORMULA}"),
        ("'quoted'", "''quoted'"),
        (f"a;{FORMULA}", f"a;'{FORMULA}"),
        (f"a\n{FORMULA}", f"a\n'{FORMULA}"),
        (f'a;"{FORMULA}"', f'a;\'"{FORMULA}"'),
        ("\t=1", "'\t'=1"),
        ("a-b;c", "a-b;c"),
    ],
)
def test_what_would_run_is_marked(cell: str, harmless: str) -> None:
    assert defused(cell) == harmless
    assert restored(harmless) == cell


@pytest.mark.property
@given(CELLS)
def test_every_cell_reads_back(cell: str) -> None:
    assert restored(defused(cell)) == cell


@pytest.mark.property
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@given(st.lists(CELLS, min_size=1, max_size=3))
def test_no_cell_is_a_formula_wherever_the_table_is_cut(
    separator: str, row: list[str]
) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerow(["first", *map(defused, row)])
    found = cells(written.getvalue(), separator)
    assert not [cell for cell in found if cell.startswith(FIRST)]
