"""A stand-in for the archive's staging area: FTP with explicit TLS, and its faults."""

from __future__ import annotations

import io
import logging
import os
import warnings
from enum import Enum, auto
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from time import sleep
from typing import TYPE_CHECKING, Any, Final, NamedTuple, Self

from tests.archive.certificate import Certificate

with warnings.catch_warnings():
    # In Python 3.11 it still takes them from the standard library.
    warnings.simplefilter("ignore", DeprecationWarning)
    from pyftpdlib.authorizers import AuthenticationFailed
    from pyftpdlib.filesystems import AbstractedFS
    from pyftpdlib.handlers import FTPHandler, TLS_FTPHandler
    from pyftpdlib.ioloop import IOLoop
    from pyftpdlib.servers import FTPServer

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["FOLDER", "Command", "StagingArea", "Trouble"]

_LOGGER: Final = logging.getLogger("pyftpdlib")
_LOGGER.addHandler(logging.NullHandler())  # it would print all otherwise
_LOGGER.setLevel(logging.CRITICAL + 1)
_LOGGER.propagate = False

#: Where an anonymous request is staged.
FOLDER: Final = "/stage/anonymous/anonymous12345/"
#: Everything was staged at that moment, unless a test says otherwise.
_STAGED: Final = 1_700_000_000
_SLOW_PIECE: Final = 2000


class Trouble(Enum):
    """How one delivery of a file goes wrong."""

    #: Half of the bytes come, then both connections end.
    DROPPED = auto()
    #: Half of the bytes come, and the server says that this was all.
    SHORT = auto()
    #: The server tells 100 bytes more than there are.
    WRONG_SIZE = auto()
    #: The server does not know how large the file is.
    NO_SIZE = auto()
    #: The server cannot begin in the middle of a file.
    NO_RESTART = auto()
    #: Half of the file comes; then there is another version of the same size.
    CHANGED = auto()


class Command(NamedTuple):
    """One command that a client has sent."""

    name: str
    argument: str


class StagingArea:
    """A server on this machine, with files in folders.

    :param tls: whether it offers TLS; without, only plain FTP is spoken.
    """

    def __init__(self, *, tls: bool = True) -> None:
        self._root = TemporaryDirectory(prefix="skybasket-")
        self.certificate = Certificate()
        self.tls = tls
        #: Passwords by name; anonymous needs none.
        self.logins: dict[str, str] = {}
        #: What is wrong with the next deliveries of a file, by its name.
        self.troubles: dict[str, list[Trouble]] = {}
        #: Troubles that have happened.
        self.injected: list[tuple[str, Trouble]] = []
        self.commands: list[Command] = []
        #: How many of the next connections are turned away.
        self.busy = 0
        #: How many it did not let in.
        self.turned_away = 0
        #: Seconds after each piece of a file.
        self.pause = 0.0
        self._server = FTPServer(("127.0.0.1", 0), _handler(self), ioloop=IOLoop())
        self.address = f"127.0.0.1:{self._server.address[1]}"
        self._ended = Event()
        self._thread = Thread(target=self._serve)

    def _serve(self) -> None:
        while not self._ended.is_set():
            self._server.serve_forever(0.02, blocking=False, handle_exit=False)
        self._server.close_all()

    def __enter__(self) -> Self:
        """Start to serve."""
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Stop, and forget all files."""
        self._ended.set()
        self._thread.join()
        self.certificate.close()
        self._root.cleanup()

    @property
    def most(self) -> int:
        """How many connections it lets in at a time; 0 for any number."""
        most: int = self._server.max_cons_per_ip
        return most

    @most.setter
    def most(self, most: int) -> None:
        self._server.max_cons_per_ip = most

    # Files

    def folder(self, path: str = FOLDER) -> Path:
        """Return where a folder of the server lies."""
        place = Path(self._root.name) / path.strip("/")
        place.mkdir(parents=True, exist_ok=True)
        return place

    def stage(self, files: Mapping[str, bytes], path: str = FOLDER) -> None:
        """Put files into a folder."""
        for name, content in files.items():
            place = self.folder(path) / name
            place.write_bytes(content)
            os.utime(place, (_STAGED, _STAGED))

    def fail(self, name: str, *troubles: Trouble) -> None:
        """Let the next deliveries of a file go wrong."""
        self.troubles[name] = [*self.troubles.get(name, []), *troubles]

    @property
    def root(self) -> str:
        """The folder that all others lie in."""
        return self._root.name

    def sent(self, name: str) -> list[str]:
        """Return the arguments of all commands of that name."""
        return [argument for command, argument in self.commands if command == name]

    def wrong_size(self, place: Path) -> str:
        """Return what it answers to a question for a file's size, if not the truth."""
        trouble = self.next_trouble(place.name, Trouble.NO_SIZE, Trouble.WRONG_SIZE)
        if trouble is Trouble.NO_SIZE:
            return "500 Not here."
        return f"213 {place.stat().st_size + 100}" if trouble else ""

    def next_trouble(self, name: str, *kinds: Trouble) -> Trouble | None:
        """Return what goes wrong now, if it is of these kinds, and note it."""
        waiting = self.troubles.get(name)
        if not waiting or waiting[0] not in kinds:
            return None
        trouble = waiting.pop(0)
        self.injected.append((name, trouble))
        return trouble


