"""The code of the generated scripts, the same in every script, each a file beside this.

Nothing is ever put into it: what belongs to one plan stands behind the code as data
(`skybasket.retrieval.listing`), which the script reads from its own file.
"""

from __future__ import annotations

from importlib.resources import files

__all__ = ["template"]


def template(filename: str) -> str:
    """Return the code in one of the files."""
    return files(__name__).joinpath(filename).read_text("utf-8")
