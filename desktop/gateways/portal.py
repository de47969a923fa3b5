"""The portal's inbox: what applicants sent, and Diwan's answers to it (COM-01)."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from desktop.base.clock import Clock, amman, utc
from desktop.base.errors import Refusal
from desktop.base.text import ltr
from desktop.gateways import files, names, reading
from desktop.gateways.http import ClientFactory, Exchange
from desktop.gateways.settings import HttpPortalSettings

_Read = TypeVar("_Read")
KINDS = ("submit", "correct", "postpone", "withdraw")
_PREFIX = re.compile(rf"({'|'.join(KINDS)})(?![a-z])", re.IGNORECASE)
# Ten attachments of 10 MB (COM-14) in base64, and room for the rest.
_FILE_LIMIT = 160 * 1024 * 1024
# A file larger than that is cut: what is left cannot be read as JSON, and intake says so.
_CUT = 64 * 1024
_FETCH_LIMIT = 64 * 1024 * 1024
_PLAYED = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PortalItem:
    """One thing the portal sent: ``body`` is its JSON text exactly as received, readable or not.

    ``kind`` is one of ``KINDS``; ``received_at`` is aware, in UTC.
    """

    item_id: str
    kind: str
    body: str
    received_at: datetime


class PortalInbox(Protocol):
    """What waits at the portal for Diwan."""

    def fetch(self, limit: int = 50) -> tuple[PortalItem, ...]:
        """At most ``limit`` items that have no answer yet, oldest first. Raises ``Outage``."""
        ...

    def answer(self, item_id: str, result: Mapping[str, object]) -> None:
        """Answers the item, which is then not fetched again; a second answer changes nothing.

        Raises ``Outage``; ``Refusal`` (field ``item_id``) where there is no such item.
        """
        ...


class EmbeddedPortal:
    """An inbox of files: ``inbox/NAME.json`` in, ``answered/NAME.answer.json`` beside the original out.

    The kind is the file name's first word (``correct-17.json``) or the JSON key ``kind``. An item's id
    carries a digest of its content: the same file again is the same item, and another content under a
    name already answered is a new one, so that nothing is taken for answered that was not.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._inbox = folder / "inbox"
        self._answered = folder / "answered"
        self._clock = clock

    def fetch(self, limit: int = 50) -> tuple[PortalItem, ...]:
        """See ``PortalInbox.fetch``. Ends early rather than hold more than 64 MB of items at once."""
        items: list[PortalItem] = []
        size = 0
        with files.usable(self._inbox, names.PORTAL), files.usable(self._answered, names.PORTAL):
            for path in self._waiting():
                if len(items) >= max(limit, 1) or size >= _FETCH_LIMIT:
                    break
                try:
                    item = self._item(path)
                except FileNotFoundError:
                    continue  # another process has just answered it
                if self._is_answered(item.item_id):
                    self._put_away(path, item.item_id)  # a kill came between the answer and the move
                    continue
                items.append(item)
                size += len(item.body)
        return tuple(items)

    def answer(self, item_id: str, result: Mapping[str, object]) -> None:
        """See ``PortalInbox.answer``."""
        with files.usable(self._inbox, names.PORTAL), files.usable(self._answered, names.PORTAL):
            path = self._inbox / f"{_name(item_id)}.json"
            here = _same_item(path, item_id)
            if not self._is_answered(item_id):
                if not here and not path.exists():
                    raise Refusal.one(
                        "portal.unknown_item",
                        f"لا يوجد طلب وارد بالمعرّف {ltr(item_id)}.",
                        f"The portal's inbox has no item {item_id}.",
                        field="item_id",
                    )
                self._write_answer(item_id, result)
            if here:
                self._put_away(path, item_id)

    def _waiting(self) -> list[Path]:
        """The inbox oldest first; awkward names are made plain on the way."""
        paths = []
        for path in files.visible_json(self._inbox):
            if _is_plain(path.stem):
                paths.append(path)
                continue
            renamed = path.with_name(f"{files.safe_name(path.stem)}.json")
            files.link(path, renamed)
            path.unlink(missing_ok=True)
            paths.append(renamed)
        return sorted(paths, key=lambda p: (files.modified(p), p.name))

    def _item(self, path: Path) -> PortalItem:
        received_at = self._received_at(path)
        raw, whole = files.first_bytes(path, _FILE_LIMIT)
        body = files.as_text(raw if whole else raw[:_CUT])
        return PortalItem(_item_id(path, raw), _kind(path.stem, body), body, received_at)

    def _received_at(self, path: Path) -> datetime:
        """When the file came: its own time, unless the clock is a played one that files know nothing of."""
        now = utc(self._clock.now())
        if abs(now - datetime.now(UTC)) > _PLAYED:
            return now
        return min(now, datetime.fromtimestamp(path.stat().st_mtime, UTC))

    def _is_answered(self, item_id: str) -> bool:
        own = self._answered / f"{item_id}.answer.json"
        return self._holds_first_answer(item_id) or own.exists()

    def _holds_first_answer(self, item_id: str) -> bool:
        path = self._answered / f"{_name(item_id)}.answer.json"
        try:
            raw, _ = files.first_bytes(path, _FILE_LIMIT)
            return reading.find(reading.parse(files.as_text(raw)), "item_id") == item_id
        except (FileNotFoundError, ValueError):
            return False

    def _write_answer(self, item_id: str, result: Mapping[str, object]) -> None:
        answer = files.dump(
            {"item_id": item_id, "answered_at": amman(self._clock.now()).isoformat(), "result": dict(result)}
        )
        first = self._answered / f"{_name(item_id)}.answer.json"
        if not files.publish(first, answer) and not self._holds_first_answer(item_id):
            files.publish(self._answered / f"{item_id}.answer.json", answer)

    def _put_away(self, path: Path, item_id: str) -> None:
        stem = _name(item_id) if self._holds_first_answer(item_id) else item_id
        try:
            path.replace(self._answered / f"{stem}.json")
        except FileNotFoundError:
            return  # another process moved it, to the same place


