"""Commands of batch requests; each answers with the list of them and what to store."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket import retrieval
from skybasket.app.batch_mail import list_pieces, mail_pieces
from skybasket.app.batch_views import choice_view, requests_view
from skybasket.app.library_words import translated
from skybasket.app.method_views import methods_view
from skybasket.app.plan_views import plan_view
from skybasket.app.words import words
from skybasket.archives.mast_staging import ANONYMOUS, read_place
from skybasket.errors import CommandError, RetrievalError
from skybasket.retrieval.staged import STAGED, staged_method
from skybasket.retrieval.staged_plan import StagedPlan
from skybasket.staging import STATES, Request, products_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session
    from skybasket.basket import Basket
    from skybasket.batch import Choice

__all__ = ["QUESTIONS", "blob", "text"]


def _answer(  # noqa: PLR0913 - what an answer may have
    session: Session,
    arguments: Arguments,
    *,
    writes: Mapping[str, str | None] | None = None,
    keep: str = "",
    message: str = "",
    undo: str = "",
) -> dict[str, Any]:
    """Return the list of requests as it is now, and what the page is to do.

    :param writes: the texts to be stored by their names; None removes one.
    :param keep: the request whose products are to be asked for as bytes, and stored.
    :param undo: the request that the message offers to take back.
    """
    zone = arguments.number("zone") if arguments.has("zone") else 0
    return {
        "requests": requests_view(session.requests, zone),
        "writes": dict(writes or {}),
        "keep": keep,
        "message": message,
        "undo": undo,
    }


# The selection


def _choice(session: Session) -> Choice:
    choice = session.requests.choice(session.basket)
    if not choice.rows:
        raise RetrievalError(words("batch.nothing"))
    return choice


def _batch(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Return the dialog for the selected files, beside what was prepared."""
    choice = _choice(session)
    view = choice_view(session.basket, choice)
    return {"choice": view, **_answer(session, arguments)}


