"""A certificate for this machine, and the authority that vouches for it."""

from __future__ import annotations

import ssl
from pathlib import Path
from tempfile import TemporaryDirectory

import trustme

__all__ = ["Certificate"]


class Certificate:
    """What a server with TLS needs, and the file that its clients need."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="skybasket-")
        self.path = Path(self._folder.name) / "authority.pem"
        authority = trustme.CA()
        authority.cert_pem.write_to_path(self.path)
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        issued = authority.issue_cert("127.0.0.1", "localhost")
        issued.configure_cert(self.context)
        #: For servers that read their own from a file.
        self.own = self.path.with_name("server.pem")
        issued.private_key_and_cert_chain_pem.write_to_path(self.own)

    def close(self) -> None:
        """Remove the file."""
        self._folder.cleanup()
