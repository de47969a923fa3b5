"""The rows behind each change of the reference data and the staff, on an embedded database."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, func, insert, or_, select, update

from desktop.base.clock import amman_date, parse_moment, start_of_day
from desktop.base.errors import Refusal
from desktop.base.money import dinars
from desktop.models import refusals
from desktop.models.change_data import ChangeData
from desktop.models.gateway_rules import require_gateway
from desktop.models.records.outside import STAGES
from desktop.models.records.people import Job
from desktop.models.records.plan import canonical_json
from desktop.models.tables.applications import cases
from desktop.models.tables.letters import letter_template, letterhead
from desktop.models.tables.office import (
    course,
    delegation,
    department,
    fee,
    gateway_setting,
    holiday,
    reason,
    setting,
    staff,
    staff_authority,
    staff_grant,
    wording,
)
from desktop.models.tables.outside import outside_body, profession

_ITEM = re.compile(r"[a-z][a-z0-9_]{0,39}")
_PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")
MOST_LOGO_BYTES = 300_000
SECRET = "secret"  # noqa: S105 - the name of a key in the data, not a secret


class _Rows:
    """What every change needs: the open transaction, the day, and who asks."""

    def __init__(self, connection: Connection, login: str, now: datetime) -> None:
        self._connection = connection
        self._login = login
        self._now = now

    def _today(self) -> date:
        return amman_date(self._now)

    def _exists(self, table: Table, condition: ColumnElement[bool]) -> bool:
        found = select(table).where(condition).limit(1)
        return self._connection.execute(found).first() is not None

    def _need(self, table: Table, condition: ColumnElement[bool], field: str) -> None:
        if not self._exists(table, condition):
            raise refusals.invalid(field)

    def _insert(self, table: Table, **values: object) -> None:
        self._connection.execute(insert(table).values(**values))

    def _upsert(self, table: Table, key: str, values: Mapping[str, object]) -> None:
        same = table.c[key] == values[key]
        if self._exists(table, same):
            self._connection.execute(update(table).where(same).values(**values))
        else:
            self._insert(table, **values)


class ReferenceRows(_Rows):
    """Fees, courses, holidays, reasons, wordings, settings, departments, letters' templates."""

    def fee(self, data: ChangeData) -> None:
        try:
            amount = dinars(data.text("amount"))
        except (ValueError, ArithmeticError) as wrong:
            raise refusals.invalid("amount") from wrong
        if amount <= 0:
            raise refusals.invalid("amount")
        valid_from = data.day("valid_from")
        if valid_from < self._today():
            raise refusals.invalid("valid_from")
        if valid_from == self._today() and self._owed_today(data.text("code")):
            raise Refusal.one(
                "owed_today",
                "قُدّمت اليوم طلبات على الرسم الحالي؛ اجعل الرسم الجديد اعتباراً من الغد.",
                "Applications submitted today owe the present fee; let the new one begin tomorrow.",
                field="valid_from",
            )
        self._dated_value(fee, {"code": data.text("code")}, valid_from, amount=amount)

    def _owed_today(self, code: str) -> bool:
        """Whether an application of today owes that fee, which must not change for it (TRN-15)."""
        courses = set(
            self._connection.execute(select(course.c.code).where(course.c.fee_code == code)).scalars()
        )
        courses |= set(
            self._connection.execute(select(profession.c.code).where(profession.c.fee_code == code)).scalars()
        )
        payloads = self._connection.execute(
            select(cases.c.payload).where(cases.c.submitted_at >= start_of_day(self._today()))
        ).scalars()
        return any(courses & {str(v) for v in json.loads(payload).values()} for payload in payloads)

    def setting(self, data: ChangeData) -> None:
        valid_from = data.day("valid_from")
        if valid_from < self._today():
            raise refusals.invalid("valid_from")
        self._dated_value(setting, {"name": data.text("name")}, valid_from, value=data.text("value"))

    def wording(self, data: ChangeData) -> None:
        try:
            valid_from = parse_moment(data.text("valid_from"))
        except ValueError as wrong:
            raise refusals.invalid("valid_from") from wrong
        if valid_from < start_of_day(self._today()):
            raise refusals.invalid("valid_from")
        service, key = data.text("service"), data.text("key")
        same = and_(wording.c.service == service, wording.c.key == key, wording.c.valid_from == valid_from)
        if valid_from > self._now:
            self._connection.execute(delete(wording).where(same))
        elif self._exists(wording, same):
            raise refusals.invalid("valid_from")
        self._insert(wording, service=service, key=key, text=data.text("text"), valid_from=valid_from)

    def letter_template(self, data: ChangeData) -> None:
        kind, version = data.text("kind"), data.number("version")
        same_kind = letter_template.c.kind == kind
        newest = self._connection.execute(
            select(func.max(letter_template.c.version)).where(same_kind)
        ).scalar_one()
        if version < 2 or (newest is not None and version <= newest):
            raise refusals.invalid("version")
        content = data.part("content")
        for name in ("title", "subject", "addressee"):
            if not isinstance(content.get(name), str):
                raise refusals.invalid(name)
        paragraphs = content.get("paragraphs")
        # A list is its table; it may do without paragraphs.
        if not isinstance(paragraphs, list) or not (paragraphs or content.get("listed") is True):
            raise refusals.invalid("paragraphs")
        text = canonical_json(content)
        self._insert(
            letter_template,
            kind=kind,
            version=version,
            content=text,
            valid_from=self._now,
            author=self._login,
        )

    def _dated_value(self, table: Table, key: Mapping[str, str], valid_from: date, **value: object) -> None:
        """A value from a day on; until that day is over it may still be corrected."""
        (name, code), *_ = key.items()
        same = and_(table.c[name] == code, table.c.valid_from == valid_from)
        if self._exists(table, same):
            self._connection.execute(update(table).where(same).values(**value))
        else:
            self._insert(table, **key, **value, valid_from=valid_from)

    def course(self, data: ChangeData) -> None:
        self._need(department, department.c.code == data.text("department"), "department")
        code = data.text("code")
        known = self._connection.execute(select(course).where(course.c.code == code)).mappings().first()
        plain = {"kind": "training", "prerequisite": "", "minimum": 0, "maximum": 0, "details": "{}"}
        rest = {name: known[name] if known else value for name, value in plain.items()}
        fee_code = data.loose("fee_code")
        if fee_code:
            self._need(fee, fee.c.code == fee_code, "fee_code")
        rest |= data.given_of("kind", "prerequisite", "minimum", "maximum")
        if rest["prerequisite"]:
            is_level = and_(
                course.c.code == rest["prerequisite"], course.c.kind == "level", course.c.code != code
            )
            self._need(course, is_level, "prerequisite")
        if not 0 <= int(str(rest["minimum"])) <= int(str(rest["maximum"])) <= 9999:
            raise refusals.invalid("minimum")
        if data.has("details"):
            rest["details"] = canonical_json(data.texts_in("details"))
        values = data.texts("code", "department", "name_ar", "name_en")
        hours, active = data.whole("hours"), data.flag("active")
        self._upsert(
            course, "code", {**values, **rest, "fee_code": fee_code, "hours": hours, "active": active}
        )

    def reason(self, data: ChangeData) -> None:
        if data.text("scope") not in ("attachment", "refusal"):
            raise refusals.invalid("scope")
        values = data.texts("code", "scope", "text_ar", "text_en")
        service = data.loose("service")
        self._upsert(reason, "code", {**values, "active": data.flag("active"), "service": service})

    def outside_body(self, data: ChangeData) -> None:
        stage, days = data.number("stage"), data.number("answer_days")
        if stage not in STAGES:
            raise refusals.invalid("stage")
        if days > 365:
            raise refusals.invalid("answer_days")
        values = data.texts("code", "name_ar", "name_en")
        active = data.flag("active")
        self._upsert(outside_body, "code", {**values, "stage": stage, "answer_days": days, "active": active})

    def profession(self, data: ChangeData) -> None:
        values = data.texts("code", "name_ar", "name_en", "fee_code")
        self._need(fee, fee.c.code == values["fee_code"], "fee_code")
        named = data.items("bodies")
        for code in named:
            self._need(outside_body, outside_body.c.code == str(code), "bodies")
        checklist = data.items("checklist")
        if not all(isinstance(item, dict) and _is_item(item) for item in checklist):
            raise refusals.invalid("checklist")
        lists = {"bodies": canonical_json(named), "checklist": canonical_json(checklist)}
        flags = {name: data.flag(name) for name in ("needs_permit", "active")}
        self._upsert(profession, "code", {**values, **lists, **flags})

    def department(self, data: ChangeData) -> None:
        prefix = data.text("letter_prefix")
        taken = and_(department.c.letter_prefix == prefix, department.c.code != data.text("code"))
        if self._exists(department, taken):
            raise refusals.invalid("letter_prefix")
        values = data.texts("code", "name_ar", "name_en", "letter_prefix")
        loose = ("contact_name", "contact_phone", "contact_hours", "signatory_name", "signatory_title")
        flags = {name: data.flag(name) for name in ("hosts_training", "decides_hosting")}
        self._upsert(department, "code", {**values, **{n: data.loose(n) for n in loose}, **flags})

    def letterhead(self, data: ChangeData) -> None:
        code = data.text("department")
        self._need(department, department.c.code == code, "department")
        values: dict[str, object] = {"department": code, "address_line": data.loose("address_line")}
        if data.given("logo"):
            values["logo"] = _picture(data.loose("logo"))
        self._upsert(letterhead, "department", values)

    def gateway(self, data: ChangeData) -> None:
        name = data.text("gateway")
        if not data.has("removed"):
            settings = data.part("settings")
            require_gateway(name, settings)
            self._upsert(gateway_setting, "gateway", {"gateway": name, "settings": canonical_json(settings)})
        elif not self._connection.execute(
            delete(gateway_setting).where(gateway_setting.c.gateway == name)
        ).rowcount:
            raise refusals.invalid("gateway")

    def holiday(self, data: ChangeData) -> None:
        day = data.day("day")
        if not data.has("removed"):
            self._upsert(holiday, "day", {"day": day, **data.texts("name_ar", "name_en", "circular")})
        elif not self._connection.execute(delete(holiday).where(holiday.c.day == day)).rowcount:
            raise refusals.invalid("day")


