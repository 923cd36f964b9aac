"""Readers of product lists; the content decides which one, never the file's name."""

from skybasket.formats.contents import Contents, Refused
from skybasket.formats.reading import Reading, read

__all__ = ["Contents", "Reading", "Refused", "read"]
