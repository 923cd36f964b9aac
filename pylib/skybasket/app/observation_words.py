"""What is known of an observation, in words: days, times, exposures and positions."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Final

from skybasket.app.filter_views import value_label
from skybasket.app.words import spoken, words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.observation import Observation

__all__ = ["day", "facts", "moment", "place", "seconds"]

#: Modified Julian dates count days from here (UTC).
_FIRST_DAY: Final = datetime(1858, 11, 17, tzinfo=UTC)
_DECIMALS_BELOW: Final = 100
#: What is told of an observation as it stands.
_TEXTS: Final = ("mission", "target", "instrument", "bandpass", "proposal")


def day(date: float | None) -> str:
    """Return the day of a modified Julian date (UTC); nothing for what is none."""
    found = _datetime(date)
    return found.date().isoformat() if found else ""


def moment(date: float | None) -> str:
    """Return a modified Julian date to the minute: ``2023-02-25 06:00`` (UTC)."""
    found = _datetime(date)
    return f"{found:%Y-%m-%d %H:%M}" if found else ""


def _datetime(date: float | None) -> datetime | None:
    if date is None:
        return None
    try:
        return _FIRST_DAY + timedelta(days=date)
    except (OverflowError, ValueError):
        return None


def seconds(exposure: float | None) -> str:
    """Return an exposure in seconds as it is read; nothing where there is none."""
    if exposure is None:
        return ""
    digits = 1 if exposure < _DECIMALS_BELOW else 0
    return f"{spoken().decimals(exposure, digits)} s"


def place(right_ascension: float, declination: float) -> str:
    """Return a position in degrees (ICRS): ``10.68470° +41.26900°``.

    With a point in every language, as the archive's search takes it.
    """
    return f"{right_ascension:.5f}° {declination:+.5f}°"


def facts(observation: Observation) -> Iterator[tuple[str, str]]:
    """Yield what is known: the name of its label below ``details``, and the words."""
    for name in _TEXTS:
        if value := getattr(observation, name):
            yield name, value.replace(";", ", ") if name == "bandpass" else value
    if time := _time(observation):
        yield "time", time
    if exposure := seconds(observation.exposure):
        yield "exposure", exposure
    position = observation.right_ascension, observation.declination
    if position[0] is not None and position[1] is not None:
        yield "position", place(position[0], position[1])
    for name in ("data_type", "access"):
        if value := getattr(observation, name):
            yield name, value_label(name, value)
    if observation.number:
        yield "observation_number", observation.number


def _time(observation: Observation) -> str:
    start, end = moment(observation.start), moment(observation.end)
    if start and end and start != end:
        return words("details.time_span", start=start, end=end)
    return start or end
