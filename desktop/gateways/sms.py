"""Messages to applicants: the gateway's protocol and its two adapters (COM-03, COM-04)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from desktop.base.clock import Clock, amman, utc
from desktop.base.errors import Refusal
from desktop.base.text import ltr
from desktop.gateways import files, names, reading
from desktop.gateways.http import ClientFactory, Exchange
from desktop.gateways.settings import HttpSmsSettings, NumberForm

_E164 = re.compile(r"\+[1-9][0-9]{7,14}")
_RECORD_LIMIT = 64 * 1024


@dataclass(frozen=True, slots=True)
class SmsReceipt:
    """The gateway's word that it has a message; ``accepted_at`` starts windows (COM-04), aware, UTC."""

    accepted_at: datetime
    gateway_id: str


class SmsGateway(Protocol):
    """Takes messages for mobile telephones."""

    def send(self, *, to: str, text: str, idempotency_key: str) -> SmsReceipt:
        """Hands over ``text`` for the number ``to`` (E.164), once for each ``idempotency_key``.

        Raises ``Outage`` where the same call may succeed later, and ``Refusal`` (field ``mobile``, or
        ``text``) where the gateway will never take this message.
        """
        ...


class EmbeddedSms:
    """Writes each message as a readable file; for demonstration, tests and work without a provider.

    A record named after the key alone is what makes a repeat harmless; the file that people open is a
    second name of it. A kill between the two is repaired by the repeat.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._keys = folder / ".keys"
        self._clock = clock

    def send(self, *, to: str, text: str, idempotency_key: str) -> SmsReceipt:
        """See ``SmsGateway.send``."""
        files.required_key(idempotency_key)
        check_message(to, text)
        digest = files.digest(idempotency_key)
        record = self._keys / digest
        with files.usable(self._keys, names.SMS):
            if not record.exists():
                receipt = SmsReceipt(utc(self._clock.now()), f"sms-{digest[:16]}")
                files.publish(record, _file_text(to, text, idempotency_key, receipt))
            receipt = _receipt(record)
            moment = amman(receipt.accepted_at).strftime("%Y-%m-%dT%H-%M-%S")
            files.link(record, self._folder / f"{moment}-{files.safe_name(idempotency_key)}.txt")
        return receipt


class HttpSms:
    """A provider of messages over HTTP, which takes and gives JSON."""

    def __init__(self, settings: HttpSmsSettings, clock: Clock, client: ClientFactory | None = None) -> None:
        self._settings = settings
        self._clock = clock
        self._exchange = Exchange(settings.endpoint, names.SMS, client)

    def send(self, *, to: str, text: str, idempotency_key: str) -> SmsReceipt:
        """See ``SmsGateway.send``.

        The moment is the provider's where it gives one; a moment without an offset is an ``Outage``,
        because a window would start at the wrong hour (COM-04).
        """
        files.required_key(idempotency_key)
        check_message(to, text)
        fields = self._settings.fields
        body: dict[str, object] = {}
        reading.place(body, fields.to, _written_number(to, self._settings.number_form))
        reading.place(body, fields.text, text)
        if fields.key:
            reading.place(body, fields.key, idempotency_key)
        for name, value in self._settings.constants.items():
            reading.place(body, name, value)
        answer = self._exchange.tell(self._settings.path, body, key=idempotency_key, refused_field="mobile")
        gateway_id = self._exchange.required(answer, fields.id, reading.opaque)
        return SmsReceipt(self._accepted_at(answer), gateway_id)

    def _accepted_at(self, answer: object) -> datetime:
        name = self._settings.fields.accepted_at
        if not name:
            return utc(self._clock.now())
        try:
            return reading.moment(reading.find(answer, name))
        except reading.Missing:
            return utc(self._clock.now())
        except ValueError as error:
            raise self._exchange.bad_field(name) from error


def check_message(to: str, text: str) -> None:
    """Raises ``Refusal`` where no gateway could deliver: no E.164 number, or nothing to say (COM-12)."""
    if not to:
        raise Refusal.one(
            "sms.no_number",
            "لا يوجد رقم لإرسال الرسالة إليه.",
            "There is no number to send to.",
            field="mobile",
        )
    if not _E164.fullmatch(to):
        raise Refusal.one(
            "sms.bad_number",
            f"رقم الهاتف {ltr(to)} غير صالح للرسائل القصيرة.",
            f"{to} is not a number that messages can be sent to.",
            field="mobile",
        )
    if not text.strip():
        raise Refusal.one("sms.empty", "الرسالة فارغة.", "The message is empty.", field="text")


def _file_text(to: str, text: str, key: str, receipt: SmsReceipt) -> str:
    return (
        f"To: {to}\n"
        f"Accepted: {amman(receipt.accepted_at).isoformat()}\n"
        f"Gateway id: {receipt.gateway_id}\n"
        f"Key: {key}\n"
        f"\n{text}\n"
    )


def _receipt(record: Path) -> SmsReceipt:
    raw, _ = files.first_bytes(record, _RECORD_LIMIT)
    head, _, _ = files.as_text(raw).partition("\n\n")
    lines = dict(line.partition(": ")[::2] for line in head.splitlines())
    try:
        return SmsReceipt(utc(datetime.fromisoformat(lines["Accepted"])), lines["Gateway id"])
    except (KeyError, ValueError) as error:
        raise files.damaged(record, names.SMS) from error


def _written_number(to: str, form: NumberForm) -> str:
    """``to`` (E.164) as a provider writes it; the national form exists for Jordanian numbers only."""
    if form == "national" and to.startswith("+962"):
        return f"0{to[4:]}"
    return to if form == "e164" else to[1:]
