"""The application: one explicit table of commands over one basket, JSON in and out."""

from __future__ import annotations

import json
import sys
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from skybasket.app import (
    arrivals,
    basket_commands,
    batch_commands,
    completion_commands,
    download_commands,
    file_commands,
    filter_commands,
    guide,
    history_commands,
    history_transfer,
    history_uses,
    import_commands,
    reference_commands,
    row_commands,
    search_commands,
    share_commands,
    sight_commands,
)
from skybasket.app.arguments import Arguments
from skybasket.app.languages import ENGLISH, LANGUAGES
from skybasket.app.library_words import translated, translated_all
from skybasket.app.session import Session
from skybasket.app.words import duration, speak, words
from skybasket.archives.mast import ADDRESS, Mast
from skybasket.errors import (
    CommandError,
    SettingsError,
    SkybasketError,
    UnknownColumnsError,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skybasket.formats.transposing import Transpose

__all__ = ["App"]

#: Commands that may change the basket and answer with the whole view.
_CHANGES: Final = {
    **basket_commands.CHANGES,
    **file_commands.CHANGES,
    **row_commands.CHANGES,
    **filter_commands.CHANGES,
    **import_commands.CHANGES,
    **arrivals.CHANGES,
    **completion_commands.CHANGES,
    **history_uses.CHANGES,
    **reference_commands.CHANGES,
}
#: ASCII crosses to the page at once, other text letter by letter. Nothing in a view
#: holds itself, and looking for that takes time too.
_TO_JSON: Final = json.JSONEncoder(check_circular=False)
#: How many characters of a long text go to the page at once, about.
_TOGETHER: Final = 1_000_000
#: Commands that answer with something of their own.
_QUESTIONS: Final = {
    **basket_commands.QUESTIONS,
    **file_commands.QUESTIONS,
    **row_commands.QUESTIONS,
    **filter_commands.QUESTIONS,
    **download_commands.QUESTIONS,
    **import_commands.QUESTIONS,
    **search_commands.QUESTIONS,
    **share_commands.QUESTIONS,
    **sight_commands.QUESTIONS,
    **arrivals.QUESTIONS,
    **completion_commands.QUESTIONS,
    **history_commands.QUESTIONS,
    **history_transfer.QUESTIONS,
    **history_uses.QUESTIONS,
    **reference_commands.QUESTIONS,
    **batch_commands.QUESTIONS,
    **guide.QUESTIONS,
}


class App:
    """What the page talks to.

    :param settings: the text of ``settings.json``: a JSON object with the archive's
        ``archive`` address, and that of a mirror of its reference servers in
        ``references``, if there is one.
    :param language: the code of the language that the page speaks; one that nobody has
        translated to is English.
    :raises SettingsError: if they name no archive.
    """

    def __init__(self, settings: str, language: str = ENGLISH.code) -> None:
        self._language = LANGUAGES.get(language, ENGLISH)
        speak(self._language)
        try:
            found = json.loads(settings)
            addresses = found.get("archive", ADDRESS), found.get("references", "")
        except (AttributeError, RecursionError, ValueError) as error:
            raise SettingsError(words("errors.settings"), [str(error)]) from error
        for address in addresses:
            if not isinstance(address, str):
                raise SettingsError(words("errors.settings"), [repr(address)])
        self._session = Session(Mast(*addresses))

    def call(self, command: str, arguments: str) -> str:
        """Carry out one command and return its answer as JSON.

        :param arguments: a JSON object.
        :returns: ``{"view": ...}``, or ``{"error": {kind, message, where}}`` with the
            basket as it was.
        """
        speak(self._language)
        try:
            answer = {"view": self._answer(command, Arguments.parse(arguments))}
        except Exception as error:  # noqa: BLE001
            # The page must get an answer to every call, even to one that shows a bug.
            answer = _failed(error, command)
        return _TO_JSON.encode(answer)

    def problem(self) -> str:
        """Return what was raised last, and not caught, as `call` answers it.

        The page asks after `receive`, `blob` or `pieces` has raised something.
        """
        speak(self._language)
        answer = _failed(sys.last_value or Exception(), "")
        return _TO_JSON.encode(answer)

    def _answer(self, command: str, arguments: Arguments) -> dict[str, Any]:
        if command in _QUESTIONS:
            return _QUESTIONS[command](self._session, arguments)
        if command not in _CHANGES:
            raise CommandError(words("errors.command", command=command))
        started = perf_counter()
        message = _CHANGES[command](self._session, arguments)
        view = self._session.view(arguments, message)
        view["footer"]["time"] = words(
            "footer.time", time=duration(perf_counter() - started)
        )
        return view

    def receive(self, chunk: bytes | memoryview) -> None:
        """Take the next bytes: of a file that is read as it comes, or of anything.

        :raises MemoryError: if there is no room for them; all of it is forgotten then.
        """
        try:
            self._session.receive(bytes(chunk))
        except MemoryError:
            self._session.forget_received()
            raise

    def set_drawing(self, draw: Callable[[str], str]) -> None:
        """Take the function that draws a text as a QR code.

        :param draw: returns the address of a picture; raises `ValueError` for a text
            that is too long for any code.
        """
        self._session.drawing = draw

    def set_transposing(self, transpose: Transpose) -> None:
        """Take the function that takes rows of JSON apart: files are read faster."""
        self._session.transpose = transpose

    def blob(self, command: str, arguments: str) -> bytes:
        """Return bytes for the page to store or to save.

        ``file`` is the basket, ``products`` a part of it, ``history_products`` those of
        a record, ``request`` what a batch request asks for.

        :raises SkybasketError: if the command is none of these, or cannot be done.
        """
        speak(self._language)
        if command == "history_products":
            return history_transfer.blob(self._session, Arguments.parse(arguments))
        if command == "request":
            return batch_commands.blob(self._session, Arguments.parse(arguments))
        return basket_commands.blob(self._session, command, Arguments.parse(arguments))

    def pieces(self, command: str, arguments: str) -> Iterator[str]:
        """Yield a long text in pieces.

        ``text`` is a script or list for the selection, ``batch`` a text of a batch
        request, ``refused`` the rows of the last list that could not be taken; for
        ``history_…`` see `history_transfer`.

        :raises SkybasketError: what `call` would report for ``download``.
        """
        speak(self._language)
        if command == "batch":
            return _gathered(
                batch_commands.text(self._session, Arguments.parse(arguments))
            )
        if command == "refused":
            return _gathered(import_commands.refused_pieces(self._session))
        if command.startswith("history_"):
            asked = Arguments.parse(arguments)
            return _gathered(history_transfer.pieces(self._session, command, asked))
        if command != "text":
            raise CommandError(words("errors.command", command=command))
        return _gathered(
            download_commands.text(self._session, Arguments.parse(arguments))
        )


def _gathered(pieces: Iterator[str]) -> Iterator[str]:
    """Join pieces to larger ones: each crosses to the page by itself, at a cost."""
    waiting: list[str] = []
    length = 0
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= _TOGETHER:
            yield "".join(waiting)
            waiting, length = [], 0
    yield "".join(waiting)


def _failed(error: BaseException, command: str) -> dict[str, Any]:
    """Return what the page is told of an error."""
    if isinstance(error, UnknownColumnsError):
        # The page offers these names to choose from.
        told = error.kind, translated(error.message), error.columns
    elif isinstance(error, SkybasketError):
        told = error.kind, translated(error.message), translated_all(error.where)
    elif isinstance(error, MemoryError):
        told = "memory", words("errors.memory"), []
    else:
        reason = f"{type(error).__name__}: {error}"
        where = [f"{command}: {reason}" if command else reason]
        told = "internal", words("errors.internal"), where
    kind, message, where = told
    return {"error": {"kind": kind, "message": message, "where": where}}
