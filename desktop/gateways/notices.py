"""Payment notices as gateways report them, and the reading of one from JSON (COM-08)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal, TypeVar

from desktop.base.money import FILS, dinars
from desktop.base.text import Text, ascii_digits, ltr
from desktop.gateways import files, reading

AmountUnit = Literal["dinars", "fils"]
_Fact = TypeVar("_Fact")
_WRITTEN_AMOUNT = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
_LARGEST = Decimal(10) ** 9


@dataclass(frozen=True, slots=True)
class PaymentNotice:
    """One payment as reported: ``amount`` in dinars with three places, ``paid_at`` aware, in UTC.

    ``number`` may be unknown and ``amount`` other than asked: that is for the reader to settle.
    The same ``gateway_id`` may come more than once.
    """

    gateway_id: str
    number: str
    amount: Decimal
    paid_at: datetime


@dataclass(frozen=True, slots=True)
class RejectedNotice:
    """A notice that cannot be read, with its raw text and why: for a clerk, never dropped.

    ``digest`` (SHA-256 of ``raw``) is the same however often the gateway repeats it.
    """

    raw: str
    reason: Text

    @property
    def digest(self) -> str:
        return files.digest(self.raw)


@dataclass(frozen=True, slots=True)
class NoticePage:
    """Notices in the gateway's order, and the cursor to ask for those after them.

    A reader keeps ``cursor`` with what it recorded and has everything for now when a page is empty or
    its cursor is the one that was asked with.
    """

    notices: tuple[PaymentNotice, ...]
    cursor: str | None
    rejected: tuple[RejectedNotice, ...]


@dataclass(frozen=True, slots=True)
class NoticeFields:
    """Where a notice's facts stand in the gateway's JSON (dots lead into objects)."""

    gateway_id: str = "gateway_id"
    number: str = "number"
    amount: str = "amount"
    paid_at: str = "paid_at"


def read_notice(
    item: object, fields: NoticeFields, unit: AmountUnit = "dinars", raw: str | None = None
) -> PaymentNotice | RejectedNotice:
    """``item`` (parsed by ``reading.parse``) as a notice, or as one rejected with the reason."""
    raw = reading.as_json(item) if raw is None else raw
    if not isinstance(item, Mapping):
        return RejectedNotice(raw, Text("الإشعار ليس كائن JSON.", "The notice is not a JSON object."))
    try:
        return PaymentNotice(
            gateway_id=_field(item, fields.gateway_id, reading.opaque),
            number=_field(item, fields.number, reading.opaque),
            amount=_field(item, fields.amount, lambda value: read_amount(value, unit)),
            paid_at=_field(item, fields.paid_at, reading.moment),
        )
    except _Unreadable as fault:
        return RejectedNotice(raw, fault.reason)


def read_file(raw: str) -> PaymentNotice | RejectedNotice:
    """The text of a notice's file as a notice, or as one rejected with the reason."""
    try:
        item = reading.parse(raw)
    except ValueError:
        return RejectedNotice(raw, Text("الإشعار ليس نص JSON سليماً.", "The notice is not valid JSON."))
    return read_notice(item, NoticeFields(), raw=raw)


def read_amount(value: object, unit: AmountUnit = "dinars") -> Decimal:
    """``value`` (text or a JSON number read as ``Decimal``) as dinars, above zero, three places.

    With the unit ``"fils"`` it is a whole number of thousandths. Raises ``ValueError``.
    """
    if isinstance(value, str):
        plain = ascii_digits(value).replace("٫", ".").strip()
        if not _WRITTEN_AMOUNT.fullmatch(plain):
            raise ValueError(f"not an amount: {value!r}")
        value = Decimal(plain)
    if not isinstance(value, Decimal) or not value.is_finite() or not 0 < value < _LARGEST:
        raise ValueError(f"not an amount: {value!r}")
    if unit == "fils":
        if value != value.to_integral_value():
            raise ValueError(f"not a whole number of fils: {value!r}")
        value = value * FILS
    return dinars(value)


class _Unreadable(Exception):
    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def _field(item: object, name: str, read: Callable[[object], _Fact]) -> _Fact:
    try:
        return read(reading.find(item, name))
    except reading.Missing as error:
        raise _Unreadable(
            Text(f"الحقل {ltr(name)} غير موجود في الإشعار.", f"The notice has no field {name}.")
        ) from error
    except ValueError as error:
        raise _Unreadable(
            Text(f"تعذّرت قراءة الحقل {ltr(name)} في الإشعار.", f"The notice's field {name} cannot be read.")
        ) from error
