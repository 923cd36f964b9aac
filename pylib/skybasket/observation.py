"""One observation: what was looked at, when, with what, and for whom."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Observation"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What is known of an observation; text that nobody told is empty, numbers None.

    The columns are those of CAOM observation rows
    (https://mast.stsci.edu/api/v0/_c_a_o_mfields.html). A list of products tells the
    first group only.
    """

    #: obs_collection
    mission: str
    #: obs_id
    observation_id: str
    #: obsid, the archive's number of the observation.
    number: str = ""
    #: proposal_id
    proposal: str = ""
    #: instrument_name
    instrument: str = ""
    #: filters, joined by ";"
    bandpass: str = ""
    #: dataproduct_type
    data_type: str = ""
    #: dataRights
    access: str = ""

    #: target_name
    target: str = ""
    #: t_min, modified Julian date (UTC).
    start: float | None = None
    #: t_max, modified Julian date (UTC).
    end: float | None = None
    #: t_exptime, seconds.
    exposure: float | None = None
    #: s_ra, degrees (ICRS).
    right_ascension: float | None = None
    #: s_dec, degrees (ICRS).
    declination: float | None = None
