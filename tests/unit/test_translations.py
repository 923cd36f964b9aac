"""Every language says all that English says, with the same values in it."""

from __future__ import annotations

import json
import re
from importlib.resources import files
from string import Formatter
from typing import TYPE_CHECKING, Any, Final

import pytest
from skybasket.app.languages import ENGLISH, LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What the archive reads is in English in every language.
FOR_THE_ARCHIVE: Final = ("batch.mail.", "batch.list_name")
#: What a language writes as English does: names, signs, and words of the field.
SAME: Final = {
    "es": {
        *("page.name", "page.window_title", "page.add.paste_example"),
        *("page.baskets.of", "page.batch.scripts", "page.batch.scripts_named"),
        *("page.batch.move_named", "details.no", "details.uri", "details.size_value"),
        *("number.bytes", "number.minute", "number.hour", "number.moment"),
        *("messages.removed", "messages.completed", "history.filter", "offer.size"),
        *("shares.share", "menu.only", "page.shortcuts.names.Control"),
        "guide.glossary.1.term",
        *("facets.mission.values.HLSP.0", "facets.mission.values.HLA.0"),
        *("references.kinds.superbias", "references.kinds.biasfile"),
        *("references.kinds.flshfile", "references.kinds.oscntab", "links.place"),
        *(f"download.methods.{name}.hint" for name in ("powershell", "cloud", "slurm")),
        "download.methods.astroquery.label",
    }
}
#: Names of formats and programs, and what is typed into the archive's search.
SAME_EVERYWHERE: Final = ("download.forms.", "page.search.examples.")
#: Keys, and the actions that they are for.
KEYS: Final = re.compile(r"page\.shortcuts\.groups\.\d+\.keys\.\d+\.(keys|action)\b")
TRANSLATIONS: Final = [code for code in LANGUAGES if code != ENGLISH.code]
languages = pytest.mark.parametrize("code", TRANSLATIONS)


def file(code: str) -> dict[str, Any]:
    """Read the messages of a language, as they are written down."""
    words = files("skybasket.app").joinpath("words", f"{code}.json")
    found: dict[str, Any] = json.loads(words.read_text("utf-8"))
    return found


def has_forms(value: object) -> bool:
    """Tell whether something is one message in several forms."""
    return isinstance(value, dict) and {"one", "other"} <= value.keys()


def found(
    table: Mapping[str, Any] | list[Any], place: str = ""
) -> Iterator[tuple[str, Any]]:
    """Yield all messages with the way to each; forms stay together."""
    parts = enumerate(table) if isinstance(table, list) else table.items()
    for name, value in parts:
        if isinstance(value, dict | list) and not has_forms(value):
            yield from found(value, f"{place}{name}.")
        else:
            yield f"{place}{name}", value


def texts(message: Any) -> list[str]:  # noqa: ANN401
    """Return a message in all its forms."""
    return list(message.values()) if isinstance(message, dict) else [message]


def placeholders(text: str) -> set[str]:
    """Return the names of the values that are put into a text."""
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


def tags(text: str) -> list[str]:
    """Return what looks like markup."""
    return re.findall(r"<[^>]*>|&\w+;", text)


ENGLISH_WORDS: Final = {
    place: message
    for place, message in found(file(ENGLISH.code))
    if not place.startswith(FOR_THE_ARCHIVE)
}


@languages
def test_nothing_is_missing_and_nothing_is_left_over(code: str) -> None:
    words = dict(found(file(code)))
    missing = [
        f"{place}: {texts(message)[-1]}"
        for place, message in ENGLISH_WORDS.items()
        if place not in words
    ]
    assert missing == [], f"words/{code}.json lacks these"
    over = [place for place in words if place not in ENGLISH_WORDS]
    assert over == [], f"words/{code}.json has these, and en.json does not"


@languages
def test_the_order_is_that_of_english(code: str) -> None:
    assert [place for place, _ in found(file(code))] == list(ENGLISH_WORDS)


@languages
def test_every_message_has_the_forms_of_its_language(code: str) -> None:
    words = dict(found(file(code)))
    for place, message in ENGLISH_WORDS.items():
        if has_forms(message):
            assert tuple(message) == ENGLISH.forms, place
            assert tuple(words[place]) == LANGUAGES[code].forms, place
        else:
            assert isinstance(words[place], str), place


@languages
def test_the_same_values_are_put_in(code: str) -> None:
    words = dict(found(file(code)))
    for place, message in ENGLISH_WORDS.items():
        wanted = placeholders(texts(message)[-1])
        for text in texts(words[place]):
            # Of one thing nobody has to be told that it is one.
            assert placeholders(text) | {"count"} == wanted | {"count"}, place
        assert placeholders(texts(words[place])[-1]) == wanted, place


@languages
def test_what_is_the_same_as_in_english_is_known(code: str) -> None:
    words = dict(found(file(code)))
    same = [
        place
        for place, message in ENGLISH_WORDS.items()
        if message
        and texts(words[place])[-1] == texts(message)[-1]
        and not (place.startswith(SAME_EVERYWHERE) or KEYS.match(place))
        and place not in SAME[code]
    ]
    assert same == []


@languages
def test_the_same_keys_do_the_same(code: str) -> None:
    def pressed(code: str) -> dict[str, str]:
        sheet = file(code)["page"]["shortcuts"]
        browsers = {name: key for key, name in sheet["names"].items()}
        return {
            "+".join(browsers.get(part, part) for part in key.split("+")): row["action"]
            for group in sheet["groups"]
            for row in group["keys"]
            for key in row["keys"]
            if row["action"]
        }

    assert pressed(code) == pressed(ENGLISH.code)
    assert pressed(code)["Control+Shift+Z"] == "redo"


@languages
def test_texts_are_plain_and_end_as_in_english(code: str) -> None:
    words = dict(found(file(code)))
    for place, message in ENGLISH_WORDS.items():
        for text in texts(words[place]):
            english = texts(message)[-1]
            assert tags(text) == tags(english), place
            assert text == " ".join(text.split()) or "\n" in english, place
            for end in (".", "…", ":"):
                assert text.endswith(end) == english.endswith(end), place


@languages
def test_no_text_is_out_of_proportion(code: str) -> None:
    words = dict(found(file(code)))
    for place, message in ENGLISH_WORDS.items():
        length = len(texts(message)[-1])
        for text in texts(words[place]):
            assert len(text) <= 1.6 * length + 24, place
            assert len(text) >= 0.45 * length, place


def test_spanish_counts_millions_with_de() -> None:
    nouns = r"ficheros|productos|observaciones|filas|registros|referencias|solicitudes"
    for place, message in found(file("es")):
        if has_forms(message):
            assert not re.search(rf"{{count}} ({nouns})\b", message["many"]), place
            assert "{count} de {count}" not in message["many"], place


def test_spanish_quotes_as_spanish_does() -> None:
    for place, message in found(file("es")):
        for text in texts(message):
            assert not re.search('[“”"]| …', text), place
            assert text.count("«") == text.count("»"), place
