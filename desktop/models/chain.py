"""The hash chain of a record: each entry's hash covers the one before it (COM-07).

The database computes the same in ``app.chain_hash``; a contract test compares the two.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from desktop.models.records.case import Event

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


def broken_at(case_id: int, events: Sequence[Event]) -> int | None:
    """The number of the first event that was changed, removed or put in; ``None`` if the chain holds."""
    previous = ""
    for expected, event in enumerate(events, start=1):
        if event.number != expected or event.hash != event_hash(previous, case_id, event):
            return expected
        previous = event.hash
    return None
