"""A stand-in for the archive on this machine: it redirects to a bucket of files."""

from tests.archive.faults import TRANSIENT, Fault
from tests.archive.log import Visit
from tests.archive.server import StandInArchive

__all__ = ["TRANSIENT", "Fault", "StandInArchive", "Visit"]
