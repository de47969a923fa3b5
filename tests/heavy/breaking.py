"""A server that tests may break, and a way to it that may be cut."""

from __future__ import annotations

import os
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.support.postgres import TemporaryPostgres

_NOBODY = 65534


def postmaster(server: TemporaryPostgres) -> int:
    """The server's own process."""
    return int((server.folder / "data" / "postmaster.pid").read_text("utf-8").split()[0])


def family(server: TemporaryPostgres) -> list[int]:
    """The server's process and those that it has begun."""
    first = postmaster(server)
    children = Path(f"/proc/{first}/task/{first}/children").read_text("utf-8").split()
    return [first, *map(int, children)]


def kill(server: TemporaryPostgres) -> None:
    """Ends every process of the server at once, as a power cut does."""
    for process in family(server):
        with suppress(ProcessLookupError):
            os.kill(process, signal.SIGKILL)
    time.sleep(0.3)


def start(server: TemporaryPostgres) -> None:
    """Starts a server that was killed; its memory is free only when its last process is gone."""
    data, log = server.folder / "data", server.folder / "log"
    user = _NOBODY if os.geteuid() == 0 else None
    for _ in range(20):
        done = subprocess.run(
            [server.programs / "pg_ctl", "-D", data, "-l", log, "-w", "start"],
            check=False, cwd="/", stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
            user=user, group=user, extra_groups=None if user is None else [],
        )  # fmt: skip
        if not done.returncode:
            return
        time.sleep(0.5)
    raise RuntimeError(server.log()[-2000:])


@contextmanager
def stopped(server: TemporaryPostgres, seconds: float) -> Iterator[None]:
    """The server stands still for a while: its machine swaps, or its disk does not answer."""
    frozen = family(server)
    for process in frozen:
        os.kill(process, signal.SIGSTOP)

    def go_on() -> None:
        for process in frozen:
            with suppress(ProcessLookupError):
                os.kill(process, signal.SIGCONT)

    timer = threading.Timer(seconds, go_on)
    timer.start()
    try:
        yield
    finally:
        timer.join()


class Cable:
    """A way to the server on loopback that can be slow, and be cut after a number of answers."""

    def __init__(self, port: int) -> None:
        self._port = port
        self._door = socket.create_server((TemporaryPostgres.host, 0))
        self.port: int = self._door.getsockname()[1]
        self.delay = 0.0
        self.cut_after: int | None = None
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._go(self._serve)

    def _go(self, work: Callable[..., None], *given: socket.socket) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True)
        self._threads.append(thread)
        thread.start()

    def close(self) -> None:
        """Takes the way away."""
        # Wakes whoever waits at the door.
        self._door.shutdown(socket.SHUT_RDWR)
        self._door.close()
        self.cut()
        for thread in self._threads:
            thread.join(5)

    def cut(self) -> None:
        """Ends every connection without a word."""
        for end in self._ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        self._ends.clear()

    def _serve(self) -> None:
        while True:
            try:
                client, _ = self._door.accept()
                server = socket.create_connection((TemporaryPostgres.host, self._port))
            except OSError:
                return
            self._ends += [client, server]
            self._go(self._pump, client, server)

    def _pump(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError, ValueError):
            while True:
                for end in select.select([client, server], [], [])[0]:
                    data = end.recv(65536)
                    if not data:
                        return
                    time.sleep(self.delay)
                    if end is server and self.cut_after is not None:
                        self.cut_after -= 1
                        if self.cut_after < 0:
                            # The server has done what it was asked; nobody hears of it.
                            self.cut()
                            return
                    (server if end is client else client).sendall(data)
        with suppress(OSError):
            client.close()
        with suppress(OSError):
            server.close()
