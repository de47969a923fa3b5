"""Which tables are cut by the year in which their case was closed, on PostgreSQL: docs/adr/0009.

The tables are declared as one in :mod:`desktop.models.tables`, and are read and written as one. On PostgreSQL
each has a further column, ``closed_year``, that the program never names: 0 for what is in work, else the
year (Asia/Amman) in which the case was closed.
"""

from __future__ import annotations

import re

from sqlalchemy import Connection

PARTITIONED = ("case_event", "attachment", "letter_document")
"""What only grows, and is nearly all of the database's size."""

_PART = re.compile(rf"({'|'.join(PARTITIONED)})_(open|y\d{{4}})")
# A partitioned table's keys hold the column by which it is cut, so the metadata's cannot be compared.
_KEYS = ("uq_attachment_case_id", "fk_attachment_verdict_attachment_id_attachment")


def is_of_partitions(name: str, kind: str) -> bool:
    """Whether Alembic leaves the item out of its comparison, because partitions alone have it."""
    if kind == "table":
        return _PART.fullmatch(name) is not None
    return name == "closed_year" if kind == "column" else name in _KEYS


def cut(connection: Connection) -> None:
    """Makes the three tables partitioned ones; the rows stay where they are, as the partition ``_open``.

    In the open transaction; nothing is copied, the keys are built anew.
    """
    run = connection.exec_driver_sql
    run(
        "ALTER TABLE attachment_verdict"
        " DROP CONSTRAINT IF EXISTS fk_attachment_verdict_attachment_id_attachment"
    )
    for table in PARTITIONED:
        _drop_rules(connection, table)
        last = run("SELECT max(id) FROM attachment").scalar_one() if table == "attachment" else None
        part = f"{table}_open"
        if table == "attachment":
            run("ALTER TABLE attachment ALTER COLUMN id DROP IDENTITY")
        for statement in (
            *_DROPPED[table],
            f"ALTER TABLE {table} RENAME TO {part}",
            f"ALTER TABLE {part} ADD COLUMN closed_year smallint NOT NULL DEFAULT 0",
            f"CREATE TABLE {table} (LIKE {part} {_LIKE}) PARTITION BY LIST (closed_year)",
            f"ALTER TABLE {table} ATTACH PARTITION {part} FOR VALUES IN (0)",
            *(f"ALTER TABLE {table} ADD {key}" for key in _KEYS_OF[table]),
            *_INDEXES.get(table, ()),
        ):
            run(statement)
        if table == "attachment":
            run("ALTER TABLE attachment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY")
            if last is not None:
                run(f"SELECT setval(pg_get_serial_sequence('attachment', 'id'), {int(last)})")


def join(connection: Connection) -> None:
    """Makes the three tables plain ones again, with every row of every year; in the open transaction."""
    run = connection.exec_driver_sql
    for table in PARTITIONED:
        part = f"{table}_open"
        last = run("SELECT max(id) FROM attachment").scalar_one() if table == "attachment" else None
        columns = ", ".join(
            f'"{name}"'
            for name in run(
                "SELECT attname FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attnum > 0"
                " AND NOT attisdropped AND attname <> 'closed_year' ORDER BY attnum",
                (table,),
            ).scalars()
        )
        for statement in (
            f"ALTER TABLE {table} DETACH PARTITION {part}",
            f"INSERT INTO {part} ({columns}) SELECT {columns} FROM {table}",  # noqa: S608  names from the catalogue
            f"DROP TABLE {table}",
        ):
            run(statement)
        _drop_rules(connection, part)
        for (name,) in run(
            "SELECT conname FROM pg_constraint"
            " WHERE conrelid = to_regclass(%s) AND contype IN ('p', 'u', 'f')",
            (part,),
        ).all():
            run(f'ALTER TABLE {part} DROP CONSTRAINT "{name}"')
        for (name,) in run(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE indrelid = to_regclass(%s)", (part,)
        ).all():
            run(f"DROP INDEX {name}")
        for statement in (
            f"ALTER TABLE {part} DROP COLUMN closed_year",
            f"ALTER TABLE {part} RENAME TO {table}",
            f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY",
            *(f"ALTER TABLE {table} ADD {key.replace(', closed_year', '')}" for key in _KEYS_OF[table]),
            *_INDEXES.get(table, ()),
        ):
            run(statement)
        if table == "attachment":
            run("ALTER TABLE attachment ALTER COLUMN id ADD GENERATED ALWAYS AS IDENTITY")
            if last is not None:
                run(f"SELECT setval(pg_get_serial_sequence('attachment', 'id'), {int(last)})")
    run(
        "ALTER TABLE attachment_verdict ADD CONSTRAINT fk_attachment_verdict_attachment_id_attachment"
        " FOREIGN KEY (attachment_id) REFERENCES attachment (id) ON DELETE RESTRICT"
    )


def _drop_rules(connection: Connection, table: str) -> None:
    """Triggers and policies: the rules make theirs anew at the end of each upgrade."""
    named = (table,)
    run = connection.exec_driver_sql
    for (name,) in run(
        "SELECT tgname FROM pg_trigger WHERE tgrelid = to_regclass(%s) AND NOT tgisinternal", named
    ).all():
        run(f'DROP TRIGGER "{name}" ON {table}')
    for (name,) in run("SELECT polname FROM pg_policy WHERE polrelid = to_regclass(%s)", named).all():
        run(f'DROP POLICY "{name}" ON {table}')


_OF_CASE = "FOREIGN KEY (case_id) REFERENCES cases (id) ON DELETE RESTRICT"
_OF_LETTER = "FOREIGN KEY (letter_id) REFERENCES letter (id) ON DELETE RESTRICT"
_LIKE = "INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING STORAGE"
_KEYS_OF = {
    "case_event": (
        "CONSTRAINT pk_case_event PRIMARY KEY (case_id, number, closed_year)",
        f"CONSTRAINT fk_case_event_case_id_cases {_OF_CASE}",
    ),
    "attachment": (
        "CONSTRAINT pk_attachment PRIMARY KEY (id, closed_year)",
        "CONSTRAINT uq_attachment_case_id UNIQUE (case_id, slot, number, closed_year)",
        f"CONSTRAINT fk_attachment_case_id_cases {_OF_CASE}",
    ),
    "letter_document": (
        "CONSTRAINT pk_letter_document PRIMARY KEY (letter_id, closed_year)",
        f"CONSTRAINT fk_letter_document_letter_id_letter {_OF_LETTER}",
    ),
}
_INDEXES = {"case_event": ("CREATE INDEX ix_case_event_actor ON case_event (actor, at)",)}
_DROPPED = {
    "case_event": (
        "ALTER TABLE case_event DROP CONSTRAINT pk_case_event",
        "ALTER TABLE case_event DROP CONSTRAINT fk_case_event_case_id_cases",
        "DROP INDEX ix_case_event_actor",
    ),
    "attachment": (
        "ALTER TABLE attachment DROP CONSTRAINT pk_attachment",
        "ALTER TABLE attachment DROP CONSTRAINT uq_attachment_case_id",
        "ALTER TABLE attachment DROP CONSTRAINT fk_attachment_case_id_cases",
    ),
    "letter_document": (
        "ALTER TABLE letter_document DROP CONSTRAINT pk_letter_document",
        "ALTER TABLE letter_document DROP CONSTRAINT fk_letter_document_letter_id_letter",
    ),
}
