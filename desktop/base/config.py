"""Settings of one workstation: where its data lies and which database it works on. Never a secret."""

from __future__ import annotations

import os
import socket
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from platformdirs import user_data_path

from desktop.base.errors import Refusal

DATA_VARIABLE = "DIWAN_DATA"
DATABASE_VARIABLE = "DIWAN_DB"
CONFIG_NAME = "diwan.toml"


@dataclass(frozen=True, slots=True)
class Config:
    """Where this workstation's data lies, its database's address, and its gateways' settings.

    ``database`` is empty for the embedded file in ``data_folder``.
    """

    data_folder: Path
    database: str = ""
    workstation: str = ""
    gateways: Mapping[str, object] = field(default_factory=dict)

    @property
    def database_url(self) -> str:
        """The database's address, the embedded file's where none is set."""
        return self.database or f"sqlite:///{self.data_folder / 'diwan.db'}"

    @property
    def is_embedded(self) -> bool:
        return self.database_url.startswith("sqlite:")


def load_config(data_folder: Path | None = None, database: str = "") -> Config:
    """The settings from ``diwan.toml`` in the data folder, then the environment, then the arguments.

    Raises ``Refusal`` naming the file where it cannot be read.
    """
    folder = data_folder or Path(os.environ.get(DATA_VARIABLE) or user_data_path("diwan", appauthor=False))
    path = folder / CONFIG_NAME
    stored: Mapping[str, object] = {}
    if path.exists():
        try:
            stored = tomllib.loads(path.read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise Refusal.one(
                "config", f"ملف الإعدادات {path} غير مقروء: {error}.", f"The settings file {path}: {error}."
            ) from error
    gateways = stored.get("gateways", {})
    return Config(
        data_folder=folder,
        database=database or os.environ.get(DATABASE_VARIABLE, "") or str(stored.get("database", "")),
        workstation=str(stored.get("workstation", "")) or socket.gethostname(),
        gateways=gateways if isinstance(gateways, Mapping) else {},
    )
