"""Settings of one workstation: where its data lies and which database it works on. Never a secret.

Two files of one form: the machine's, which an administrator rolls out, and in the data folder the user's own,
which counts where both say something.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from desktop.base.errors import Refusal

DATA_VARIABLE = "DIWAN_DATA"
DATABASE_VARIABLE = "DIWAN_DB"
SETTINGS_VARIABLE = "DIWAN_SETTINGS"
"""Names another file in place of the machine's."""
CONFIG_NAME = "diwan.toml"


@dataclass(frozen=True, slots=True)
class Config:
    """Where this workstation's data lies, its database's address, and its gateways' settings.

    ``database`` is empty for the embedded file in ``data_folder``; ``certificate`` is the file of the root
    certificate that the central server's is checked against, empty for the system's own; ``reports`` is the
    address of a standby from which reports are read, empty for none; ``documents`` the store that the server
    moves documents to.
    """

    data_folder: Path
    database: str = ""
    workstation: str = ""
    gateways: Mapping[str, object] = field(default_factory=dict)
    certificate: str = ""
    reports: str = ""
    documents: Mapping[str, object] = field(default_factory=dict)

    @property
    def database_url(self) -> str:
        """The database's address, the embedded file's where none is set."""
        return self.database or f"sqlite:///{self.data_folder / 'diwan.db'}"

    @property
    def is_embedded(self) -> bool:
        return self.database_url.startswith("sqlite:")


def machine_settings() -> Path:
    """Where this machine's settings lie: ``/etc/diwan/diwan.toml``, on Windows ``%ProgramData%\\Diwan``."""
    named = os.environ.get(SETTINGS_VARIABLE)
    if named:
        return Path(named)
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "Diwan" / CONFIG_NAME
    return Path("/etc/diwan") / CONFIG_NAME


def load_config(data_folder: Path | None = None, database: str = "") -> Config:
    """The settings: the machine's, the user's own in the data folder, the environment's, the arguments'.

    Raises ``Refusal`` naming the file where one cannot be read.
    """
    machine = _stored(machine_settings())
    folder = data_folder or Path(
        os.environ.get(DATA_VARIABLE)
        or str(machine.get("data", ""))
        or user_data_path("diwan", appauthor=False)
    )
    stored = {**machine, **_stored(folder / CONFIG_NAME)}
    gateways, documents = stored.get("gateways", {}), stored.get("documents", {})
    return Config(
        data_folder=folder,
        database=database or os.environ.get(DATABASE_VARIABLE, "") or str(stored.get("database", "")),
        workstation=str(stored.get("workstation", "")) or socket.gethostname(),
        gateways=gateways if isinstance(gateways, Mapping) else {},
        certificate=str(stored.get("certificate", "")),
        reports=str(stored.get("reports", "")),
        documents=documents if isinstance(documents, Mapping) else {},
    )


def save_connection(folder: Path, database: str, certificate: str) -> Path:
    """Writes where the database is into the user's own settings, and leaves what else stands there.

    ``database`` is an address without a password, or empty for the embedded file. Returns the file. Raises
    ``Refusal`` naming the file where it cannot be written.
    """
    path = folder / CONFIG_NAME
    _stored(path)
    ours = {"database": database, "certificate": certificate}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        old = path.read_text("utf-8").splitlines() if path.exists() else []
        tables = next((i for i, line in enumerate(old) if line.lstrip().startswith("[")), len(old))
        kept = [line for line in old[:tables] if line.partition("=")[0].strip() not in ours]
        # A JSON string is a TOML string too.
        lines = [f"{name} = {json.dumps(value, ensure_ascii=False)}" for name, value in ours.items()]
        unfinished = path.with_name(path.name + ".part")
        unfinished.write_text("\n".join([*lines, *kept, *old[tables:]]) + "\n", "utf-8")
        unfinished.replace(path)
    except OSError as error:
        raise Refusal.one(
            "config",
            f"تعذّرت كتابة ملف الإعدادات {path}: {error.strerror}.",
            f"The settings file {path} cannot be written: {error.strerror}.",
        ) from error
    return path


def _stored(path: Path) -> Mapping[str, object]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refusal.one(
            "config", f"ملف الإعدادات {path} غير مقروء: {error}.", f"The settings file {path}: {error}."
        ) from error
