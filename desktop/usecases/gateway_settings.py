"""How SMS, payments, portal and registers are reached: kept in the database, changed by administrators.

A secret never stands there, only its name: the keyring of the machine that asks holds it, on a server
systemd's credentials (``desktop.base.secrets``).
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath, PureWindowsPath

from desktop.base.errors import Problem, Refusal
from desktop.base.text import Text, ltr
from desktop.gateways.settings import load_gateways
from desktop.models.gateway_rules import GATEWAYS, is_secret
from desktop.models.queries.gateways import gateway_rows
from desktop.models.records.case import ChangeSet
from desktop.usecases.office.forms import change, current
from desktop.usecases.session import Session

_OWN_FIELDS = ("address", "credential")
_FILE = "ca_file"
_BARE = re.compile(r"[A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class GatewayRecord:
    """A gateway as it is kept; without an address it writes files in the worker's data folder."""

    name: str
    label: Text
    settings: Mapping[str, object]

    @property
    def address(self) -> str:
        return str(self.settings.get("address", ""))

    @property
    def credential(self) -> str:
        return str(self.settings.get("credential", ""))

    @property
    def further(self) -> str:
        """Its other settings, as TOML."""
        return as_toml({key: value for key, value in self.settings.items() if key not in _OWN_FIELDS})


LABELS = {
    "sms": Text("الرسائل القصيرة", "SMS"),
    "payments": Text("الدفع الإلكتروني", "Payments"),
    "portal": Text("البوابة الإلكترونية", "Portal"),
    "registers": Text("السجلات", "Registers"),
}


def list_gateways(session: Session) -> tuple[GatewayRecord, ...]:
    """Every gateway with what is kept of it."""
    with session.database.reading() as connection:
        session.office(connection)
        kept = gateway_rows(connection)
    return gateway_records(kept)


def gateway_records(kept: Mapping[str, Mapping[str, object]]) -> tuple[GatewayRecord, ...]:
    """A record for each gateway there is, of those that are ``kept`` in the database and the others."""
    return tuple(GatewayRecord(name, LABELS[name], kept.get(name, {})) for name in GATEWAYS)


def change_gateway(session: Session, name: str, settings: Mapping[str, object]) -> ChangeSet:
    """Keeps ``settings`` (as in docs/gateways.md) for the gateway ``name``; in force from the next round on.

    Raises ``Refusal`` naming every wrong setting (``"sms.address"``), an unknown gateway (``gateway``), and a
    constant that is a secret: whoever works here could read it.
    """
    _require_known(name)
    problems = [*_secrets(name, settings), *_elsewhere(name, settings)]
    # The file of authorities lies where the worker is: whether it is there is not known at a desk.
    here = {key: value for key, value in settings.items() if key != _FILE}
    try:
        load_gateways({name: here})
    except Refusal as refusal:
        problems += refusal.problems
    if problems:
        raise Refusal(problems)
    return _changed(session, {"gateway": name, "settings": dict(settings)})


def drop_gateway(session: Session, name: str) -> ChangeSet:
    """Forgets the gateway's settings: from the next round on it writes files again."""
    _require_known(name)
    if not any(one.name == name and one.settings for one in list_gateways(session)):
        raise Refusal.one(
            "not_set",
            "لا إعدادات محفوظة لهذه البوابة.",
            "There are no settings of this gateway to drop.",
            field="gateway",
        )
    return _changed(session, {"gateway": name, "removed": True})


def typed_settings(address: str, credential: str, further: str) -> dict[str, object]:
    """The settings as a form holds them; ``further`` is TOML. Raises ``Refusal`` (field ``further``)."""
    try:
        found: dict[str, object] = tomllib.loads(further)
    except tomllib.TOMLDecodeError as error:
        raise Refusal.one(
            "toml",
            f"ليست إعدادات بصيغة TOML: {ltr(str(error))}.",
            f"Not settings in TOML: {error}.",
            field="further",
        ) from error
    return {**found, "address": address.strip()} | ({"credential": credential.strip()} if credential else {})


def as_toml(settings: Mapping[str, object], within: str = "") -> str:
    """``settings`` of the table ``within`` as TOML, tables last; :func:`typed_settings` reads it again."""
    lines, tables = [], []
    for key, value in settings.items():
        if isinstance(value, Mapping):
            full = f"{within}.{_key(key)}" if within else _key(key)
            tables.append(f"[{full}]\n{as_toml(value, full)}")
        else:
            # Texts, numbers, flags and lists of them are written as JSON writes them.
            lines.append(f"{_key(key)} = {json.dumps(value, ensure_ascii=False)}\n")
    return "".join(lines + tables)


def _changed(session: Session, data: Mapping[str, object]) -> ChangeSet:
    if not current(session).actor.is_admin:
        raise Refusal.one(
            "not_allowed",
            "إعدادات البوابات لمدير النظام وحده.",
            "Only an administrator changes the gateways' settings.",
        )
    return change(session, "reference", "gateway", data)


def _require_known(name: str) -> None:
    if name not in GATEWAYS:
        listed = ", ".join(GATEWAYS)
        raise Refusal.one(
            "choice",
            f"بوابة غير معروفة؛ البوابات: {ltr(listed)}.",
            f"No such gateway; there are: {listed}.",
            field="gateway",
        )


def _secrets(name: str, settings: Mapping[str, object]) -> list[Problem]:
    """A problem for each constant that is a secret by its name."""
    constants = settings.get("constants")
    return [
        Problem(
            f"{name}.constants.{key}",
            "secret",
            Text(
                f"{ltr(str(key))} سرّ: لا تُحفظ الأسرار في قاعدة البيانات. ضعه في حافظة الخدمة الخلفية وسمّه في "
                f"{ltr('credential')}.",
                f"{key} is a secret: the database keeps none. Put it into the worker's credentials and name"
                " it in credential.",
            ),
        )
        for key in (constants if isinstance(constants, Mapping) else ())
        if is_secret(str(key))
    ]


def _elsewhere(name: str, settings: Mapping[str, object]) -> list[Problem]:
    path = settings.get(_FILE)
    if path is None or (
        isinstance(path, str) and (PurePosixPath(path).is_absolute() or PureWindowsPath(path).is_absolute())
    ):
        return []
    text = Text(
        "المسار الكامل لملف الشهادات على جهاز الخدمة الخلفية.",
        "The whole path of the file of certificates on the worker's machine.",
    )
    return [Problem(f"{name}.{_FILE}", "path", text)]


def _key(key: str) -> str:
    return key if _BARE.fullmatch(key) else json.dumps(key, ensure_ascii=False)
