"""What the library says in English reaches the page in the language that it speaks."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Final

import pytest
from skybasket.app import App
from skybasket.app.languages import ENGLISH, LANGUAGES
from skybasket.app.library_words import translated
from skybasket.app.words import library_messages, speaking

from tests.unit.lists import answer
from tests.unit.page import Page

LIBRARY: Final = Path(__file__).resolve().parents[2] / "pylib" / "skybasket"
#: What says nothing in the page: its own rooms, and the comments of scripts.
ELSEWHERE: Final = {"app", "templates", "cloud.py"}
TRANSLATIONS: Final = [code for code in LANGUAGES if code != ENGLISH.code]
languages = pytest.mark.parametrize("code", TRANSLATIONS)


def said_in(module: Path) -> set[str]:
    """Return the texts in a module, with ``{}`` where a value stands."""
    tree = ast.parse(module.read_text("utf-8"))
    parts = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr)
        for part in node.values
    }
    documents = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    texts = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            texts.add("".join(map(part_of, node.values)))
        elif isinstance(node, ast.Constant) and id(node) not in parts | documents:
            texts.add(str(node.value))
    return texts


def part_of(node: ast.expr) -> str:
    return str(node.value) if isinstance(node, ast.Constant) else "{}"


SAID: Final = {
    text
    for module in LIBRARY.rglob("*.py")
    if not ELSEWHERE & set(module.relative_to(LIBRARY).parts)
    for text in said_in(module)
}


@languages
def test_every_sentence_is_translated(code: str) -> None:
    sentence = re.compile(r"(?:[A-Z]|\{\}).* .*[a-z>}\"]\.")
    sentences = set(filter(sentence.fullmatch, SAID))
    assert len(sentences) > 100
    missing = sorted(sentences - library_messages(code)["sentences"].keys())
    assert missing == [], f"words/{code}.library.json lacks these"


@languages
def test_every_complaint_is_translated(code: str) -> None:
    complaint = re.compile(r"(?:is|has|names|needs|cannot|does not) [a-zU].*[a-z)}]")
    complaints = set(filter(complaint.fullmatch, SAID))
    assert len(complaints) > 20
    missing = sorted(complaints - library_messages(code)["complaints"].keys())
    assert missing == [], f"words/{code}.library.json lacks these"


@languages
def test_nothing_is_translated_that_nobody_says(code: str) -> None:
    messages = library_messages(code)
    over = {*messages["sentences"], *messages["complaints"]} - SAID
    assert over == set(), f"words/{code}.library.json has these for nothing"


@languages
def test_a_translation_has_the_places_of_its_sentence(code: str) -> None:
    for messages in library_messages(code).values():
        for english, own in messages.items():
            assert own.count("{}") == english.count("{}"), english
            own.format(*"ABCDEF")


@pytest.mark.parametrize(
    ("english", "spanish"),
    [
        (
            "The archive answered with an error.",
            "El archivo respondió con un error.",
        ),
        (
            "There are more than 100,000 names. Ask for fewer.",
            "Hay más de 100.000 nombres. Pida menos.",
        ),
        (
            "row 1,250: column size: 'much' is not a number; column x: is empty",
            "fila 1250: columna size: 'much' no es un número; columna x: está vacío",
        ),
        ("and 12,345 more", "y 12.345 más"),
        (
            "The table holds no observations, only column names.",
            "La tabla no contiene observaciones, solo nombres de columnas.",
        ),
        ("{band} is not a field", "{band} no es un campo"),
        ("what an archive says", "what an archive says"),
    ],
)
def test_sentences_with_values(english: str, spanish: str) -> None:
    assert translated(english) == english
    with speaking(LANGUAGES["es"]):
        assert translated(english) == spanish


def test_errors_reach_the_page_in_its_language() -> None:
    page = Page()
    page.app = App("{}", "es")
    assert page.ask("begin", file=True)
    page.app.receive(answer({"dataURI": "mast:A/a.fits", "size": "much"}))
    error = page.ask("open", name="list.json", window=[0, 0])["error"]
    assert error["message"].startswith(
        "Hay 1 valor incorrecto, así que no se tomó nada"
    )
    assert error["where"] == ["fila 1, columna size: 'much' no es un número de bytes"]
    App("{}")