def _keep(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Keep the request for the selected files, unless it waits to be sent already."""
    choice, requests = _choice(session), session.requests
    if requests.same(choice):
        return _answer(session, arguments, message=words("batch.kept_already"))
    identity = arguments.text("id")
    content = products_of(session.basket, choice.files)
    record = Request.of(session.basket, choice, content)
    writes = {identity: requests.put(identity, record)}
    apart = record.products is None
    if apart:
        requests.lend(identity, content)
    return _answer(
        session,
        arguments,
        writes=writes,
        keep=identity if apart else "",
        message=words("batch.kept"),
    )


# What was prepared


def _load(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take over all records that are stored; tell which may be forgotten."""
    purge = session.requests.load(arguments.table("records"))
    return {**_answer(session, arguments), "purge": purge}


def _hear(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take note of what another tab has stored, or removed."""
    text = arguments.long_text("text") if arguments.has("text") else None
    session.requests.hear(arguments.text("id"), text)
    return _answer(session, arguments)


def _list(session: Session, arguments: Arguments) -> dict[str, Any]:
    return _answer(session, arguments)


def _move(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Move a request to another state, on or back."""
    identity, state = arguments.text("id"), arguments.text("state")
    if state not in STATES:
        raise CommandError(words("batch.no_state", state=state))
    record = session.requests.record(identity).moved(state)
    writes = {identity: session.requests.put(identity, record)}
    message = words(f"batch.moved.{state}", title=record.title)
    return _answer(session, arguments, writes=writes, message=message)


def _locate(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Note where a request is staged, as the archive's mail tells it."""
    identity = arguments.text("id")
    place = read_place(arguments.text("place"), session.basket.archive.staging)
    record = session.requests.record(identity).located(place.folder)
    writes = {identity: session.requests.put(identity, record)}
    message = words("batch.located", folder=place.folder)
    return _answer(session, arguments, writes=writes, message=message)


def _delete(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Delete a request, or take it back."""
    identity, on = arguments.text("id"), arguments.flag("on")
    told = session.requests.delete(identity, on=on)
    record = None if told is None else session.requests.record(identity)
    title = record.title if record else words("batch.unreadable_title")
    message = words("batch.deleted" if on else "batch.restored", title=title)
    undo = identity if on and record else ""
    writes = {identity: told}
    return _answer(session, arguments, writes=writes, message=message, undo=undo)


# The scripts


def _lend(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Take the products of a request, which the page keeps apart from its record."""
    content = bytes(session.received)
    session.received = bytearray()
    session.requests.lend(arguments.text("id"), content)
    return {}


def _needs(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Tell whether a request's products have to be lent before its scripts are made."""
    identity = arguments.text("id")
    record, lent = session.requests.record(identity), session.requests.lent
    return {"products": record.products is None and identity not in lent}


def _scripts(session: Session, arguments: Arguments) -> dict[str, Any]:
    """Return the dialog with the scripts for a staged request."""
    error = ""
    try:
        plan = _plan(session, arguments)
    except RetrievalError as mistake:
        if not arguments.has("layout"):
            raise
        error = translated(mistake.message)
        plan = _plan(session, arguments, layout="mission")
    method = staged_method(_optional(arguments, "method"))
    basket, advised = _basket(session, arguments), next(iter(STAGED))
    view = plan_view(basket, plan, method, _optional(arguments, "form"), advised, error)
    place = plan.place
    login = "anonymous" if place.user == ANONYMOUS else "user"
    return view | {
        "title": words("batch.scripts", count=plan.count, folder=place.folder),
        "methods": methods_view(plan, method, advised, STAGED),
        "notes": [
            words("batch.from", folder=place.folder, host=place.host),
            words(f"batch.login.{login}", user=place.user),
        ],
    }


def _plan(session: Session, arguments: Arguments, layout: str = "") -> StagedPlan:
    """Return what a staged request fetches: exactly its files.

    :raises RetrievalError: if the layout is none, or nobody knows the folder.
    """
    identity = arguments.text("id")
    record = session.requests.record(identity)
    if not record.place:
        raise RetrievalError(words("batch.no_place"))
    options = retrieval.Options(
        layout=layout or _optional(arguments, "layout") or "mission",
        jobs=arguments.count("jobs") if arguments.has("jobs") else 4,
    )
    basket = _basket(session, arguments)
    archive = session.basket.archive
    return StagedPlan(
        title=record.title,
        date=record.when[:10],
        catalog=basket.catalog,
        archive=archive,
        chosen=basket.files.rows,
        options=options,
        place=read_place(record.place, archive.staging),
    )


def _basket(session: Session, arguments: Arguments) -> Basket:
    """Return a basket with the products of a request."""
    identity = arguments.text("id")
    return session.requests.basket(identity, session.new_basket)


def text(session: Session, arguments: Arguments) -> Iterator[str]:
    """Return the pieces of a text: ``mail`` and ``list`` of the selection, or a script.

    :raises SkybasketError: if nothing qualifies, or the request cannot be fetched.
    """
    what = arguments.text("what")
    if what == "mail":
        return mail_pieces(session.basket, _choice(session))
    if what == "list":
        return list_pieces(session.basket, _choice(session))
    method = staged_method(_optional(arguments, "method"))
    form = retrieval.form(method, _optional(arguments, "form"))
    return form.pieces(_plan(session, arguments))


def blob(session: Session, arguments: Arguments) -> bytes:
    """Return the products of a request, to be stored apart from its record."""
    return session.requests.products(arguments.text("id"))


def _optional(arguments: Arguments, name: str) -> str:
    return arguments.text(name) if arguments.has(name) else ""


QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "batch": _batch,
    "batch_keep": _keep,
    "requests": _list,
    "requests_load": _load,
    "requests_hear": _hear,
    "request_move": _move,
    "request_locate": _locate,
    "request_delete": _delete,
    "request_needs": _needs,
    "request_lend": _lend,
    "request_scripts": _scripts,
}
