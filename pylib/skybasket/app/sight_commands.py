"""Commands that let the data be seen: charts, pictures, the sky."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.session import LONGEST_WINDOW

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session

__all__ = ["QUESTIONS"]


def _overview(session: Session, _arguments: Arguments) -> dict[str, Any]:
    return session.overview.view(session.basket)


def _gallery(session: Session, arguments: Arguments) -> dict[str, Any]:
    start, stop = arguments.count("start"), arguments.count("stop")
    stop = min(stop, start + LONGEST_WINDOW)
    return session.gallery.view(session.basket, start, stop)


def _sky(session: Session, arguments: Arguments) -> dict[str, Any]:
    return session.sky.view(session.basket, arguments.count("width"))


def _sky_mark(session: Session, arguments: Arguments) -> dict[str, Any]:
    return session.sky.mark(session.basket, arguments.count("mark"))


QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "overview": _overview,
    "gallery": _gallery,
    "sky": _sky,
    "sky_mark": _sky_mark,
}
