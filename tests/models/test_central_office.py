"""Reference data and staff are changed by those who may, and every change is kept."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import select, text

from desktop.base.errors import Refusal
from desktop.base.text import Text
from desktop.models.central import CentralAccounts, CentralSteps, verifier
from desktop.models.chain import chain_hash, microseconds
from desktop.models.install import sync
from desktop.models.office_changes import EmbeddedOffice
from desktop.models.queries.office import load_actor
from desktop.models.sync import write_definitions
from desktop.models.tables import office as tables
from desktop.models.tables.letters import letter_template, letterhead
from desktop.workflows.registry import load
from desktop.workflows.sync import synced
from tests.models.attempts import DENIED, refused
from tests.models.databases import CentralDatabase, password_of
from tests.models.play import MORNING, CentralDesk, EmbeddedDesk, Play, task, training

pytestmark = pytest.mark.postgres

OFFICE_TABLES = (
    tables.department, tables.staff_grant, tables.staff_authority, tables.delegation, tables.course,
    tables.fee, tables.holiday, tables.reason, tables.setting, tables.office_event,
    tables.gateway_setting, letter_template, letterhead,
)  # fmt: skip

DEPARTMENT = {
    "code": "lib", "name_ar": "المكتبات", "name_en": "Libraries", "letter_prefix": "LIB",
    "hosts_training": True, "decides_hosting": False, "contact_name": "", "contact_phone": "",
    "contact_hours": "", "signatory_name": "", "signatory_title": "",
}  # fmt: skip
CHANGES: dict[str, dict[str, object]] = {
    "fee": {"code": "gis.basic", "amount": "70.500", "valid_from": "2027-06-01"},
    "course": {
        "code": "gis-2", "department": "gis", "name_ar": "متقدم", "name_en": "Advanced", "hours": 20,
        "fee_code": "gis.basic", "active": True,
    },
    "holiday": {"day": "2026-12-25", "name_ar": "عيد الميلاد", "name_en": "Christmas", "circular": "12/2026"},
    "reason": {"code": "stamp", "scope": "attachment", "text_ar": "ختم", "text_en": "Stamp", "active": True},
    "wording": {"service": "TRN", "key": "approved", "text": "قُبل {reference} ويبدأ {period_from}."},
    "letter_template": {
        "kind": "training_refusal", "version": 2,
        "content": {"title": "اعتذار", "subject": "{reference}", "addressee": "{addressee}",
                    "paragraphs": [{"text": "نعتذر: {reasons}", "when": []}]},
    },
    "letterhead": {
        "department": "hr", "address_line": "رأس العين، عمّان",
        "logo": base64.b64encode(b"\x89PNG\r\n\x1a\nlogo").decode(),
    },
    "gateway": {
        "gateway": "sms",
        "settings": {
            "address": "https://sms.example/api", "credential": "sms-gateway", "read_timeout": 12.5,
            "refused_statuses": [400], "constants": {"from": "بلدية"}, "fields": {"to": "to"},
        },
    },
    "setting": {"name": "trn.payment_days", "value": "5", "valid_from": "2026-11-22"},
    "department": DEPARTMENT,
    "delegation": {
        "from_login": "clerk.hr", "to_login": "clerk2.hr", "department": "hr", "job": "clerk",
        "first_day": "2026-12-01", "last_day": "2026-12-03", "reason": "إجازة",
    },
    "staff_authority": {"login": "clerk.gis", "authority": "senior_management", "valid_from": "2026-11-22"},
    "staff_grant": {"login": "nobody", "department": "gis", "job": "clerk", "valid_from": "2026-11-22"},
}  # fmt: skip

# A wording holds from the moment it was written, which is the program's on one database and the server's
# on the other, unless it is told.
SAME_MOMENT: dict[str, dict[str, object]] = {"wording": {"valid_from": MORNING.isoformat()}}


def office(central: CentralDatabase, login: str, subject: str, data: Mapping[str, object]) -> int:
    with central.steps(login) as steps:
        return steps.office(subject, data, "ws")


def rejected(central: CentralDatabase, login: str, subject: str, data: Mapping[str, object]) -> str:
    with pytest.raises(Refusal) as caught:
        office(central, login, subject, data)
    problem = caught.value.problems[0]
    return problem.field or problem.code


@pytest.mark.clause("COM-07")
def test_every_change_is_in_one_chain(fresh_central: CentralDatabase) -> None:
    for number, (subject, data) in enumerate(CHANGES.items(), start=1):
        assert office(fresh_central, "admin", subject, data) == number
    with fresh_central.connected("admin") as connection:
        rows = connection.execute(text("SELECT * FROM office_event ORDER BY number")).mappings().all()
    previous = ""
    for row in rows:
        parts = (
            str(row["number"]),
            microseconds(row["at"].astimezone(UTC)),
            row["actor"],
            row["workstation"],
        )
        previous = chain_hash(previous, (*parts, row["subject"], row["data"]))
        assert row["hash"] == previous
    assert [json.loads(row["data"]) for row in rows] == list(CHANGES.values())


def test_the_same_row_is_changed_not_doubled(fresh_central: CentralDatabase) -> None:
    for amount in ("70.500", "80.000"):
        office(fresh_central, "admin", "fee", {**CHANGES["fee"], "amount": amount})
    office(fresh_central, "admin", "holiday", CHANGES["holiday"])
    office(fresh_central, "admin", "holiday", {"day": "2026-12-25", "removed": True})
    with fresh_central.connected() as connection:
        amounts = connection.execute(text("SELECT amount FROM fee WHERE valid_from = '2027-06-01'")).scalars()
        assert [str(a) for a in amounts] == ["80.000"]
        assert connection.execute(text("SELECT count(*) FROM holiday")).scalar_one() == 0


def test_both_databases_change_the_same_rows(fresh_central: CentralDatabase, tmp_path: Path) -> None:
    embedded = EmbeddedDesk(tmp_path)
    with embedded.connected("admin") as connection:
        actor = load_actor(connection, "admin", MORNING.date())
        assert actor is not None
        write_definitions(connection, [synced(service) for service in load().values()], MORNING)
    more: list[tuple[str, dict[str, object]]] = [
        ("fee", {**CHANGES["fee"], "amount": "80.250"}),
        ("holiday", {"day": "2026-12-25", "removed": True, "reason": "أُلغي التعميم"}),
        ("delegation_revoke", {"delegation_id": 1, "reason": "عاد"}),
        ("staff_grant", {"login": "clerk.gis", "grant_id": 5, "valid_to": "2026-11-30"}),
        ("staff_authority", {"login": "clerk.gis", "grant_id": 2, "valid_to": "2026-11-21"}),
        ("staff_active", {"login": "clerk.parks", "active": False}),
        # A login is the whole server's: other tests use it too.
        ("staff_active", {"login": "clerk.parks", "active": True}),
    ]
    found = []
    for subject, data in [*CHANGES.items(), *more]:
        office(fresh_central, "admin", subject, {**data, **SAME_MOMENT.get(subject, {})})
        with embedded.connected("admin") as connection:
            changes = EmbeddedOffice(connection, actor, embedded.clock)
            changes.office(subject, {**data, **SAME_MOMENT.get(subject, {})}, "ws")
    for database in (fresh_central, embedded):
        with database.connected("admin") as connection:
            found.append(
                {
                    table.name: connection.execute(select(table).order_by(*table.primary_key.columns)).all()
                    for table in OFFICE_TABLES
                }
            )
    embedded.database.close()
    assert len(found[0]["office_event"]) == len(CHANGES) + len(more)
    for name, rows in found[0].items():
        assert rows == found[1][name], name


@pytest.mark.clause("TRN-15")
def test_a_fee_of_today_is_not_changed_for_those_who_owe_it(fresh_central: CentralDatabase) -> None:
    today = {**CHANGES["fee"], "valid_from": "2026-11-22"}
    office(fresh_central, "admin", "fee", today)
    Play(CentralDesk(fresh_central)).open(training())
    assert rejected(fresh_central, "admin", "fee", today) == "valid_from"
    office(fresh_central, "admin", "fee", {**today, "valid_from": "2026-11-23"})


def test_an_administrator_does_not_end_their_own_right(fresh_central: CentralDatabase) -> None:
    with fresh_central.connected() as connection:
        own = connection.execute(text("SELECT id FROM staff_grant WHERE login = 'admin'")).scalar_one()
    ended = {"login": "admin", "grant_id": own, "valid_to": "2026-11-30"}
    assert rejected(fresh_central, "admin", "staff_grant", ended) == "grant_id"


@pytest.mark.parametrize("login", ["clerk.hr", "supervisor.gis", "nobody"])
def test_others_change_nothing(central: CentralDatabase, login: str) -> None:
    for subject, data in CHANGES.items():
        assert rejected(central, login, subject, data) == "not_allowed", subject


@pytest.mark.clause("COM-15")
def test_a_supervisor_arranges_the_absences_of_their_department(fresh_central: CentralDatabase) -> None:
    wanted = CHANGES["delegation"]
    office(fresh_central, "supervisor.hr", "delegation", wanted)
    assert (
        rejected(fresh_central, "supervisor.hr", "delegation", {**wanted, "department": "gis"})
        == "not_allowed"
    )
    assert (
        rejected(fresh_central, "supervisor.gis", "delegation_revoke", {"delegation_id": 1}) == "not_allowed"
    )
    office(fresh_central, "supervisor.hr", "delegation_revoke", {"delegation_id": 1})
    with fresh_central.connected() as connection:
        assert connection.execute(text("SELECT revoked FROM delegation")).scalars().all() == [True]


@pytest.mark.parametrize(
    ("subject", "change", "field"),
    [
        ("fee", {"amount": "-1"}, "amount"),
        ("fee", {"amount": "1.2345"}, "amount"),
        ("fee", {"valid_from": "2027-13-01"}, "valid_from"),
        ("fee", {"valid_from": "2026-11-21"}, "valid_from"),
        ("fee", {"amount": "0"}, "amount"),
        ("course", {"fee_code": "none"}, "fee_code"),
        ("holiday", {"removed": True, "day": "2026-12-24"}, "day"),
        ("wording", {"valid_from": "2026-11-20T09:00:00+03:00"}, "valid_from"),
        ("setting", {"valid_from": "2026-11-21"}, "valid_from"),
        ("department", {"letter_prefix": "HR"}, "letter_prefix"),
        ("delegation", {"first_day": "2026-11-01", "last_day": "2026-11-21"}, "last_day"),
        ("delegation_revoke", {"delegation_id": 99}, "delegation_id"),
        ("staff_grant", {"valid_from": "2026-11-21"}, "valid_from"),
        ("staff_grant", {"valid_to": "2026-11-21"}, "valid_to"),
        ("staff_grant", {"grant_id": 10**6, "valid_to": "2026-11-21"}, "grant_id"),
        ("staff_grant", {"login": "clerk.hr", "grant_id": 1, "valid_to": "2026-11-20"}, "valid_to"),
        ("staff_authority", {"valid_from": "2026-11-21"}, "valid_from"),
        ("course", {"department": "nowhere"}, "department"),
        ("course", {"active": "yes"}, "active"),
        ("holiday", {"day": "tomorrow"}, "day"),
        ("reason", {"scope": "mood"}, "scope"),
        ("wording", {"text": "{national_secret}"}, "text"),
        ("wording", {"text": "{reference"}, "text"),
        ("wording", {"key": "no_such"}, "key"),
        ("setting", {"value": " "}, "value"),
        ("letterhead", {"department": "nowhere"}, "department"),
        ("letterhead", {"logo": "bm8gcGljdHVyZQ=="}, "logo"),
        ("letterhead", {"logo": "not base64"}, "logo"),
        ("gateway", {"gateway": "pigeons"}, "gateway"),
        ("gateway", {"gateway": "portal", "removed": True}, "gateway"),
        ("gateway", {"settings": "none"}, "settings"),
        ("gateway", {"settings": {}}, "address"),
        ("gateway", {"settings": {"address": "http://sms.example"}}, "address"),
        ("gateway", {"settings": {"address": "https://me:secret@sms.example"}}, "address"),
        ("gateway", {"settings": {"address": "http://127.0.0.1:8080/x", "credential": "a b"}}, "credential"),
        ("gateway", {"settings": {"address": "https://x", "constants": {"PassWord": "1"}}}, "constants"),
        ("letter_template", {"version": 1}, "version"),
        ("letter_template", {"content": "text"}, "content"),
        ("letter_template", {"content": {"title": "t"}}, "subject"),
        ("letter_template", {"content": {"title": "", "subject": "", "addressee": ""}}, "paragraphs"),
        ("department", {"letter_prefix": ""}, "letter_prefix"),
        ("delegation", {"to_login": "clerk.hr"}, "to_login"),
        ("delegation", {"from_login": "clerk.gis"}, "from_login"),
        ("delegation", {"job": "admin"}, "job"),
        ("delegation", {"last_day": "2026-11-30"}, "last_day"),
        ("staff_grant", {"job": "worker"}, "job"),
        ("staff_grant", {"job": "admin"}, "department"),
        ("staff_grant", {"department": None}, "department"),
        ("staff_grant", {"login": "ghost"}, "login"),
        ("staff_active", {"login": "admin", "active": False}, "login"),
        ("weather", {}, "subject"),
    ],
)
def test_a_wrong_value_names_its_field(
    central: CentralDatabase, subject: str, change: dict[str, object], field: str
) -> None:
    assert rejected(central, "admin", subject, {**CHANGES.get(subject, {}), **change}) == field


def test_a_new_wording_and_a_new_window_hold_from_now_on(fresh_central: CentralDatabase) -> None:
    office(
        fresh_central,
        "admin",
        "setting",
        {"name": "trn.correction_days", "value": "7", "valid_from": "2026-11-22"},
    )
    office(
        fresh_central, "admin", "wording", {"service": "TRN", "key": "accepted", "text": "رقمكم {reference}"}
    )
    play = Play(CentralDesk(fresh_central))
    opened = play.open(task())
    assert play.file("clerk.hr").messages[0].text == f"رقمكم {opened.reference}"
    play.judge("clerk.hr", "rejected", reason_code="unclear")
    play.do("clerk.hr", "request_correction")
    assert json.loads(play.file("clerk.hr").deadlines[0].rule) == {"amount": 7, "day": None, "unit": "days"}


class TestAccounts:
    """Logins are made, locked and re-passworded from the desk."""

    def create(self, central: CentralDatabase, by: str, login: str, password: str = "Good-1234") -> int:
        with central.connected(by) as connection:
            return CentralAccounts(connection).create_staff(login, Text("موظف", "Employee"), password, "ws")

    def logged_in(self, central: CentralDatabase, login: str, password: str) -> list[str]:
        url = central.url("admin").set(username=login, password=password, drivername="postgresql")
        with psycopg.connect(url.render_as_string(hide_password=False)) as connection:
            found = connection.execute("SELECT app.my_departments()").fetchone()
            assert found is not None
            departments: list[str] = found[0]
            return departments

    def test_a_new_clerk_works_the_same_morning(self, central: CentralDatabase) -> None:
        login = "rana.new"
        self.create(central, "admin", login, password_of(login))
        assert self.logged_in(central, login, password_of(login)) == []
        office(
            central, "admin", "staff_grant",
            {"login": login, "department": "hr", "job": "clerk", "valid_from": "2026-11-22"},
        )  # fmt: skip
        assert self.logged_in(central, login, password_of(login)) == ["hr"]
        with central.connected(login) as connection:
            CentralAccounts(connection).set_password(login, "Other-5678", "ws")
        with pytest.raises(psycopg.OperationalError):
            self.logged_in(central, login, password_of(login))
        office(central, "admin", "staff_active", {"login": login, "active": False})
        with pytest.raises(psycopg.OperationalError, match="not permitted"):
            self.logged_in(central, login, "Other-5678")
        office(central, "admin", "staff_active", {"login": login, "active": True})
        assert self.logged_in(central, login, "Other-5678") == ["hr"]

    def test_the_password_is_in_no_record(self, central: CentralDatabase) -> None:
        self.create(central, "admin", "secret.keeper", "Never-0000")
        with central.connected() as connection:
            kept = connection.execute(
                text("SELECT string_agg(data, ' ') FROM office_event WHERE subject IN ('staff', 'password')")
            ).scalar_one()
        assert "Never-0000" not in kept
        assert "SCRAM" not in kept
        assert "Never-0000" not in central.server.log()

    @pytest.mark.parametrize(
        "login", ["Admin", "a", "x; DROP ROLE y", 'a"b', "postgres", "pg_x", "diwan_owner", "clerk.hr", "أمل"]
    )
    def test_a_login_is_a_plain_new_word(self, central: CentralDatabase, login: str) -> None:
        with pytest.raises(Refusal) as caught:
            self.create(central, "admin", login)
        assert caught.value.problems[0].field == "login"
        if not login.isidentifier() or login in ("postgres", "pg_x", "diwan_owner"):
            secret = "SELECT app.create_staff(:login, 'x', 'x', :verifier)"
            with central.connected("admin") as connection:
                made = verifier(connection, "x", "y")
            assert refused(central, "admin", secret, login=login, verifier=made) == "DWINV"

    @pytest.mark.parametrize("secret", ["plain", "", "md5" + "0" * 32, "SCRAM-SHA-256$4096:x'; DROP--$a:b"])
    def test_only_a_scram_verifier_is_kept(self, central: CentralDatabase, secret: str) -> None:
        statement = "SELECT app.create_staff('new.one', 'x', 'x', :secret)"
        assert refused(central, "admin", statement, secret=secret) == "DWINV"
        assert refused(central, "clerk.hr", "SELECT app.set_password('clerk.hr', :s)", s=secret) == "DWINV"

    def test_others_make_no_logins_and_set_no_passwords(self, central: CentralDatabase) -> None:
        for login in ("clerk.hr", "senior.hr", "nobody"):
            with pytest.raises(Refusal) as caught:
                self.create(central, login, "new.two")
            assert caught.value.code == "not_allowed"
            with pytest.raises(Refusal), central.connected(login) as connection:
                CentralAccounts(connection).set_password("admin", "Mine-1234", "ws")
        for login in ("postgres", "diwan_worker", "diwan_owner", "portal"):
            with pytest.raises(Refusal), central.connected("admin") as connection:
                CentralAccounts(connection).set_password(login, "Mine-1234", "ws")


def test_definitions_are_synced_by_administrators_only(central: CentralDatabase) -> None:
    assert refused(central, "clerk.hr", "SELECT app.sync_service('{}')") == DENIED
    assert refused(central, "admin", "SELECT app.sync_service('{}')") == "DWINV"


def test_a_version_that_cases_live_by_does_not_change(central: CentralDatabase, play: Play) -> None:
    service = load()["TRN"]
    with central.connected("admin") as connection:
        sync(connection, [synced(service)])
    changed = synced(replace(service, host_field="course"))
    with pytest.raises(Exception, match="version"), central.connected("admin") as connection:
        sync(connection, [changed])
    with pytest.raises(Exception, match="digest"), central.connected("admin") as connection:
        sync(connection, [replace(changed, digest=synced(service).digest)])
    with central.connected() as connection:
        assert CentralSteps(connection).now() == play.now
