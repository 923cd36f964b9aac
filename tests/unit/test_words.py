"""Words, numbers and sizes as people read them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from skybasket.app import App
from skybasket.app.languages import ENGLISH, LANGUAGES
from skybasket.app.words import (
    about,
    duration,
    keep,
    library_messages,
    messages,
    number,
    percent,
    size,
    speaking,
    spoken,
    words,
)

SPANISH = LANGUAGES["es"]


@pytest.mark.parametrize(
    ("count", "text"),
    [
        (0, "0 bytes"),
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 kB"),
        (1_250_000, "1.2 MB"),
        (99_940_000, "99.9 MB"),
        (99_960_000, "100 MB"),
        (370_405_440, "370 MB"),
        (999_600_000, "1.0 GB"),
        (3_400_000_000, "3.4 GB"),
        (5 * 10**18, "5,000 PB"),
    ],
)
def test_sizes_in_readable_form(count: int, text: str) -> None:
    assert size(count) == text


@pytest.mark.property
@given(st.integers(0, 10**16), st.integers(0, 10**16))
def test_a_larger_size_never_reads_smaller(one: int, other: int) -> None:
    units = ["byte", "bytes", "kB", "MB", "GB", "TB", "PB"]

    def value(count: int) -> float:
        figure, unit = size(count).split()
        steps: int = max(units.index(unit) - 1, 0)
        return float(figure) * float(1000**steps)

    if one <= other:
        assert value(one) <= value(other)


def test_plurals_and_separators() -> None:
    assert words("steps.removed", count=1) == "Removed 1 file"
    assert words("steps.removed", count=1284) == "Removed 1,284 files"
    assert number(1_000_000) == "1,000,000"


def test_a_missing_message_is_an_error() -> None:
    with pytest.raises(KeyError):
        words("steps.flown")


# Other languages


def test_numbers_and_units_are_those_of_the_language() -> None:
    written = [size(3_400_000_000), duration(0.0042), percent(0.125), about(7200)]
    assert written == ["3.4 GB", "4.2 ms", "12%", "2 h"]
    with speaking(SPANISH):
        written = [size(3_400_000_000), duration(0.0042), percent(0.125), about(7200)]
        assert written == ["3,4 GB", "4,2 ms", "12\N{NO-BREAK SPACE}%", "2 h"]
        assert about(200_000) == "2 días"


def test_what_is_remembered_of_one_language_is_not_said_in_another() -> None:
    for _ in range(2):
        assert words("steps.removed", count=1284) == "Removed 1,284 files"
        assert size(12_300) == "12.3 kB"
        with speaking(SPANISH):
            assert words("steps.removed", count=1284) == "Quitados 1284 ficheros"
            assert size(12_300) == "12,3 kB"
    assert spoken() is ENGLISH


def test_plurals_of_spanish() -> None:
    with speaking(SPANISH):
        assert words("tree.files", count=0) == "0 ficheros"
        assert words("tree.files", count=1) == "1 fichero"
        assert words("tree.files", count=1_000_000) == "1.000.000 de ficheros"
        assert words("tree.files", count=1_000_001) == "1.000.001 ficheros"


def test_what_only_the_archive_reads_is_said_in_english() -> None:
    with speaking(SPANISH):
        assert words("batch.mail.greeting") == "Dear archive help desk,"


def test_two_apps_speak_two_languages() -> None:
    apps = [App("{}"), App("{}", "es"), App("{}", "tlh")]
    said = [json.loads(app.call("view", '{"window": [0, 0]}')) for app in apps * 2]
    empty = [answer["view"]["actions"]["undo"]["hint"] for answer in said]
    assert (
        empty == ["Nothing to undo", "No hay nada que deshacer", "Nothing to undo"] * 2
    )
    App("{}")


def test_the_guide_is_in_the_language_of_its_page() -> None:
    apps = App("{}"), App("{}", "es")
    guides = [json.loads(app.call("guide", "{}"))["view"] for app in apps * 2]
    assert guides == [messages("en")["guide"], messages("es")["guide"]] * 2
    assert [guide["glossary"][0]["term"] for guide in guides[:2]] == [
        "Product",
        "Producto",
    ]


def test_words_that_are_kept_are_the_same() -> None:
    known = messages("es"), library_messages("es")
    keep("es")
    messages.cache_clear()
    assert (messages("es"), library_messages("es")) == known


@pytest.mark.parametrize(
    ("command", "arguments", "message"),
    [
        (
            "found_sort",
            '{"column": "colour", "descending": false}',
            "No se pueden ordenar las filas por colour.",
        ),
        (
            "found_choose",
            '{"id": "99", "on": true}',
            "No hay ninguna observación «99» en la tabla.",
        ),
        (
            "search_answer",
            "{}",
            "No se preguntó nada a lo que esto pueda responder.",
        ),
    ],
)
def test_what_a_search_refuses_is_said_in_the_language(
    command: str, arguments: str, message: str
) -> None:
    told = json.loads(App("{}", "es").call(command, arguments))
    assert told["error"]["message"] == message
    App("{}")