def _picture(encoded: str) -> bytes | None:
    if not encoded:
        return None
    try:
        content = base64.b64decode(encoded, validate=True)
    except binascii.Error as wrong:
        raise refusals.invalid("logo") from wrong
    if not content.startswith(_PICTURES) or len(content) > MOST_LOGO_BYTES:
        raise refusals.invalid("logo")
    return content


def _is_item(item: Mapping[str, object]) -> bool:
    """Whether ``item`` of a checklist has a code and says in both languages what is looked at."""
    told = all(str(item.get(key, "")).strip() for key in ("code", "ar", "en"))
    return told and bool(_ITEM.fullmatch(str(item["code"])))


class StaffRows(_Rows):
    """Accounts, their grants and authorities, delegations."""

    def delegation(self, data: ChangeData) -> None:
        first_day, last_day = data.day("first_day"), data.day("last_day")
        if last_day < first_day or last_day < self._today():
            raise refusals.invalid("last_day")
        values = data.texts("from_login", "to_login", "department", "job", "reason")
        if values["job"] not in (Job.CLERK, Job.SUPERVISOR):
            raise refusals.invalid("job")
        held = and_(
            staff_grant.c.login == values["from_login"],
            staff_grant.c.department == values["department"],
            staff_grant.c.job == values["job"],
            staff_grant.c.valid_from <= last_day,
            or_(staff_grant.c.valid_to.is_(None), staff_grant.c.valid_to >= first_day),
        )
        self._need(staff_grant, held, "from_login")
        active = and_(staff.c.login == values["to_login"], staff.c.active)
        self._need(staff, active, "to_login")
        if values["to_login"] == values["from_login"]:
            raise refusals.invalid("to_login")
        self._insert(delegation, **values, first_day=first_day, last_day=last_day, revoked=False)

    def delegation_revoke(self, data: ChangeData) -> None:
        done = self._connection.execute(
            update(delegation)
            .where(delegation.c.id == data.number("delegation_id"), ~delegation.c.revoked)
            .values(revoked=True)
        )
        if done.rowcount != 1:
            raise refusals.invalid("delegation_id")

    def staff(self, data: ChangeData) -> None:
        values = data.texts("login", "name_ar", "name_en")
        if self._exists(staff, staff.c.login == values["login"]):
            raise refusals.invalid("login")
        self._insert(staff, **values, active=True, password_hash=data.text(SECRET))

    def staff_active(self, data: ChangeData) -> None:
        login, active = data.text("login"), data.flag("active")
        if login == self._login and not active:
            # The last administrator could lock everybody out for good.
            raise refusals.invalid("login")
        self._update_staff(login, active=active)

    def password(self, data: ChangeData) -> None:
        self._update_staff(data.text("login"), password_hash=data.text(SECRET))

    def _update_staff(self, login: str, **values: object) -> None:
        done = self._connection.execute(update(staff).where(staff.c.login == login).values(**values))
        if done.rowcount != 1:
            raise refusals.invalid("login")

    def staff_grant(self, data: ChangeData) -> None:
        login = data.text("login")
        self._need(staff, staff.c.login == login, "login")
        if data.has("grant_id"):
            self._end(staff_grant, login, data)
            return
        job, code = data.text("job"), data.loose("department") or None
        if job not in (Job.CLERK, Job.SUPERVISOR, Job.ADMIN):
            raise refusals.invalid("job")
        if (job == Job.ADMIN) is not (code is None):
            raise refusals.invalid("department")
        if code is not None:
            self._need(department, department.c.code == code, "department")
        self._begin(staff_grant, {"login": login, "job": job, "department": code}, data)

    def staff_authority(self, data: ChangeData) -> None:
        login = data.text("login")
        self._need(staff, staff.c.login == login, "login")
        if data.has("grant_id"):
            self._end(staff_authority, login, data)
        else:
            self._begin(staff_authority, {"login": login, "authority": data.text("authority")}, data)

    def _begin(self, table: Table, values: Mapping[str, object], data: ChangeData) -> None:
        valid_from, valid_to = data.day("valid_from"), data.last_day("valid_to")
        if valid_from < self._today():
            raise refusals.invalid("valid_from")
        if valid_to is not None and valid_to < valid_from:
            raise refusals.invalid("valid_to")
        self._insert(table, **values, valid_from=valid_from, valid_to=valid_to)

    def _end(self, table: Table, login: str, data: ChangeData) -> None:
        last_day = data.last_day("valid_to")
        # Yesterday ends it at once; an earlier end would rewrite what was allowed until now.
        if last_day is not None and last_day < self._today() - timedelta(days=1):
            raise refusals.invalid("valid_to")
        mine = and_(table.c.id == data.number("grant_id"), table.c.login == login)
        if table is staff_grant:
            # The program's own job, and the right that the caller uses at this moment.
            mine = and_(mine, table.c.job != Job.WORKER)
            if login == self._login:
                mine = and_(mine, table.c.job != Job.ADMIN)
        if not self._connection.execute(update(table).where(mine).values(valid_to=last_day)).rowcount:
            raise refusals.invalid("grant_id")
