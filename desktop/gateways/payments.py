"""Payment requests and notices: the gateway's protocol and its two adapters (COM-08)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Protocol

from desktop.base.clock import Clock, amman, utc
from desktop.base.errors import Bug, Refusal
from desktop.base.money import FILS
from desktop.base.text import ltr
from desktop.gateways import files, names, reading
from desktop.gateways.http import ClientFactory, Exchange
from desktop.gateways.notices import (
    NoticePage,
    PaymentNotice,
    RejectedNotice,
    read_amount,
    read_file,
    read_notice,
)
from desktop.gateways.settings import HttpPaymentsSettings

__all__ = [
    "EmbeddedPayments",
    "HttpPayments",
    "NoticePage",
    "PaymentGateway",
    "PaymentNotice",
    "RejectedNotice",
]

# Twelve digits: eleven from the key's digest, the first never 0 (spreadsheets drop it), and Damm's
# check digit, which catches every single wrong digit and every swap of neighbours.
_NUMBER_BODIES = 9 * 10**10
_LOWEST_BODY = 10**10
_ATTEMPTS = 1000
_SEQUENCED = re.compile(r"[0-9]{9}")
_FILE_LIMIT = 64 * 1024


class PaymentGateway(Protocol):
    """Issues e-payment numbers and reports what was paid to them."""

    def issue(self, *, key: str, amount: Decimal, reference: str, payer: str) -> str:
        """The e-payment number, opaque text, for ``amount`` (dinars); the same for the same ``key``.

        Raises ``Outage``; ``Refusal`` where the gateway will never issue it, also where ``key`` already
        stands for another amount.
        """
        ...

    def cancel(self, *, number: str) -> None:
        """Closes ``number`` to further payments; again is harmless. Raises ``Outage`` or ``Refusal``."""
        ...

    def notices(self, *, after: str | None, limit: int = 200) -> NoticePage:
        """What was paid, in the gateway's order, after the cursor ``after`` (``None``: from the start).

        Raises ``Outage``.
        """
        ...


class EmbeddedPayments:
    """Issues its own numbers and takes notices from a folder; without a provider, and for tests.

    ``requests/NUMBER.json`` is one request, ``notices/000000001.json`` one notice. A notice under any
    other name, dropped there by hand, is taken in as the next of the row when notices are read.
    """

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._requests = folder / "requests"
        self._notices = folder / "notices"
        self._clock = clock

    def issue(self, *, key: str, amount: Decimal, reference: str, payer: str) -> str:
        """See ``PaymentGateway.issue``. Never opens ``number`` twice, whoever else issues meanwhile."""
        files.required_key(key)
        amount = payable(amount)
        with files.usable(self._requests, names.PAYMENTS):
            for attempt in range(_ATTEMPTS):
                number = _number(key, attempt)
                path = self._requests / f"{number}.json"
                request = {
                    "number": number,
                    "state": "open",
                    "amount": str(amount),
                    "reference": reference,
                    "payer": payer,
                    "key": key,
                    "issued_at": amman(self._clock.now()).isoformat(),
                }
                # The number follows from the key, so a repeat, also by another process, meets its own
                # file here; another key's file only moves it on.
                if files.publish(path, files.dump(request)):
                    return number
                kept = _request(path)
                if kept.get("key") == key:
                    if kept.get("amount") != str(amount):
                        raise _other_amount(number)
                    return number
        raise Bug(f"no free e-payment number for the key {key!r}")

    def cancel(self, *, number: str) -> None:
        """See ``PaymentGateway.cancel``; an unknown number is a ``Refusal`` (field ``number``)."""
        path = self._requests / f"{number}.json"
        with files.usable(self._requests, names.PAYMENTS):
            if not (number.isascii() and number.isdigit() and path.exists()):
                raise Refusal.one(
                    "payment.unknown_number",
                    f"رقم الدفع {ltr(number)} غير معروف لبوابة الدفع.",
                    f"The payment gateway does not know the number {number}.",
                    field="number",
                )
            request = _request(path)
            if request.get("state") != "cancelled":
                closed = {"state": "cancelled", "cancelled_at": amman(self._clock.now()).isoformat()}
                files.replace(path, files.dump({**request, **closed}))

    def notices(self, *, after: str | None, limit: int = 200) -> NoticePage:
        """See ``PaymentGateway.notices``.

        A cursor that another gateway gave means from the start: a payment is recorded once however
        often it is reported, and nothing is passed over.
        """
        start = after if after is not None and _SEQUENCED.fullmatch(after) else ""
        notices: list[PaymentNotice] = []
        rejected: list[RejectedNotice] = []
        with files.usable(self._notices, names.PAYMENTS):
            self._take_in()
            stems = [stem for stem in self._row() if stem > start][: max(limit, 1)]
            for stem in stems:
                raw, _ = files.first_bytes(self._notices / f"{stem}.json", _FILE_LIMIT)
                read = read_file(files.as_text(raw))
                if isinstance(read, PaymentNotice):
                    notices.append(read)
                else:
                    rejected.append(read)
        return NoticePage(tuple(notices), stems[-1] if stems else after, tuple(rejected))

    def pay(
        self,
        number: str,
        amount: Decimal,
        gateway_id: str | None = None,
        paid_at: datetime | None = None,
    ) -> PaymentNotice:
        """Drops the notice a bank would send: of any number, any amount above zero, any ``gateway_id``.

        Without ``gateway_id`` the notice gets one of its own; without ``paid_at`` it is paid now.
        Raises ``Refusal`` (fields ``number``, ``amount``, ``gateway_id``) or ``Outage``.
        """
        amount = payable(amount)
        number = _opaque(number, "number")
        given = None if gateway_id is None else _opaque(gateway_id, "gateway_id")
        at = utc(paid_at if paid_at is not None else self._clock.now())
        with files.usable(self._notices, names.PAYMENTS):
            place = self._next()
            while True:
                notice = PaymentNotice(given or f"bank-{place:09d}", number, amount, at)
                if files.publish(self._notices / f"{place:09d}.json", files.dump(_as_record(notice))):
                    return notice
                place += 1

    def _take_in(self) -> None:
        """Gives files dropped by hand their place in the row, oldest first."""
        strays = [p for p in files.visible_json(self._notices) if not _SEQUENCED.fullmatch(p.stem)]
        for stray in sorted(strays, key=lambda p: (files.modified(p), p.name)):
            place = self._next()
            try:
                while not files.link(stray, self._notices / f"{place:09d}.json"):
                    place += 1
            except FileNotFoundError:
                continue  # another process has just taken it in
            # A kill between the two names reports the notice twice, which readers expect of gateways.
            stray.unlink(missing_ok=True)

    def _row(self) -> list[str]:
        return sorted(p.stem for p in files.visible_json(self._notices) if _SEQUENCED.fullmatch(p.stem))

    def _next(self) -> int:
        # Places are taken without gaps and only upwards, so no notice appears behind a reader's cursor.
        row = self._row()
        return int(row[-1]) + 1 if row else 1


class HttpPayments:
    """A provider of e-payment over HTTP, which takes and gives JSON.

    It is made like the other adapters; every moment it reports is the provider's, not the clock's.
    """

    def __init__(
        self, settings: HttpPaymentsSettings, clock: Clock, client: ClientFactory | None = None
    ) -> None:
        self._settings = settings
        del clock
        self._exchange = Exchange(settings.endpoint, names.PAYMENTS, client)

    def issue(self, *, key: str, amount: Decimal, reference: str, payer: str) -> str:
        """See ``PaymentGateway.issue``."""
        files.required_key(key)
        fields = self._settings.fields
        body = self._body(
            {
                fields.key: key,
                fields.amount: self._written_amount(payable(amount)),
                fields.reference: reference,
                fields.payer: payer,
            }
        )
        answer = self._exchange.tell(self._settings.issue_path, body, key=key, refused_field="amount")
        return self._exchange.required(answer, fields.number, reading.opaque)

    def cancel(self, *, number: str) -> None:
        """See ``PaymentGateway.cancel``."""
        body = self._body({self._settings.fields.number: number})
        self._exchange.tell(
            self._settings.cancel_path,
            body,
            key=f"cancel:{number}",
            refused_field="number",
            answers=False,
        )

    def notices(self, *, after: str | None, limit: int = 200) -> NoticePage:
        """See ``PaymentGateway.notices``."""
        settings, fields = self._settings, self._settings.fields
        query = {fields.limit: str(max(limit, 1)), fields.after: after or ""}
        answer = self._exchange.ask(
            settings.notices_path, {name: value for name, value in query.items() if name and value}
        )
        items = self._exchange.listed(answer, fields.notices)
        read = [read_notice(item, settings.notice_fields, settings.amount_unit) for item in items]
        notices = tuple(each for each in read if isinstance(each, PaymentNotice))
        rejected = tuple(each for each in read if isinstance(each, RejectedNotice))
        return NoticePage(notices, self._cursor(answer, items) or after, rejected)

    def _cursor(self, answer: object, items: Sequence[object]) -> str | None:
        """Where to go on: the answer's cursor or, where the provider has none, the last notice's id."""
        name = self._settings.fields.cursor
        if name:
            try:
                return reading.opaque(reading.find(answer, name))
            except reading.Missing:
                return None
            except ValueError as error:
                raise self._exchange.bad_field(name) from error
        for item in reversed(items):
            try:
                return reading.opaque(reading.find(item, self._settings.notice_fields.gateway_id))
            except ValueError:
                continue  # reported as rejected; the one before it tells as well where to go on
        return None

    def _body(self, values: Mapping[str, object]) -> dict[str, object]:
        body: dict[str, object] = {}
        for name, value in (*values.items(), *self._settings.constants.items()):
            if name:
                reading.place(body, name, value)
        return body

    def _written_amount(self, amount: Decimal) -> str | int:
        return str(amount) if self._settings.amount_unit == "dinars" else int(amount / FILS)


def payable(amount: Decimal) -> Decimal:
    """``amount`` with three places; raises ``Refusal`` (field ``amount``) where it cannot be paid."""
    try:
        return read_amount(amount)
    except ValueError as error:
        raise Refusal.one(
            "payment.bad_amount",
            f"المبلغ {ltr(str(amount))} غير صالح: يجب أن يكون أكبر من صفر وبثلاث منازل عشرية على الأكثر.",
            f"{amount} is not an amount: it must be above zero with at most three decimals.",
            field="amount",
        ) from error


def _opaque(value: str, field: str) -> str:
    try:
        return reading.opaque(value)
    except ValueError as error:
        raise Refusal.one(
            f"payment.bad_{field}",
            "المعرّف يجب أن يكون نصاً مقروءاً من سطر واحد.",
            "An identifier must be readable text of one line.",
            field=field,
        ) from error


def _other_amount(number: str) -> Refusal:
    return Refusal.one(
        "payment.key_reused",
        f"طلب الدفع نفسه صدر سابقاً بالرقم {ltr(number)} وبمبلغ مختلف.",
        f"The same payment request was issued before as {number}, for another amount.",
        field="amount",
    )


def _number(key: str, attempt: int) -> str:
    body = str(_LOWEST_BODY + int(files.digest(f"{attempt}:{key}"), 16) % _NUMBER_BODIES)
    from stdnum import damm

    return f"{body}{damm.calc_check_digit(body)}"


def _request(path: Path) -> Mapping[str, object]:
    raw, _ = files.first_bytes(path, _FILE_LIMIT)
    try:
        request = reading.parse(files.as_text(raw))
    except ValueError as error:
        raise files.damaged(path, names.PAYMENTS) from error
    if not isinstance(request, Mapping):
        raise files.damaged(path, names.PAYMENTS)
    return request


def _as_record(notice: PaymentNotice) -> dict[str, object]:
    return {
        "gateway_id": notice.gateway_id,
        "number": notice.number,
        "amount": str(notice.amount.quantize(FILS)),
        "paid_at": amman(notice.paid_at).isoformat(),
    }
