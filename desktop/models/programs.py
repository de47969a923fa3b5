"""PostgreSQL's own programs, run for the IT officer: found, given the password, and never trusted blindly."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

from sqlalchemy.engine import URL

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.models.connecting import fault_of, secured

_PACKAGES = Path("/usr/lib/postgresql")


def find_program(name: str) -> Path:
    """``pg_dump`` or ``pg_restore``: of ``$DIWAN_PG_BIN``, the newest package, or the search path.

    Raises ``Refusal`` (field ``program``) where there is none.
    """
    chosen = os.environ.get("DIWAN_PG_BIN")
    folders = [Path(chosen)] if chosen else _installed()
    found = next((folder / name for folder in folders if (folder / name).exists()), None)
    plain = shutil.which(name)
    if found is None and plain is None:
        raise Refusal.one(
            "program",
            f"البرنامج {name} غير موجود؛ ثبّت حزمة postgresql-client.",
            f"There is no {name}; install the package postgresql-client.",
            field="program",
        )
    return found or Path(str(plain))


def run_program(name: str, url: URL | None, *arguments: str) -> str:
    """Runs ``name`` on the database at ``url`` (``None``: on no database) and returns what it wrote.

    The password goes through the child's environment: an argument could be read by every other user. Raises
    ``Outage`` with the program's last words where it fails, ``Refusal`` for a wrong password or certificate.
    """
    secret = {"PGPASSWORD": url.password} if url and url.password else {}
    safe = secured(url).query if url else {}
    wire = {
        variable: str(safe[name])
        for name, variable in (("sslmode", "PGSSLMODE"), ("sslrootcert", "PGSSLROOTCERT"))
        if name in safe
    }
    done = subprocess.run(
        [find_program(name), *_address(url), *arguments],
        env={**os.environ, "PGCONNECT_TIMEOUT": "10", **wire, **secret},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        encoding="utf-8",
        errors="replace",
    )
    if done.returncode:
        fault = fault_of(done.stderr)
        if fault is not None:
            raise fault
        said = (done.stderr.strip().splitlines() or [f"exit status {done.returncode}"])[-1]
        raise Outage(Text(f"لم يكتمل {name}: {said}", f"{name} did not finish: {said}"))
    return done.stdout


def _address(url: URL | None) -> list[str]:
    if url is None:
        return []
    # Without a host: the server's own socket, where the system's account is proof enough.
    host = ["-h", url.host] if url.host else []
    port = ["-p", str(url.port)] if url.port else []
    return ["-w", *host, *port, "-U", url.username or "postgres"]


def _installed() -> list[Path]:
    found = [path for path in _PACKAGES.glob("*/bin") if path.parent.name.isdigit()]
    return sorted(found, key=lambda path: int(path.parent.name), reverse=True)
