"""The hash chain of a record: each entry's hash covers the one before it (COM-07).

The database computes the same in ``app.chain_hash``; a contract test compares the two.

When a case is anonymised its events lose their words (``note`` and ``data``), so their own hashes can no
longer be computed. They stay, and a last event ``anonymise`` vouches for all that is left of them: its data
carry the *residue*, a digest over every emptied event with its place in the chain, and its own hash goes on
from the hash that the record ended with before. A hash that was written down earlier is still found.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from desktop.models.records.case import Event

ANONYMISE = "anonymise"
"""The action of the event that stands for the words that are gone."""
NO_DATA = "{}"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def chain_hash(previous: str, parts: Iterable[str]) -> str:
    """SHA-256, in hexadecimal, of ``previous`` and the ``parts`` as netstrings, so that none can shift."""
    digest = hashlib.sha256(previous.encode())
    for part in parts:
        octets = part.encode()
        digest.update(b"%d:%b," % (len(octets), octets))
    return digest.hexdigest()


def microseconds(at: datetime) -> str:
    """``at`` as whole microseconds since 1970, the form that is hashed."""
    return str((at - _EPOCH) // timedelta(microseconds=1))


def event_hash(previous: str, case_id: int, event: Event) -> str:
    """The hash that ``event`` must have after an entry whose hash is ``previous``."""
    return chain_hash(
        previous,
        (
            str(case_id),
            str(event.number),
            microseconds(event.at),
            event.actor,
            event.on_behalf_of,
            event.workstation,
            event.action,
            event.from_state,
            event.to_state,
            event.note,
            event.data,
        ),
    )


def residue(case_id: int, events: Sequence[Event]) -> str:
    """What is left of emptied ``events`` in one digest; ``app.residue`` computes the same."""
    hashes = []
    previous = ""
    for event in events:
        hashes.append(event_hash(previous, case_id, replace(event, note="", data=NO_DATA)))
        previous = event.hash
    return chain_hash("", hashes)


def broken_at(case_id: int, events: Sequence[Event]) -> int | None:
    """The number of the first event that was changed, removed or put in; ``None`` if the chain holds."""
    emptied = max((event.number for event in events if event.action == ANONYMISE), default=0)
    previous = ""
    for expected, event in enumerate(events, start=1):
        if event.number != expected or not _holds(case_id, events, expected, emptied, previous):
            return expected
        previous = event.hash
    return None


def _holds(case_id: int, events: Sequence[Event], number: int, emptied: int, previous: str) -> bool:
    """Whether the event ``number`` is as it was written; those before ``emptied`` are vouched for by it."""
    event = events[number - 1]
    if number < emptied:
        return (event.note, event.data) == ("", NO_DATA)
    if event.hash != event_hash(previous, case_id, event):
        return False
    return number != emptied or _residue_in(event.data) == residue(case_id, events[: number - 1])


def _residue_in(data: str) -> object:
    try:
        found = json.loads(data)
    except ValueError:
        return None
    return found.get("residue") if isinstance(found, dict) else None
