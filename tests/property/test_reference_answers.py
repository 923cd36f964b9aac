"""Whatever a reference system answers: it is read, or refused in words."""

from __future__ import annotations

import json
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.archives import crds_answers
from skybasket.archives.mast_search import SearchError

from tests.unit.crds import DARK, FLAT, IDS, answered, go, references, search

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.property

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text(max_size=9) | st.sampled_from([DARK, *IDS]), inner)
    ),
    max_leaves=12,
)
NAMES = st.from_regex(
    r"jwst_[a-z]{1,8}_[a-z0-9-]{1,9}_[0-9]{4}\.(fits|asdf)", fullmatch=True
)


@contextmanager
def _maybe_refused() -> Iterator[None]:
    """Let an answer be refused, in words, and nothing else go wrong."""
    try:
        yield
    except SearchError as error:
        if error.cause not in ("answer", "archive") or not error.message:
            raise


@given(JSON)
def test_no_answer_does_harm(found: object) -> None:
    with _maybe_refused():
        opened = crds_answers.result(json.dumps({"result": found}).encode())
        for identity, names in crds_answers.best(opened, IDS).found.items():
            assert identity in IDS
            assert all("/" not in name and name.isascii() for name in names)
    with _maybe_refused():
        crds_answers.infos(found)
    with _maybe_refused():
        search().take_saved([found])


@given(st.binary(max_size=60))
def test_no_bytes_do_harm(content: bytes) -> None:
    with _maybe_refused():
        search().take_saved(crds_answers.results(content))


@given(
    st.dictionaries(st.sampled_from(IDS), st.lists(NAMES, max_size=5)), st.booleans()
)
def test_what_a_system_knows_is_found_in_either_form(
    best: dict[str, list[str]], packed: bool
) -> None:
    system, found = references(), search()
    system.best, system.packed = dict(best), packed
    go(found.steps(), system)
    assert found.best.found == {
        identity: tuple(dict.fromkeys(names)) for identity, names in best.items()
    }
    assert found.best.refused.keys() == {*IDS} - best.keys()
    assert set(found.files) == {name for names in best.values() for name in names}
    again = search()
    while asked := list(again.questions()):
        content = b"".join(answered(system, request) for request in asked)
        assert again.take_saved(crds_answers.results(content))
    assert (again.best, again.files) == (found.best, found.files)


@given(st.text(max_size=200))
def test_words_of_others_are_made_plain(said: str) -> None:
    plain = crds_answers.plain(said)
    assert len(plain) <= 300
    assert "\n" not in plain
    assert FLAT in crds_answers.plain(f"{FLAT} {said}")
