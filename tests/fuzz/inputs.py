"""What is tried: the seeds of the corpus, the library's own words, edits of both."""

from __future__ import annotations

import json
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from tests.fuzz.calls import calls
from tests.fuzz.vocabulary import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

__all__ = ["CORPUS", "inputs", "seeds"]

CORPUS: Final = Path(__file__).parent / "corpus"
#: What values of JSON are turned into.
_ODD_VALUES: Final[Sequence[Any]] = (
    None,
    True,
    -1,
    0,
    1,
    2**31,
    2**63,
    2**64,
    10**40,
    10**400,
    1.5,
    1e308,
    float("inf"),
    float("nan"),
    "",
    "\ud800",
    "\0",
    "\u202e",
    "a" * 9000,
    "..",
    "../x",
    "=1+1",
    "<img src=x onerror=alert(1)>",
    "$(id)`id`'\"\\",
    "1e999",
    "٣",
    "1_0",
    "9999-12-31T23:59:59-23:59",
    [],
    {},
    [[]],
    [{}],
    {"": {}},
)
_ODD_TEXTS: Final = (
    *b"\0 \\ \\\n ` $(id) # & %00 %ff &#0; ../ ..\\ -rf ~ :// @ mast: 1e999 NaN".split(
        b" "
    ),
    *b'\r|\r\n|\n\n|\t|"|""|\'|<!DOCTYPE x>|<TD>|<td>|https://evil.example/'.split(
        b"|"
    ),
    *(letter.encode() for letter in "\ufeff\u2028\u202e\x85\x1b"),
    b"\xff",
    b"\xed\xa0\x80",
    b"\xf4\x90\x80\x80",
    b"[" * 2000,
    b"[" * 980 + b"]" * 980,
    b'{"":' * 500,
    b"9" * 5000,
    b"&#" + b"9" * 5000 + b";",
    b"x is no text " * 1000,
)


def seeds(target: str) -> list[bytes]:
    """Return the corpus of a target."""
    return [path.read_bytes() for path in sorted((CORPUS / target).glob("*"))]


_word: Final = st.deferred(lambda: st.sampled_from(words()))
_piece: Final = st.one_of(
    _word,
    st.sampled_from(_ODD_TEXTS),
    st.binary(max_size=12),
    st.text(max_size=6).map(lambda text: text.encode(errors="replace")),
)


def inputs(target: str) -> st.SearchStrategy[bytes]:
    """Return what is tried with a target."""
    known = [*seeds(target), b""]
    edited = st.builds(_edited, st.sampled_from(known), st.lists(_edit, max_size=8))
    made = st.lists(_piece, max_size=12).map(b"".join)
    ways = [edited, edited, made]
    trees = [tree for seed in known if (tree := _tree(seed)) is not None]
    if trees:
        ways += [
            st.builds(_changed, st.sampled_from(trees), st.lists(_change, max_size=5))
        ] * 2
    if target == "commands":
        ways += [calls(seeds(target))] * 3
    return st.one_of(ways)


#: Where something is taken out, how much, and what is put there.
_edit: Final = st.tuples(
    st.integers(0, 2**20), st.sampled_from((0, 0, 0, 1, 1, 2, 4, 16, 100)), _piece
)


def _edited(seed: bytes, edits: Sequence[tuple[int, int, bytes]]) -> bytes:
    for place, length, piece in edits:
        at = place % (len(seed) + 1)
        seed = seed[:at] + piece + seed[at + length :]
    return seed


def _tree(seed: bytes) -> Any:  # noqa: ANN401
    """Return the JSON of a seed as a tree, None if it is none."""
    try:
        found = json.loads(seed)
    except (RecursionError, ValueError):
        return None
    return found if isinstance(found, (dict, list)) else None


#: Which of the places in a tree, whether its name changes, and what it becomes.
_change: Final = st.tuples(
    st.integers(0, 2**20),
    st.sampled_from(("value", "value", "value", "name", "double", "wrap")),
    st.one_of(
        st.sampled_from(_ODD_VALUES),
        _word.map(lambda word: word.decode()),
        st.integers(),
        st.floats(),
        st.text(max_size=8),
    ),
)


def _changed(tree: Any, changes: Sequence[tuple[int, str, Any]]) -> bytes:  # noqa: ANN401
    tree = json.loads(json.dumps(tree))
    # What is put into a tree is changed there in turn: it must not be in it twice.
    for number, how, value in map(deepcopy, changes):
        places = list(_places(tree))
        if not places:
            break
        holder, key = places[number % len(places)]
        if how == "name" and isinstance(holder, dict):
            holder[str(value)] = holder.pop(key)
        elif how == "double" and isinstance(holder, list):
            holder.insert(key, holder[key])
        else:
            holder[key] = [holder[key]] if how == "wrap" else value
    return json.dumps(tree).encode()


def _places(tree: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401
    waiting = [tree]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, (dict, list)):
            pairs = holder.items() if isinstance(holder, dict) else enumerate(holder)
            for key, value in pairs:
                yield holder, key
                waiting.append(value)
