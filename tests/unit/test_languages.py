"""The rules of languages; the browser tests compare them with those of browsers."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.app.languages import ENGLISH, LANGUAGES, Language

SPANISH = LANGUAGES["es"]
languages = pytest.mark.parametrize("language", LANGUAGES.values(), ids=list(LANGUAGES))


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (0, "0", "0"),
        (999, "999", "999"),
        (1234, "1,234", "1234"),
        (12_345, "12,345", "12.345"),
        (1_234_567, "1,234,567", "1.234.567"),
        (-12_345, "-12,345", "-12.345"),
    ],
)
def test_numbers(value: int, english: str, spanish: str) -> None:
    assert ENGLISH.number(value) == english
    assert SPANISH.number(value) == spanish


def test_decimals() -> None:
    assert ENGLISH.decimals(12_345.67, 1) == "12,345.7"
    assert SPANISH.decimals(12_345.67, 1) == "12.345,7"
    assert SPANISH.decimals(-0.25, 2) == "-0,25"
    assert SPANISH.decimals(3.6, 0) == "4"


def test_only_decimal_points_are_rewritten() -> None:
    assert SPANISH.figures("1.5 MB..2.25 GB") == "1,5 MB..2,25 GB"
    assert ENGLISH.figures("1.5 MB..") == "1.5 MB.."


@pytest.mark.parametrize(
    ("typed", "english", "spanish"),
    [
        ("1.5", "1.5", "1.5"),
        ("1,5", "1.5", "1.5"),
        ("1,500", "1500", "1.500"),
        ("1.500", "1.500", "1500"),
        ("1.234,5", "1.234.5", "1234.5"),
        ("1,234.5", "1234.5", "1.234.5"),
        ("0.125", "0.125", "0.125"),
        ("much", "much", "much"),
    ],
)
def test_what_people_type(typed: str, english: str, spanish: str) -> None:
    assert ENGLISH.plain(typed) == english
    assert SPANISH.plain(typed) == spanish


@pytest.mark.property
@languages
@given(value=st.integers(0, 10**15), digits=st.integers(0, 2))
def test_what_is_written_can_be_typed(
    language: Language, value: int, digits: int
) -> None:
    written = language.decimals(value / 10**digits, digits)
    assert Decimal(language.plain(written)) == Decimal(
        f"{value / 10**digits:.{digits}f}"
    )


@pytest.mark.property
@languages
@given(count=st.integers(0, 10**12))
def test_every_number_has_a_form(language: Language, count: int) -> None:
    assert language.plural(count) in language.forms


def test_lists() -> None:
    assert ENGLISH.joined([]) == SPANISH.joined([]) == ""
    assert ENGLISH.joined(["HST", "IUE"]) == "HST and IUE"
    assert ENGLISH.joined(["HST", "IUE", "TESS"]) == "HST, IUE, and TESS"
    assert SPANISH.joined(["HST", "JWST", "TESS"]) == "HST, JWST y TESS"
    assert SPANISH.joined(["HST", "IUE"]) == "HST e IUE"
    assert SPANISH.joined(["agua", "hielo"]) == "agua y hielo"
