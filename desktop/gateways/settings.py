"""How the HTTP gateways are reached, and what a provider calls the fields, as an IT officer sets it.

A municipality fits its provider's JSON in here, without code. The settings come from parsed TOML or
JSON; what is wrong with them is said all at once, each fault naming its setting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from desktop.gateways.notices import AmountUnit, NoticeFields
from desktop.gateways.settings_reader import SettingsReader

NumberForm = Literal["e164", "digits", "national"]

_MEBIBYTE = 1024 * 1024
# Applications come with their attachments (COM-14) in the answer's body.
PORTAL_RESPONSE = 160 * _MEBIBYTE
# What says that the request itself is at fault; others may only mean a wrong address or a bad day.
REFUSED = (400, 409, 422)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """What every HTTP gateway needs.

    ``address`` is https, or http to this computer itself. ``credential`` is the name in the keyring of
    a secret sent as ``credential_header: credential_prefix + secret``; ``None`` sends none. Time-outs
    are in seconds: ``connect_timeout`` until connected, ``read_timeout`` for each wait for the next
    bytes, ``total_timeout`` for the answer's body as a whole. ``refused_statuses`` are the statuses
    that mean the request itself is at fault. ``ca_file`` names the authorities (PEM) to trust instead
    of the public ones. An empty ``idempotency_header`` sends none.
    """

    address: str
    credential: str | None = None
    credential_header: str = "Authorization"
    credential_prefix: str = "Bearer "
    idempotency_header: str = "Idempotency-Key"
    connect_timeout: float = 5.0
    read_timeout: float = 15.0
    total_timeout: float = 60.0
    max_response_bytes: int = _MEBIBYTE
    refused_statuses: tuple[int, ...] = REFUSED
    ca_file: Path | None = None


@dataclass(frozen=True, slots=True)
class SmsFields:
    """The SMS provider's names; dots lead into objects. An empty name is not sent, or not looked for.

    ``id`` and ``accepted_at`` are in the answer; where ``accepted_at`` is not there, the message was
    accepted when the answer came.
    """

    to: str = "to"
    text: str = "text"
    key: str = "idempotency_key"
    id: str = "id"
    accepted_at: str = "accepted_at"


@dataclass(frozen=True, slots=True)
class HttpSmsSettings:
    """An SMS provider. ``constants`` go into every body (a sender's name); ``number_form`` is how the
    provider writes a mobile number: ``+9627…``, ``9627…`` or ``07…``."""

    endpoint: Endpoint
    path: str = "/messages"
    number_form: NumberForm = "e164"
    fields: SmsFields = SmsFields()
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PaymentFields:
    """The payment provider's names in requests and answers, except those of a notice.

    ``number`` is sent to cancel and looked for in the answer to a request. ``after`` and ``limit`` are
    query parameters. An empty ``notices`` says that the answer is itself the list; an empty ``cursor``
    that the last notice's id is where to go on.
    """

    key: str = "key"
    amount: str = "amount"
    reference: str = "reference"
    payer: str = "payer"
    number: str = "number"
    after: str = "after"
    limit: str = "limit"
    notices: str = "notices"
    cursor: str = "cursor"


@dataclass(frozen=True, slots=True)
class HttpPaymentsSettings:
    """A payment provider. ``amount_unit`` is how it writes amounts: dinars as text (``"45.000"``) or
    fils as a whole number (``45000``)."""

    endpoint: Endpoint
    issue_path: str = "/requests"
    cancel_path: str = "/cancellations"
    notices_path: str = "/notices"
    amount_unit: AmountUnit = "dinars"
    fields: PaymentFields = PaymentFields()
    notice_fields: NoticeFields = field(default_factory=NoticeFields)
    constants: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PortalFields:
    """The portal's names. An empty ``items`` says that the answer is itself the list.

    ``body`` holds the application as JSON text, or as an object; empty, the item is itself the body.
    """

    items: str = "items"
    limit: str = "limit"
    id: str = "id"
    kind: str = "kind"
    body: str = "body"
    received_at: str = "received_at"
    result: str = "result"


@dataclass(frozen=True, slots=True)
class HttpPortalSettings:
    """The municipality's portal, where it is reached over HTTP."""

    endpoint: Endpoint
    items_path: str = "/items"
    answers_path: str = "/answers"
    fields: PortalFields = PortalFields()


@dataclass(frozen=True, slots=True)
class RegisterFields:
    """The registers' names: ``register`` and ``given`` are sent, ``entry`` (null for none) is answered, or
    ``entries`` where all are asked for."""

    register: str = "register"
    given: str = "given"
    entry: str = "entry"
    entries: str = "entries"


@dataclass(frozen=True, slots=True)
class HttpRegistersSettings:
    """The service that answers for the municipality's registers."""

    endpoint: Endpoint
    path: str = "/find"
    list_path: str = "/list"
    fields: RegisterFields = RegisterFields()


@dataclass(frozen=True, slots=True)
class GatewaySettings:
    """The gateways that are set to HTTP; ``None`` stands for the embedded one."""

    sms: HttpSmsSettings | None = None
    payments: HttpPaymentsSettings | None = None
    portal: HttpPortalSettings | None = None
    registers: HttpRegistersSettings | None = None


def load_gateways(data: Mapping[str, object]) -> GatewaySettings:
    """The settings in the tables ``sms``, ``payments``, ``portal`` and ``registers``; each may be missing.

    Each table holds the endpoint's settings beside its own. Raises ``Refusal`` with a problem for every
    wrong setting, whose field is its full name (``"sms.address"``).
    """
    reader = SettingsReader(data)
    loaded = GatewaySettings(
        sms=_sms(reader.table("sms")) if "sms" in data else None,
        payments=_payments(reader.table("payments")) if "payments" in data else None,
        portal=_portal(reader.table("portal")) if "portal" in data else None,
        registers=_registers(reader.table("registers")) if "registers" in data else None,
    )
    reader.finish()
    return loaded


def _sms(table: SettingsReader) -> HttpSmsSettings:
    fields = table.names("fields", SmsFields(), may_be_empty={"key", "accepted_at"})
    constants = table.texts("constants")
    table.apart([fields.to, fields.text, fields.key, *constants])
    return HttpSmsSettings(
        endpoint=_endpoint(table, _MEBIBYTE),
        path=table.path("path", "/messages"),
        number_form=table.choice("number_form", ("e164", "digits", "national")),
        fields=fields,
        constants=constants,
    )


def _payments(table: SettingsReader) -> HttpPaymentsSettings:
    fields = table.names(
        "fields",
        PaymentFields(),
        may_be_empty={"key", "reference", "payer", "after", "limit", "notices", "cursor"},
    )
    constants = table.texts("constants")
    table.apart([fields.key, fields.amount, fields.reference, fields.payer, *constants])
    return HttpPaymentsSettings(
        endpoint=_endpoint(table, _MEBIBYTE),
        issue_path=table.path("issue_path", "/requests"),
        cancel_path=table.path("cancel_path", "/cancellations"),
        notices_path=table.path("notices_path", "/notices"),
        amount_unit=table.choice("amount_unit", ("dinars", "fils")),
        fields=fields,
        notice_fields=table.names("notice_fields", NoticeFields(), may_be_empty=set()),
        constants=constants,
    )


def _portal(table: SettingsReader) -> HttpPortalSettings:
    fields = table.names(
        "fields", PortalFields(), may_be_empty={"items", "limit", "kind", "body", "received_at"}
    )
    table.apart([fields.id, fields.result])
    return HttpPortalSettings(
        endpoint=_endpoint(table, PORTAL_RESPONSE),
        items_path=table.path("items_path", "/items"),
        answers_path=table.path("answers_path", "/answers"),
        fields=fields,
    )


def _registers(table: SettingsReader) -> HttpRegistersSettings:
    fields = table.names("fields", RegisterFields(), may_be_empty=set())
    table.apart([fields.register, fields.given])
    return HttpRegistersSettings(
        endpoint=_endpoint(table, _MEBIBYTE), path=table.path("path", "/find"), fields=fields
    )


def _endpoint(table: SettingsReader, largest: int) -> Endpoint:
    return Endpoint(
        address=table.address("address"),
        credential=table.text("credential", "") or None,
        credential_header=table.header("credential_header", "Authorization"),
        credential_prefix=table.text("credential_prefix", "Bearer "),
        idempotency_header=table.header("idempotency_header", "Idempotency-Key", may_be_empty=True),
        connect_timeout=table.seconds("connect_timeout", 5.0),
        read_timeout=table.seconds("read_timeout", 15.0),
        total_timeout=table.seconds("total_timeout", 60.0),
        max_response_bytes=table.count("max_response_bytes", largest),
        refused_statuses=table.statuses("refused_statuses", REFUSED),
        ca_file=table.file("ca_file"),
    )
