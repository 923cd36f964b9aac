"""The words that people read: messages by name, with numbers and plurals put in.

All of them stand in ``words/``, in one file for each language. What a language has no
words for is said in English. A message that depends on a number has the forms that its
language chooses between by ``count``: in English ``one`` and ``other``.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

from skybasket.app.languages import ENGLISH

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from skybasket.app.languages import Language

__all__ = [
    "about",
    "duration",
    "keep",
    "library_messages",
    "lookup",
    "messages",
    "number",
    "percent",
    "size",
    "speak",
    "speaking",
    "spoken",
    "words",
]

_UNITS: Final = ("kB", "MB", "GB", "TB", "PB")
_STEP: Final = 1000
#: Messages with their values that are kept: a click shows some hundred, most of them
#: the same as the click before.
_KEPT: Final = 4096
_WHOLE_FROM: Final = 100
_LONGER: Final = {"day": 86_400, "hour": 3600, "minute": 60, "second": 1}
#: A unit is used from nearly two of it on: "90 min" tells more than "2 h".
_ROUNDED_FROM: Final = 1.95

#: Files of words that were kept and not read yet, by their names.
_AT_HAND: Final[dict[str, bytes]] = {}

_SPOKEN: Final[ContextVar[Language]] = ContextVar("language", default=ENGLISH)


def speak(language: Language) -> None:
    """Say everything in a language from now on."""
    _SPOKEN.set(language)


def spoken() -> Language:
    """Return the language that is spoken now; what is remembered depends on it."""
    return _SPOKEN.get()


@contextmanager
def speaking(language: Language) -> Iterator[None]:
    """Speak a language for a while."""
    token = _SPOKEN.set(language)
    try:
        yield
    finally:
        _SPOKEN.reset(token)


@cache
def messages(code: str) -> dict[str, Any]:
    """Return all messages of a language, those that it lacks in English."""
    own = _read(code)
    return own if code == ENGLISH.code else _filled(own, messages(ENGLISH.code))


def library_messages(code: str) -> dict[str, dict[str, str]]:
    """Return by kind what the library says in English, and what that is here."""
    return {} if code == ENGLISH.code else _read(f"{code}.library")


def keep(code: str) -> None:
    """Keep a language's words in memory: no file is needed for them later."""
    messages(ENGLISH.code)
    if code != ENGLISH.code:
        for name in (code, f"{code}.library"):
            # Its bytes take less room than the tables in it, which few visits need.
            _AT_HAND[name] = _content(name)


def _read(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_AT_HAND.pop(name, b"") or _content(name))
    return found


def _content(name: str) -> bytes:
    folder = files(__name__.rpartition(".")[0]).joinpath("words")
    return folder.joinpath(f"{name}.json").read_bytes()


def _filled(own: dict[str, Any], english: Mapping[str, Any]) -> dict[str, Any]:
    for name, message in english.items():
        said = own.setdefault(name, message)
        # Tables of messages are filled; the forms of one message belong together.
        if isinstance(said, dict) and said is not message and "one" not in said:
            _filled(said, message)
    return own


def words(name: str, /, **values: str | int) -> str:
    """Return a message with its values put in.

    :param name: the way to it, as in ``summary.selected``.
    :param values: numbers are written with thousands separators; ``count`` also
        chooses between the forms of the message.
    """
    return _words(_SPOKEN.get(), name, **values)


@lru_cache(_KEPT)
def _words(language: Language, name: str, /, **values: str | int) -> str:
    message = _lookup(language, name)
    if isinstance(message, dict):
        form = language.plural(int(values["count"]))
        message = message.get(form, message["other"])
    written = {
        key: language.number(value) if isinstance(value, int) else value
        for key, value in values.items()
    }
    return str(message).format_map(written)


def lookup(name: str) -> Any:  # noqa: ANN401
    """Return what stands under a name: a message, its forms, or a table of more.

    :raises KeyError: if nothing does.
    """
    return _lookup(spoken(), name)


@cache
def _lookup(language: Language, name: str) -> Any:  # noqa: ANN401
    found: Any = messages(language.code)
    for part in name.split("."):
        found = found[part]
    return found


def number(value: int) -> str:
    """Return a whole number with thousands separators: ``1,284``."""
    return spoken().number(value)


def percent(part: float) -> str:
    """Return a part of one in percent: ``12%``."""
    return spoken().percent.format(spoken().decimals(part * 100, 0))


def duration(seconds: float) -> str:
    """Return a time in readable form: ``4.2 ms``, ``1.5 s``."""
    if seconds < 1:
        return f"{spoken().decimals(seconds * 1000, 1)} ms"
    return f"{spoken().decimals(seconds, 1)} s"


def about(seconds: float) -> str:
    """Return a longer time in readable form: ``5 min``, ``3 h``, ``2 days``."""
    for unit, length in _LONGER.items():
        if seconds >= length * _ROUNDED_FROM or unit == "second":
            return words(f"number.{unit}", count=max(1, round(seconds / length)))
    raise AssertionError


def size(count: int) -> str:
    """Return a number of bytes in readable form: ``3.4 GB``, decimal units.

    One decimal below 100 of a unit, none above.
    """
    return _size(_SPOKEN.get(), count)


@lru_cache(_KEPT)
def _size(language: Language, count: int) -> str:
    if count < _STEP:
        return _words(language, "number.bytes", count=count)
    value = float(count)
    for unit in _UNITS:
        value /= _STEP
        if value < _STEP - 0.5 or unit == _UNITS[-1]:
            digits = 0 if value >= _WHOLE_FROM - 0.05 else 1
            return f"{language.decimals(value, digits)} {unit}"
    raise AssertionError
