"""Golden links: every kind is there, and a letter that changed is noticed."""

from __future__ import annotations

import hashlib
import json
from typing import Any

import pytest
from skybasket.errors import LinkError
from skybasket.sharing import SharedBasket, decode
from skybasket.sharing.dictionary import DICTIONARY
from skybasket.sharing.link import VERSION

from tests.golden.making import VECTORS
from tests.golden.replay.links import MAKERS, NAME

LINKS: list[dict[str, Any]] = json.loads((VECTORS / NAME).read_text("utf-8"))
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"


def name_of(link: dict[str, Any]) -> str:
    return str(link["name"])


def test_every_kind_of_link_of_this_version_is_golden() -> None:
    assert {link["name"] for link in LINKS} >= set(MAKERS)


def test_the_dictionary_stays_as_it_is() -> None:
    digest = hashlib.sha256(DICTIONARY).hexdigest()
    assert (VERSION, digest) == (
        1,
        "7cf4c99397908aab699a170b14d08d99b168a14febd70fae865c514b35739c42",
    )


@pytest.mark.parametrize("link", LINKS, ids=name_of)
def test_every_single_change_is_noticed(link: dict[str, Any]) -> None:
    text = link["text"]
    for place, letter in enumerate(text):
        for changed in (*LETTERS, "", letter * 2, "=", "+", "é", "\n"):
            if changed != letter:
                with pytest.raises(LinkError):
                    decode(text[:place] + changed + text[place + 1 :])


@pytest.mark.parametrize("link", LINKS, ids=name_of)
def test_every_shortened_link_is_noticed(link: dict[str, Any]) -> None:
    for end in range(len(link["text"])):
        with pytest.raises(LinkError, match="Copy the whole link again"):
            decode(link["text"][:end])


def test_what_was_inferred_stays_marked() -> None:
    [link] = [link for link in LINKS if link["name"].endswith(": files with details")]
    shared = decode(link["text"])
    assert isinstance(shared, SharedBasket)
    found = dict(
        zip(shared.products.filenames, shared.products.text["inferred"], strict=True)
    )
    assert found["jw01039004001_02101_00001_nrca1_cal.fits"] == "instrument"
    assert found["jw01039-o004_t001_miri_ch3-long_s3d.fits"] == ""
