"""What an application leaves behind, in bytes by table, on a temporary PostgreSQL.

    python -m benchmarks.growth FOLDER [--mean-document BYTES]

``FOLDER`` holds a single desk's database of every service, as ``diwan demo --fill-only`` makes one.
It is moved to PostgreSQL, vacuumed and measured; indexes and what is stored outside the rows count. Documents
of the demo are small, so what they take is also told for a mean of ``--mean-document`` bytes each.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import psycopg

from desktop.models.database import embedded_url
from desktop.models.moving import move_to_central
from desktop.models.partitions import PARTITIONED
from tests.support.postgres import TemporaryPostgres

_SIZES = """
SELECT coalesce(parent.relname, c.relname)::text, sum(pg_relation_size(c.oid))::bigint,
       sum(pg_indexes_size(c.oid))::bigint,
       sum(coalesce(pg_total_relation_size(nullif(c.reltoastrelid, 0)), 0))::bigint
  FROM pg_class c
  LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
  LEFT JOIN pg_class parent ON parent.oid = i.inhparent
 WHERE c.relnamespace = 'app'::regnamespace AND c.relkind = 'r'
 GROUP BY 1 ORDER BY sum(pg_total_relation_size(c.oid)) DESC
"""


def main() -> None:
    """Measures and prints one line a table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--mean-document", type=int, default=300_000)
    chosen = options.parse_args()
    with TemporaryPostgres() as server:
        url = server.create_database("growth")
        rows = move_to_central(embedded_url(chosen.folder / "diwan.db"), url).rows
        way = url.set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(way, autocommit=True) as connection:
            connection.execute("VACUUM FULL")
            sizes = connection.execute(_SIZES).fetchall()
    cases = rows["cases"]
    print(f"{cases} cases, {rows['attachment']} documents, {rows['letter_document']} letters")
    print("| table | rows a case | rows | indexes | outside | bytes a case |")
    print("| --- | --- | --- | --- | --- | --- |")
    total = cut = 0
    for table, heap, indexes, outside in sizes:
        # Reference data does not grow with the cases.
        if rows.get(table, 0) < cases / 5 or table in ("wording", "setting", "workflow_action"):
            continue
        a_case = (heap + indexes + outside) / cases
        total += a_case
        cut += a_case if table in PARTITIONED else 0
        if a_case >= 400:
            parts = " | ".join(f"{part / cases:,.0f}" for part in (heap, indexes, outside))
            print(f"| `{table}` | {rows.get(table, 0) / cases:.1f} | {parts} | {a_case:,.0f} |")
    documents = rows["attachment"] / cases * chosen.mean_document
    print(f"all: {total:,.0f} bytes a case, of it in partitions {cut:,.0f} ({cut / total:.0%})")
    print(
        f"with documents of {chosen.mean_document:,} bytes: {total + documents:,.0f} bytes a case,"
        f" in partitions {(cut + documents) / (total + documents):.1%}"
    )


if __name__ == "__main__":
    main()
