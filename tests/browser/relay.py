"""Stands between Playwright and Firefox, where these two do not understand each other.

Playwright speaks WebDriver BiDi with Firefox. All messages go through here, since
- it begins each set of storages with a command for media features, of which it wishes
  for none; the release in Debian has no such command, so it is answered here;
- that release gives downloads no name; their address takes its place.

Playwright starts this in the place of Firefox: ``relay.py FIREFOX [ARGUMENT ...]``.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from websockets.asyncio.client import connect
from websockets.asyncio.server import serve
from websockets.exceptions import ConnectionClosed

if TYPE_CHECKING:
    from collections.abc import AsyncIterable, AsyncIterator

    from websockets.asyncio.connection import Connection
    from websockets.asyncio.server import ServerConnection
    from websockets.typing import Data

#: How Firefox says where it listens, and how Playwright wants to hear it.
_LISTENING: Final = "WebDriver BiDi listening on "
_FEATURES: Final = "emulation.setMediaFeaturesOverride"
_DOWNLOADS: Final = ("browsingContext.downloadWillBegin", "browsingContext.downloadEnd")
#: Whole messages, however long, and nothing but messages.
_PLAIN: Final[dict[str, Any]] = {
    "compression": None,
    "max_size": None,
    "ping_interval": None,
}


async def _run(*command: str) -> int:
    """Run Firefox until it ends, and tell an address of our own in place of its."""
    firefox = await asyncio.create_subprocess_exec(
        *command, stderr=asyncio.subprocess.PIPE
    )
    assert firefox.stderr
    async for line in firefox.stderr:
        text = line.decode(errors="replace").rstrip()
        if found := re.fullmatch(f"{_LISTENING}(.*)", text):
            relay = partial(_relay, found[1])
            server = await serve(relay, "127.0.0.1", 0, **_PLAIN)
            _, port = server.sockets[0].getsockname()
            text = f"{_LISTENING}ws://127.0.0.1:{port}"
        print(text, file=sys.stderr, flush=True)  # noqa: T201 - Playwright reads it
    return await firefox.wait()


async def _relay(address: str, playwright: ServerConnection) -> None:
    assert playwright.request
    place = address + playwright.request.path
    async with connect(place, proxy=None, **_PLAIN) as firefox:
        await asyncio.gather(
            _forward(_asked(playwright), firefox),
            _forward(_told(firefox), playwright),
        )


async def _forward(source: AsyncIterable[Data], target: Connection) -> None:
    """Hand on all messages; when one side goes, so does the other."""
    with suppress(ConnectionClosed):
        async for message in source:
            await target.send(message)
    await target.close()


async def _asked(playwright: ServerConnection) -> AsyncIterator[Data]:
    """Yield what Firefox has to answer."""
    async for message in playwright:
        command = json.loads(message)
        if command["method"] == _FEATURES and not command["params"]["features"]:
            granted = {"type": "success", "id": command["id"], "result": {}}
            await playwright.send(json.dumps(granted))
        else:
            yield message


async def _told(firefox: Connection) -> AsyncIterator[Data]:
    """Yield what Playwright has to hear."""
    async for message in firefox:
        event = json.loads(message)
        if event.get("method") in _DOWNLOADS:
            event["params"].setdefault("download", event["params"]["url"])
            yield json.dumps(event)
        else:
            yield message


if __name__ == "__main__":
    sys.exit(asyncio.run(_run(*sys.argv[1:])))
