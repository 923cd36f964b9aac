"""Golden vectors: a basket answers as the naive one did, and that one still does."""

from __future__ import annotations

import json

from tests.golden.making import VECTORS, made
from tests.golden.replay import differences


def test_a_basket_answers_as_the_vectors_say() -> None:
    assert differences(VECTORS.read_text("utf-8")) == []


def test_another_answer_is_told() -> None:
    vectors = json.loads(VECTORS.read_text("utf-8"))
    vectors["steps"][0]["see"]["shown"]["totals"][0] += 1
    assert "step 1, add [0, 60]: shown is" in differences(json.dumps(vectors))[0]


def test_the_vectors_are_what_the_naive_basket_says() -> None:
    assert made() == VECTORS.read_text("utf-8")
