"""Commands of the download dialog: the plan, its texts, the archive's look-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket import retrieval
from skybasket.app.library_words import translated
from skybasket.app.plan_views import plan_view
from skybasket.app.row_names import position_of
from skybasket.app.words import words
from skybasket.archives.mast_cloud import lookup_requests, read_lookup
from skybasket.errors import FormatError, RetrievalError
from skybasket.retrieval import bundle, cloud
from skybasket.retrieval.advice import suggested

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session
    from skybasket.basket import Basket

__all__ = ["QUESTIONS", "options_of", "text"]

#: Files that one look-up asks for: a few dozen requests, one after another.
_LOOKED_UP: Final = 1000


def _download(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Return the dialog; a layout that is being typed may still be wrong."""
    error = ""
    try:
        options = options_of(session, arguments)
    except RetrievalError as mistake:
        error = translated(mistake.message)
        options = options_of(session, arguments, layout=session.layout)
    session.layout = options.layout
    plan = session.plan(options)
    if not plan.chosen:
        raise RetrievalError(words("download.empty"))
    advised = suggested(plan, _optional(arguments, "platform"))
    method = retrieval.method(_optional(arguments, "method") or advised)
    form = _optional(arguments, "form")
    return plan_view(session.basket, plan, method, form, advised, error)


def text(session: Session, arguments: Arguments) -> Iterator[str]:
    """Return the pieces of a text that the dialog offers.

    With ``part``, the URIs of one of the archive's bundles.

    :raises RetrievalError: if there is no such method or form.
    """
    plan = session.plan(options_of(session, arguments))
    if arguments.has("part"):
        return (uri + "\n" for uri in bundle.uris(plan, arguments.count("part")))
    method = retrieval.method(arguments.text("method"))
    return retrieval.form(method, _optional(arguments, "form")).pieces(plan)


def _lookup(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Return the questions to ask the archive: where the public copies lie."""
    plan = session.plan(options_of(session, arguments))
    uris = cloud.uncertain(plan)[:_LOOKED_UP]
    return {"requests": lookup_requests(plan.archive, uris)}


def _looked_up(session: Session, _arguments: Arguments) -> dict[str, Any]:
    """Take the archive's answer to one of the questions."""
    content = bytes(session.received)
    session.received = bytearray()
    try:
        answer = content.decode()
    except UnicodeDecodeError as error:
        raise FormatError(words("errors.lookup"), [str(error)]) from error
    found = {uri: key or "" for uri, key in read_lookup(answer).items()}
    session.keys = session.keys | found  # a new one: plans keep theirs
    return {}


def options_of(
    session: Session, arguments: Arguments, layout: str = ""
) -> retrieval.Options:
    """Read the options of a plan.

    :raises RetrievalError: if the layout is none.
    """
    basket = session.basket
    layout = layout or _optional(arguments, "layout") or "mission"
    return retrieval.Options(
        layout=layout,
        jobs=arguments.count("jobs") if arguments.has("jobs") else 4,
        included=frozenset(
            _row(basket, identity) for identity in arguments.texts("foreign")
        ),
        keys=session.keys,
    )


def _row(basket: Basket, identity: str) -> int:
    return basket.tree.row_at[position_of(basket, identity)]


def _optional(arguments: Arguments, name: str) -> str:
    return arguments.text(name) if arguments.has(name) else ""


QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "download": _download,
    "lookup": _lookup,
    "looked_up": _looked_up,
}
