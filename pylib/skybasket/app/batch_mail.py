"""The texts of a batch request: the mail to the archive, and the list to attach.

The archive reads them: they are in English, whatever language the page speaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from skybasket.app.languages import ENGLISH
from skybasket.app.views import selected_words
from skybasket.app.words import speaking, words
from skybasket.archives.mast import HELP_MAIL
from skybasket.batch import LONGEST_LINK, mail_link
from skybasket.retrieval.listing import one_line
from skybasket.retrieval.paths import legal_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from skybasket.basket import Basket
    from skybasket.batch import Choice

__all__ = ["Mail", "list_filename", "list_pieces", "mail_pieces", "write_mail"]


class Mail(NamedTuple):
    """A mail as a link carries it."""

    subject: str
    body: str
    link: str
    #: Whether the list of files has to be attached, as it is too long for a link.
    attach: bool


@speaking(ENGLISH)
def write_mail(basket: Basket, choice: Choice) -> Mail:
    """Return the mail with as much of the lists as a link carries."""
    files = words("batch.files", count=len(choice.rows))
    subject, plain = _subject(basket, choice), words("batch.mail.plain", files=files)
    attached = words("batch.mail.attached", name=list_filename(basket))
    for lists, attach in (*_fitting(choice, attached), (attached, True)):
        body = _body(choice, lists)
        link = mail_link(HELP_MAIL, subject, body)
        if len(link) <= LONGEST_LINK:
            return Mail(subject, body, link, attach)
    # A title of many odd letters leaves no room for itself.
    body = _body(choice, attached)
    return Mail(plain, body, mail_link(HELP_MAIL, plain, body), attach=True)


def _fitting(choice: Choice, attached: str) -> Iterator[tuple[str, bool]]:
    """Yield the lists that may fit into a link, the longest first."""
    # A line is at least a letter and its end, which is six more in a link.
    most = LONGEST_LINK // 7
    if len(choice.rows) < most:
        yield _lists(choice), False
    if len(choice.datasets) < most:
        yield f"{_dataset_list(choice)}\n\n{attached}", True


@speaking(ENGLISH)
def mail_pieces(basket: Basket, choice: Choice) -> Iterator[str]:
    """Return the mail with all lists, to be copied: address, subject and text."""
    pieces = (
        words("batch.mail.to", address=HELP_MAIL) + "\n",
        words("batch.mail.subject", subject=_subject(basket, choice)) + "\n\n",
        _body(choice, _lists(choice)) + "\n",
    )
    return iter(pieces)


@speaking(ENGLISH)
def list_filename(basket: Basket) -> str:
    """Return what the list is called as a file."""
    return legal_name(words("batch.list_name", title=basket.title)) + ".txt"


def list_pieces(basket: Basket, choice: Choice) -> Iterator[str]:
    """Yield the list: all datasets, and all files with size and URI."""
    yield from _list_start(basket, choice)
    catalog = basket.catalog
    for row, name in zip(choice.rows, choice.names(), strict=True):
        size = catalog.size(row)
        known = f"{size}" if size is not None else "-"
        yield f"{one_line(name)}\t{known}\t{one_line(catalog.uri(row))}\n"


@speaking(ENGLISH)
def _list_start(basket: Basket, choice: Choice) -> Iterable[str]:
    return [
        one_line(_subject(basket, choice)) + "\n\n",
        _dataset_list(choice) + "\n\n",
        words("batch.mail.files", count=len(choice.rows)) + "\n",
    ]


def _subject(basket: Basket, choice: Choice) -> str:
    files = words("batch.files", count=len(choice.rows))
    return one_line(words("batch.mail.title", title=basket.title, files=files))


def _body(choice: Choice, lists: str) -> str:
    size = selected_words(choice.totals)
    lines = [
        words("batch.mail.greeting"),
        "",
        words("batch.mail.wish"),
        "",
        words("batch.mail.missions", missions=one_line(", ".join(choice.missions))),
        words("batch.mail.number", count=len(choice.datasets)),
        words("batch.mail.amount", count=len(choice.rows), size=size),
    ]
    if choice.restricted:
        lines.append(words("batch.mail.restricted", count=len(choice.restricted)))
    return "\n".join([*lines, "", lists, "", words("batch.mail.end")])


def words_number(choice: Choice) -> str:
    """Return how many datasets there are, in words."""
    return words("batch.datasets", count=len(choice.datasets))


def _lists(choice: Choice) -> str:
    names = "\n".join(map(one_line, choice.names()))
    title = words("batch.mail.files", count=len(choice.rows))
    return f"{_dataset_list(choice)}\n\n{title}\n{names}"


def _dataset_list(choice: Choice) -> str:
    title = words("batch.mail.datasets", count=len(choice.datasets))
    return "\n".join([title, *map(one_line, choice.datasets)])
