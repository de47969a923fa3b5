"""How the gateways are reached, as the administrator keeps it in the database."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import Connection, select

from desktop.models.tables.office import gateway_setting


def gateway_rows(connection: Connection) -> dict[str, Mapping[str, object]]:
    """The settings of each gateway that has any, by its name; the others write files."""
    columns = gateway_setting.c
    rows = connection.execute(select(columns.gateway, columns.settings).order_by(columns.gateway))
    return {name: json.loads(settings) for name, settings in rows}
