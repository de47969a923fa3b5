"""An example of the municipality's portal: sends applications to Diwan and asks how they stand.

    pip install "psycopg[binary]"
    export PORTAL_DB='postgresql://diwan_portal@db.municipality.example/diwan?sslmode=verify-full&sslrootcert=ca.pem'
    export PGPASSWORD=...                      # or PGPASSFILE
    python portal_client.py submit application.json          # prints the item's number
    python portal_client.py receipt ITEM                     # new, accepted with a reference, or refused
    python portal_client.py status REFERENCE 0791234567
    python portal_client.py letter REFERENCE 0791234567 SERIAL letter.pdf
    python portal_client.py correct|postpone|withdraw FILE.json   # names the reference and the mobile number

The portal's account can call the functions of the schema ``portal`` and nothing else: it cannot list
applications, and it learns of one only with its reference and mobile number together. Whatever it sends is
kept as it came; the worker judges it, so that the answer is there some seconds later. ``diwan schema TRN``
prints what an application must look like.
"""

from __future__ import annotations

import base64
import json
import os
import re
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psycopg

SENDS = ("submit", "correct", "postpone", "withdraw")


def connect() -> psycopg.Connection:
    """A connection as the portal's account; each call is a transaction of its own."""
    address = os.environ["PORTAL_DB"]
    return psycopg.connect(address, autocommit=True, connect_timeout=5, application_name="portal")


def read_document(path: Path) -> dict[str, Any]:
    """The JSON in ``path``; each attachment's ``path`` beside it becomes ``filename`` and ``content``."""
    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    for attachment in document.get("attachments", []):
        if "path" in attachment:
            file = path.parent / attachment.pop("path")
            attachment["filename"] = file.name
            attachment["content"] = base64.b64encode(file.read_bytes()).decode()
    return document


def send(connection: psycopg.Connection, kind: str, document: dict[str, Any], item: str) -> int:
    """Hands a document over under the portal's own number ``item``; the same number again changes nothing.

    So whoever loses the connection before the answer sends it once more, with the same number.
    """
    body = json.dumps(document, ensure_ascii=False)
    statement = f"SELECT portal.{kind}(%s, %s)"  # one of SENDS, never from outside
    row = connection.execute(statement.encode(), (body, item)).fetchone()
    return int(row[0]) if row else 0


def receipt(connection: psycopg.Connection, item: str) -> dict[str, Any] | None:
    """What became of the item ``item``; ``None`` where none was sent under that number."""
    return _one(connection, "SELECT portal.receipt(%s)", item)


def status(connection: psycopg.Connection, reference: str, mobile: str) -> dict[str, Any] | None:
    """How an application stands, and which letters there are; ``None`` where the two do not match."""
    return _one(connection, "SELECT portal.status(%s, %s)", reference, e164(mobile))


def letter(connection: psycopg.Connection, reference: str, mobile: str, serial: str) -> bytes | None:
    """A sealed letter in force, as PDF."""
    return _one(connection, "SELECT portal.letter(%s, %s, %s)", reference, e164(mobile), serial)


def e164(mobile: str) -> str:
    """A Jordanian mobile number as Diwan keeps it: ``+9627…``."""
    digits = re.sub(r"\D", "", mobile)
    return "+962" + re.sub(r"^(00962|962|0)", "", digits)


def _one(connection: psycopg.Connection, statement: str, *values: str) -> Any:
    row = connection.execute(statement.encode(), values).fetchone()
    return row[0] if row else None


def main(arguments: list[str]) -> int:
    """Runs one command; what the database refuses is one line, and exit status 1."""
    if not arguments:
        print(__doc__)
        return 2
    what, *rest = arguments
    asks: dict[str, Callable[..., Any]] = {"receipt": receipt, "status": status}
    try:
        with connect() as connection:
            if what in SENDS:
                item = str(uuid.uuid4())
                send(connection, what, read_document(Path(rest[0])), item)
                print(item)
            elif what in asks:
                found = asks[what](connection, *rest)
                print(json.dumps(found, ensure_ascii=False, indent=2))
                return 0 if found is not None else 1
            elif what == "letter":
                pdf = letter(connection, *rest[:3])
                if pdf is None:
                    print("no such letter", file=sys.stderr)
                    return 1
                Path(rest[3]).write_bytes(pdf)
            else:
                print(__doc__)
                return 2
    except psycopg.Error as error:
        print(f"{error.sqlstate or ''} {str(error).splitlines()[0]}".strip(), file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
