"""What can be printed is the same in every Python, whatever it knows of Unicode."""

from __future__ import annotations

import sys
from unicodedata import category

import pytest
from skybasket import Basket
from skybasket.printable import is_printable
from skybasket.titles import clean_title

#: Letters of Unicode 15, 16 and 17; the oldest Python knows Unicode 14.
YOUNG = "\U0001fae8\U00016d40\U0001fae9\U0001facd"


def test_letters_that_are_known_are_what_python_says() -> None:
    known = [chr(place) for place in range(sys.maxunicode + 1)]
    known = [letter for letter in known if category(letter) != "Cn"]
    assert all(is_printable(letter) == letter.isprintable() for letter in known)


@pytest.mark.parametrize("text", ["", "a b", "é日🔭", YOUNG, "\u0378"])
def test_letters_and_places_that_are_still_free_are_printable(text: str) -> None:
    assert is_printable(text)


@pytest.mark.parametrize(
    "letter",
    [*"\0\n\x7f\x85\xa0\xad\u202e\u2028\ud800\ue000\ufdd0\uffff", "\U0010ffff"],
)
def test_what_will_never_be_a_letter_is_not(letter: str) -> None:
    assert not is_printable(f"a{letter}b")


def test_young_letters_open_and_name_folders() -> None:
    basket = Basket.open(f"mast:HST/product/{YOUNG}.fits\n".encode())
    assert [product.filename for product in basket.files] == [f"{YOUNG}.fits"]
    assert clean_title(YOUNG) == YOUNG
    basket.title = YOUNG
    basket.select_all()
    assert f"#! title\t{YOUNG}\n" in basket.script("curl")


def test_a_script_in_python_is_the_same_in_every_python() -> None:
    basket = Basket.open(f"mast:HST/product/{YOUNG[0]}é.fits\n".encode())
    basket.select_all()
    assert r"'mast:HST/product/\U0001fae8\xe9.fits'" in basket.script("astroquery")
