"""A real streaming replica of the tests' PostgreSQL, on loopback, gone afterwards."""

from __future__ import annotations

from tests.support.postgres import NoPostgres, TemporaryPostgres, _run


class TemporaryStandby(TemporaryPostgres):
    """A server that follows ``main``, from ``with`` to its end; made by ``pg_basebackup``."""

    def __init__(self, main: TemporaryPostgres) -> None:
        super().__init__(settings={"max_standby_streaming_delay": "0"})
        self._main = main
        self.password = main.password

    def stop(self) -> None:
        """Stops the server; its folder stays."""
        _run(self.programs / "pg_ctl", *("-D", self.folder / "data", "-m", "immediate", "-w", "stop"))

    def _make_cluster(self) -> None:
        way = f"host={self.host} port={self._main.port} user={self.user} password={self._main.password}"
        done = _run(
            self.programs / "pg_basebackup",
            *("-D", self.folder / "data", "-R", "-X", "stream", "-c", "fast", "--no-sync", "-d", way),
        )
        if done.returncode:
            raise NoPostgres(f"pg_basebackup failed:\n{done.stdout}")
