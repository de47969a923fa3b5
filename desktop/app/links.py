"""Links to an application, ``diwan://case/REF``: read strictly, and handed to the desk that runs already.

Anybody can put such a link on a web page or into a message, so that nothing but a reference with the right
check digit is taken from it; whether the person may see that application is for the database to say.
"""

from __future__ import annotations

import getpass
import os
import re
import socket
import sys
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.base.errors import Refusal
from desktop.models.reference_numbers import parse_reference

SCHEME = "diwan"
_LINK = re.compile(r"diwan://case/([A-Z]{3}-[0-9]{4}-[0-9]{6}-[0-9])/?")
_TAKEN = b"taken\n"
_LONGEST = 64
_SECONDS = 3.0


def reference_of(link: str) -> str:
    """The reference in ``link``; refuses (field ``url``) whatever is not exactly such a link."""
    match = _LINK.fullmatch(link) if len(link) <= _LONGEST else None
    if match is None or parse_reference(match.group(1)) != match.group(1):
        raise Refusal.one(
            "link",
            "ليس رابطًا إلى طلب؛ مثال: diwan://case/TRN-2026-000061-5.",
            "Not a link to an application; for example diwan://case/TRN-2026-000061-5.",
            field="url",
        )
    return match.group(1)


def address() -> str:
    """Where this person's desk listens: a socket that only they can reach, on Windows a pipe."""
    if sys.platform == "win32":
        return f"diwan-desk-{getpass.getuser()}"
    folder = os.environ.get("XDG_RUNTIME_DIR", "")
    if not folder or not Path(folder).is_dir():
        # Where no session made such a folder; the home folder is as private.
        folder = str(Path.home())
    return str(Path(folder) / ".diwan-desk")


def hand_over(link: str) -> bool:
    """Gives ``link`` to the desk that runs already; ``False`` where none does."""
    said = f"{link}\n".encode()
    try:
        if sys.platform == "win32":
            with open(rf"\\.\pipe\{address()}", "r+b", buffering=0) as pipe:
                pipe.write(said)
                return bool(pipe.read(len(_TAKEN)) == _TAKEN)
        with socket.socket(socket.AF_UNIX) as line:
            line.settimeout(_SECONDS)
            line.connect(address())
            line.sendall(said)
            return line.recv(len(_TAKEN)) == _TAKEN
    except OSError:
        return False


class LinkListener(QObject):
    """Takes links from other starts of the program while this desk runs."""

    asked = Signal(str)
    """The reference."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def listen(self) -> bool:
        """Begins; ``False`` where another desk of this person listens already, which goes on doing so."""
        # Listening would take the place of whoever listens there.
        if _answers():
            return False
        # A desk that was killed leaves its socket behind.
        QLocalServer.removeServer(address())
        return self._server.listen(address())

    def close(self) -> None:
        """Ends, and takes the socket away."""
        self._server.close()

    def _welcome(self) -> None:
        while (caller := self._server.nextPendingConnection()) is not None:
            caller.readyRead.connect(lambda caller=caller: self._read(caller))
            caller.disconnected.connect(caller.deleteLater)
            if caller.bytesAvailable():
                self._read(caller)

    def _read(self, caller: QLocalSocket) -> None:
        if not caller.canReadLine() and caller.bytesAvailable() <= _LONGEST:
            return
        line = bytes(caller.readLine(_LONGEST + 2).data()).decode("ascii", "replace").removesuffix("\n")
        try:
            reference = reference_of(line)
        except Refusal:
            caller.abort()
            return
        caller.write(_TAKEN)
        caller.disconnectFromServer()
        self.asked.emit(reference)


def _answers() -> bool:
    probe = QLocalSocket()
    probe.connectToServer(address())
    found = probe.waitForConnected(int(_SECONDS * 1000))
    probe.abort()
    return found
