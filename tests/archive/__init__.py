"""A stand-in for the archive on this machine: it redirects to a bucket of files."""

from tests.archive.faults import Fault
from tests.archive.server import StandInArchive, Visit

__all__ = ["Fault", "StandInArchive", "Visit"]
