"""Commands that let the data be seen: charts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from skybasket.app.arguments import Arguments
    from skybasket.app.session import Session

__all__ = ["QUESTIONS"]


def _overview(session: Session, _arguments: Arguments) -> dict[str, Any]:
    return session.overview.view(session.basket)


QUESTIONS: Final[Mapping[str, Callable[[Session, Arguments], dict[str, Any]]]] = {
    "overview": _overview,
}
