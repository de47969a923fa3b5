"""The central database is made, upgraded and checked."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from desktop.models.migrations import check_tables
from tests.models.databases import CentralDatabase

pytestmark = pytest.mark.postgres


def test_the_tables_are_those_of_the_metadata(central: CentralDatabase) -> None:
    with central.connected() as connection:
        check_tables(connection)
        assert connection.execute(text("SELECT count(*) FROM app.workflow_action")).scalar_one() > 50
