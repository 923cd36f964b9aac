r"""Writes a plan as a bash script that fetches every file with curl.

The script runs in bash 3.2 (macOS) and needs curl 7.29. All that comes from outside,
addresses, paths and the title, stands in it only between single quotes, where bash
expands nothing, or percent-encoded; line breaks cannot occur in either.
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, Final

from skybasket.retrieval.plan import Method, Plan

if TYPE_CHECKING:
    from collections.abc import Iterator

    from skybasket.index import Totals

__all__ = ["METHOD"]

_HEAD: Final = r"""#!/usr/bin/env bash
# {count} files, {size}, into the folder {folder}, made where you run it.
# Run it again at any time: what is complete is skipped.
# Exit status: 0 if every file is there, 1 if any failed, 130 if interrupted.
set -u
folder={quoted_folder}
total={count}
number=0 fetched=0 skipped=0
failed=()

command -v curl >/dev/null || {{ echo 'This script needs curl.' >&2; exit 2; }}
headers=$(mktemp) || exit 2
trap 'rm -f -- "$headers"' EXIT
trap 'echo; echo "Interrupted. Run the script again to go on." >&2; exit 130' INT TERM

# Prints the length that the server announced for the body it sent last, if it did.
announced() {{
  tr -d '\r' <"$headers" | awk '
    /^HTTP\// {{ length_ = "" }}
    tolower($1) == "content-length:" {{ length_ = $2 }}
    END {{ print length_ }}'
}}

# fetch ADDRESS PATH: PATH appears only once all announced bytes have arrived.
fetch() {{
  local address=$1 path=$folder/$2 part=$folder/$2.part
  local why expected arrived redirects
  case $address in https:*) redirects='=https' ;; *) redirects='=http,https' ;; esac
  number=$((number + 1))
  if [ -f "$path" ]; then
    skipped=$((skipped + 1))
    return
  fi
  printf '[%d/%d] %s\n' "$number" "$total" "$2"
  why=''
  if [ -d "$path" ]; then
    why='a folder is in its place'
  elif ! {{ mkdir -p -- "${{path%/*}}" && : >"$part"; }} 2>/dev/null; then
    why='cannot write there'
  elif ! why=$(curl --fail --location --globoff --silent --show-error \
    --proto '=http,https' --proto-redir "$redirects" \
    --dump-header "$headers" --output "$part" \
    --url "$address" 2>&1); then
    why=${{why:-curl failed}}
  else
    expected=$(announced)
    arrived=$(wc -c <"$part" | tr -d ' ')
    if [ -n "$expected" ] && [ "$arrived" != "$expected" ]; then
      why="only $arrived of $expected bytes arrived"
    elif ! mv -f -- "$part" "$path"; then
      why='cannot rename the finished file'
    else
      why=''
    fi
  fi
  if [ -n "$why" ]; then
    failed+=("$2: $why")
    printf '  failed: %s\n' "$why" >&2
  else
    fetched=$((fetched + 1))
  fi
}}

"""

_TAIL: Final = r"""
printf '%d fetched, %d already there, %d failed.\n' \
  "$fetched" "$skipped" "${#failed[@]}"
if [ "${#failed[@]}" -gt 0 ]; then
  echo 'Failed; run the script again to try these once more:' >&2
  printf '  %s\n' "${failed[@]}" >&2
  exit 1
fi
"""


#: Files a function: functions keep a cut-off script from starting, but bash walks
#: down a long one until its stack is full (at some 30,000 lines in bash 5.2).
_GROUP: Final = 1000


def _pieces(plan: Plan) -> Iterator[str]:
    yield _HEAD.format(
        count=plan.count,
        size=_size(plan.totals),
        folder=plan.folder,
        quoted_folder=shlex.quote("./" + plan.folder),
    )
    groups = 0
    for place, entry in enumerate(plan):
        if place % _GROUP == 0:
            yield ("}\n" if groups else "") + f"files_{groups}() {{\n"
            groups += 1
        yield f"fetch {shlex.quote(entry.address)} {shlex.quote(entry.path)}\n"
    yield ("}\n" if groups else "") + "\n"
    for group in range(groups):
        yield f"files_{group}\n"
    yield _TAIL


def _size(totals: Totals) -> str:
    known = f"{totals.bytes:,} bytes"
    return (
        f"{known} and {totals.unknown:,} of unknown size" if totals.unknown else known
    )


METHOD: Final = Method(
    name="curl",
    pieces=_pieces,
    suffix=".sh",
    media_type="text/x-shellscript",
    command="bash {}",
)