def _handler(area: StagingArea) -> type[FTPHandler]:
    """Return what serves a connection."""
    base: Any = TLS_FTPHandler if area.tls else FTPHandler

    class Handler(base):  # type: ignore[misc]
        banner = "a stand-in"
        auth_failed_timeout = 0
        authorizer = _Authorizer(area)
        abstracted_fs = _Files
        staging = area
        tls_control_required = True
        tls_data_required = True
        passive_ports = None
        use_sendfile = False

        def on_connect(self) -> None:
            if area.busy > 0:
                area.busy -= 1
                area.turned_away += 1
                self.respond("421 Too many connections.")
                self.close_when_done()

        def handle_max_cons_per_ip(self) -> None:
            area.turned_away += 1
            super().handle_max_cons_per_ip()

        def pre_process_command(self, line: str, command: str, argument: str) -> None:
            area.commands.append(Command(command, argument))
            super().pre_process_command(line, command, argument)

        def ftp_REST(self, line: str) -> None:  # noqa: N802
            name = next(iter(area.troubles), "")
            if area.next_trouble(name, Trouble.NO_RESTART):
                self.respond("502 Not here.")
            else:
                super().ftp_REST(line)

        def ftp_SIZE(self, path: str) -> None:  # noqa: N802
            if reply := area.wrong_size(Path(path)):
                self.respond(reply)
            else:
                super().ftp_SIZE(path)

    if area.tls:
        Handler.certfile = str(area.certificate.own)
    return Handler


class _Authorizer:
    """Lets anonymous in, and whoever has a password; all may read."""

    def __init__(self, area: StagingArea) -> None:
        self._area = area

    def validate_authentication(self, name: str, password: str, _: object) -> None:
        if name != "anonymous" and self._area.logins.get(name) != password:
            raise AuthenticationFailed("Login incorrect.")
        if name == "anonymous" and self._area.logins.get(name, password) != password:
            raise AuthenticationFailed("Login incorrect.")

    def has_user(self, _name: str) -> bool:
        return True

    def has_perm(self, _name: str, perm: str, _path: str | None = None) -> bool:
        return perm in "elr"

    def get_perms(self, _name: str) -> str:
        return "elr"

    def get_home_dir(self, _name: str) -> str:
        return self._area.root

    def get_msg_login(self, _name: str) -> str:
        return "Welcome."

    def get_msg_quit(self, _name: str) -> str:
        return "Goodbye."

    def impersonate_user(self, _name: str, _password: str) -> None:
        pass

    def terminate_impersonation(self, _name: str) -> None:
        pass


class _Files(AbstractedFS):  # type: ignore[misc]
    def open(self, filename: str, _mode: str) -> Any:  # noqa: ANN401
        area: StagingArea = self.cmd_channel.staging
        trouble = area.next_trouble(
            Path(filename).name, Trouble.DROPPED, Trouble.SHORT, Trouble.CHANGED
        )
        return _File(Path(filename), self.cmd_channel, trouble)


class _File(io.FileIO):
    """A file on its way."""

    def __init__(self, place: Path, channel: Any, trouble: Trouble | None) -> None:  # noqa: ANN401
        super().__init__(place)
        self._place, self._channel, self._trouble = place, channel, trouble
        self._half = place.stat().st_size // 2

    def read(self, size: int | None = -1, /) -> bytes:
        area: StagingArea = self._channel.staging
        if area.pause:
            size = _SLOW_PIECE
            sleep(area.pause)  # one thread serves all: everybody waits
        if self._trouble is None:
            return super().read(size) or b""
        left = self._half - self.tell()
        if left > 0:
            return super().read(left) or b""
        if self._trouble is Trouble.SHORT:
            return b""
        if self._trouble is Trouble.CHANGED:
            content = bytes(byte ^ 255 for byte in self._place.read_bytes())
            self._place.write_bytes(content)
            os.utime(self._place, (_STAGED + 86_400, _STAGED + 86_400))
        self._channel.close()
        raise ConnectionResetError
