"""What a retrieval method is: one way to write a plan down, in one form or several."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from skybasket.retrieval.plan import Plan

__all__ = ["Form", "Method"]


@dataclass(frozen=True, slots=True)
class Form:
    """One text that a method writes.

    :param pieces: writes the whole text, a piece of some lines at a time.
    :param suffix: the ending of the file it is saved in, after the plan's name.
    :param media_type: the MIME type of that file.
    :param run: the shell command that runs the saved file, with ``{file}`` for its
        name and ``{folder}`` for the plan's folder; empty where nothing is run.
    :param check: the shell command that checks what has arrived; empty where there
        is none.
    """

    pieces: Callable[[Plan], Iterator[str]]
    suffix: str
    media_type: str = "text/plain"
    run: str = ""
    check: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One way to get the files.

    :param name: what programs call it.
    :param forms: the texts it writes, by name; the first is the usual one.
    :param layout: whether the files go where the plan's layout says.
    :param jobs: whether several files at once can be asked for.
    :param token: whether it fetches files that need a token, and keeps the token
        from the host of a redirect; where it does not, such files are left out.
    :param fetches: whether anything is fetched by it; if not, it only tells.
    :param verification: what is checked of a file: "contract" for what the scripts
        promise, "checksum" where one is known, "size", or nothing.
    """

    name: str
    forms: dict[str, Form] = field(hash=False)
    layout: bool = True
    jobs: bool = False
    token: bool = False
    fetches: bool = True
    verification: str = ""

    @property
    def complete(self) -> bool:
        """Whether it takes every file: it keeps tokens safe, or fetches nothing."""
        return self.token or not self.fetches
