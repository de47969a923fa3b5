"""A single desk's database moved to the central one: every row copied, then every row compared."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import Connection, Engine, Table, create_engine, func, select
from sqlalchemy.engine import URL, make_url

from desktop.base.errors import Bug, Refusal
from desktop.models.accounts_rebuilt import make_missing_logins
from desktop.models.connecting import secured
from desktop.models.database import outages
from desktop.models.install import CENTRAL_PATH, prepare
from desktop.models.migrations import upgrade_tables
from desktop.models.tables import desk, metadata, upkeep
from desktop.models.tables.office import staff

_PIECE = 200


@dataclass(frozen=True, slots=True)
class Moved:
    """Rows by table, all of them compared, and the logins that wait for a password."""

    rows: dict[str, int] = field(default_factory=dict)
    logins: tuple[str, ...] = ()


def move_to_central(embedded: URL | str, central: URL | str) -> Moved:
    """Copies the embedded database into the central one, whose address is a superuser's, in one transaction.

    The embedded file is brought to this program's version and otherwise left as it is; nobody may work on
    it meanwhile. Passwords are not taken along. Raises ``Refusal`` (field ``database``) where the central
    database holds rows already; on any difference nothing is kept.
    """
    target = make_url(central)
    prepare(target)
    source = create_engine(make_url(embedded))
    engine = create_engine(secured(target), connect_args={"options": CENTRAL_PATH})
    try:
        return _moved(source, engine)
    finally:
        source.dispose()
        engine.dispose()


def _moved(source: Engine, target: Engine) -> Moved:
    with source.begin() as old:
        upgrade_tables(old)
    with outages(), source.connect() as old, target.begin() as new:
        _require_empty(new)
        rows = {table.name: _copy(old, new, table) for table in _copied()}
        for table in _copied():
            _compare(old, new, table)
            _continue_numbers(new, table)
        logins = make_missing_logins(new)
    with target.connect() as connection:
        connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("ANALYZE")
    return Moved(rows, logins)


def _copied() -> list[Table]:
    left_out = desk.MADE_BY_THE_DATABASE + upkeep.MADE_BY_THE_DATABASE
    return [table for table in metadata.sorted_tables if table not in left_out]


def _require_empty(connection: Connection) -> None:
    filled = [
        table.name
        for table in _copied()
        if connection.execute(select(func.count()).select_from(table)).scalar_one()
    ]
    if filled:
        raise Refusal.one(
            "occupied",
            f"القاعدة المركزية ليست فارغة ({', '.join(filled)}).",
            f"The central database is not empty ({', '.join(filled)}).",
            field="database",
        )


def _copy(old: Connection, new: Connection, table: Table) -> int:
    """Copies one table; ``COPY`` also writes the numbers that the database gives itself."""
    driver = new.connection.driver_connection
    if driver is None:
        raise Bug("the connection was given back")
    names = ", ".join(f'"{column.name}"' for column in table.columns)
    count = 0
    with driver.cursor() as cursor, cursor.copy(f"COPY app.{table.name} ({names}) FROM STDIN") as out:
        for row in _rows(old, table):
            out.write_row(row)
            count += 1
    return count


def _rows(connection: Connection, table: Table) -> Iterator[tuple[object, ...]]:
    """The table's rows in the order of their keys, without the passwords of an embedded database."""
    order = [column.collate("C") if _is_text(column) else column for column in table.primary_key.columns]
    if connection.dialect.name == "sqlite":
        order = list(table.primary_key.columns)
    statement = select(table).order_by(*order).execution_options(yield_per=_PIECE)
    hidden = list(table.columns).index(staff.c.password_hash) if table is staff else -1
    for row in connection.execute(statement):
        yield tuple("" if index == hidden else value for index, value in enumerate(row))


def _is_text(column: object) -> bool:
    return getattr(getattr(column, "type", None), "python_type", None) is str


def _compare(old: Connection, new: Connection, table: Table) -> None:
    mine, theirs = _rows(old, table), _rows(new, table)
    end = object()
    while True:
        before, after = next(mine, end), next(theirs, end)
        if before != after:
            raise Bug(f"a row of {table.name} arrived as another one")
        if before is end:
            return


def _continue_numbers(connection: Connection, table: Table) -> None:
    """The next row's number comes after those that were brought along."""
    keys = [column.name for column in table.columns if column.identity is not None]
    for key in keys:
        column = table.columns[key]
        last = connection.execute(select(func.max(column))).scalar_one()
        if last is not None:
            sequence = func.pg_get_serial_sequence(f"app.{table.name}", key)
            connection.execute(select(func.setval(sequence, last)))
