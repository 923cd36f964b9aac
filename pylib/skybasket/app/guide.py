"""What explains the page: the steps of its tour, and the words of the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from skybasket.app.words import lookup

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session

__all__ = ["QUESTIONS"]


def _guide(_session: Session, _arguments: Arguments) -> dict[str, Any]:
    guide: dict[str, Any] = lookup("guide")
    return guide


QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "guide": _guide,
}