class HttpPortal:
    """The municipality's portal over HTTP, which takes and gives JSON."""

    def __init__(
        self, settings: HttpPortalSettings, clock: Clock, client: ClientFactory | None = None
    ) -> None:
        self._settings = settings
        self._clock = clock
        self._exchange = Exchange(settings.endpoint, names.PORTAL, client)

    def fetch(self, limit: int = 50) -> tuple[PortalItem, ...]:
        """See ``PortalInbox.fetch``. An item that cannot be read is an item whose body is all of it."""
        fields = self._settings.fields
        query = {fields.limit: str(max(limit, 1))} if fields.limit else {}
        answer = self._exchange.ask(self._settings.items_path, query)
        items = self._exchange.listed(answer, fields.items)
        return tuple(self._item(item) for item in items[: max(limit, 1)])

    def answer(self, item_id: str, result: Mapping[str, object]) -> None:
        """See ``PortalInbox.answer``."""
        fields = self._settings.fields
        body: dict[str, object] = {}
        reading.place(body, fields.id, item_id)
        reading.place(body, fields.result, dict(result))
        self._exchange.tell(
            self._settings.answers_path,
            body,
            key=f"answer:{item_id}",
            refused_field="item_id",
            answers=False,
        )

    def _item(self, item: object) -> PortalItem:
        fields = self._settings.fields
        whole = reading.as_json(item)
        body = _read_or(item, fields.body, _as_body, whole)
        return PortalItem(
            # Without an id of its own an item is known by its content; to answer it is then refused.
            item_id=_read_or(item, fields.id, reading.opaque, f"unnamed-{files.digest(whole)[:16]}"),
            kind=_read_or(item, fields.kind, _as_kind, "submit"),
            body=body,
            received_at=_read_or(item, fields.received_at, reading.moment, utc(self._clock.now())),
        )


def _read_or(item: object, field: str, read: Callable[[object], _Read], otherwise: _Read) -> _Read:
    """The field of a portal's item; ``otherwise`` where it has none that can be read."""
    try:
        return read(reading.find(item, field)) if field else otherwise
    except ValueError:
        return otherwise


def _as_body(value: object) -> str:
    return reading.storable(value) if isinstance(value, str) else reading.as_json(value)


def _as_kind(value: object) -> str:
    if isinstance(value, str) and value in KINDS:
        return value
    raise ValueError("not a kind")


def _is_plain(name: str) -> bool:
    """Whether ``name`` is text that a database can store and that cannot lead out of a folder."""
    return bool(name) and name.isprintable() and not name.startswith(".") and not set(name) & set("/\\:")


def _item_id(path: Path, raw: bytes) -> str:
    return f"{path.stem}~{hashlib.sha256(raw).hexdigest()[:12]}"


def _name(item_id: str) -> str:
    """The file name in ``item_id``; raises ``Refusal`` where it would lead out of the folder."""
    name, mark, _ = item_id.rpartition("~")
    if not mark or not _is_plain(name):
        raise Refusal.one(
            "portal.bad_item_id",
            "معرّف الطلب الوارد غير صالح.",
            f"{item_id!r} is not the id of an item in this inbox.",
            field="item_id",
        )
    return name


def _same_item(path: Path, item_id: str) -> bool:
    """Whether ``path`` still holds the content that was fetched as ``item_id``."""
    try:
        raw, _ = files.first_bytes(path, _FILE_LIMIT)
    except FileNotFoundError:
        return False
    return _item_id(path, raw) == item_id


def _kind(name: str, body: str) -> str:
    prefix = _PREFIX.match(name)
    if prefix:
        return prefix.group(1).lower()
    try:
        return _as_kind(reading.find(reading.parse(body), "kind"))
    except ValueError:
        return "submit"
