"""The gateways as the database names them at this moment; ``gateway_settings`` changes them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from desktop.gateways.choose import registers
from desktop.gateways.registers import Entry, Registers
from desktop.gateways.settings import GatewaySettings, load_gateways
from desktop.models.database import Database
from desktop.models.queries.gateways import gateway_rows


def read_gateways(database: Database) -> dict[str, Mapping[str, object]]:
    """The settings in the database as they are now, of the gateways that have any."""
    with database.reading() as connection:
        return gateway_rows(connection)


def judged(rows: Mapping[str, object]) -> GatewaySettings:
    """The settings in the database, ready for use; raises ``Refusal`` naming what is wrong with them here."""
    return load_gateways(rows)


class StoredRegisters:
    """The registers as the database names them when they are asked: a change holds at once, at every desk."""

    def __init__(self, database: Database, data_folder: Path) -> None:
        self._database = database
        self._folder = data_folder

    def in_force(self) -> Registers:
        """Those that are asked now."""
        return registers(judged(read_gateways(self._database)).registers, self._folder)

    def find(self, register: str, given: Mapping[str, str]) -> Entry | None:
        """See ``Registers.find``."""
        return self.in_force().find(register, given)

    def find_all(self, register: str, given: Mapping[str, str]) -> tuple[Entry, ...]:
        """See ``Registers.find_all``."""
        return self.in_force().find_all(register, given)
