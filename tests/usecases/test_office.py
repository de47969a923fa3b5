"""Reference data, holidays, wordings and staff: who changes them, from when, and that it is recorded."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text, update

from desktop.base.clock import AMMAN, amman_date
from desktop.base.errors import Refusal
from desktop.gateways.payments import EmbeddedPayments
from desktop.gateways.sms import EmbeddedSms
from desktop.models.records.case import ChangeSet
from desktop.models.records.people import SENIOR_MANAGEMENT, WORKER_LOGIN, Job
from desktop.models.tables.office import office_event, staff
from desktop.usecases import office, setup
from desktop.usecases.cases import act, open_case_by_id, submit
from desktop.usecases.office import Standing
from desktop.usecases.session import Session, sign_in
from desktop.usecases.worker import Gateways, run_once
from desktop.usecases.worker.deadlines import Moved, follow_holidays
from desktop.workflows.registry import Registry
from tests.models.databases import password_of
from tests.usecases.conftest import ADMIN, Bureau, CentralBureau, EmbeddedBureau

TODAY = date(2026, 11, 22)
TOMORROW = TODAY + timedelta(days=1)
_PDF = b"%PDF-1.7\n1 0 obj"


def refused(doing: Callable[[], object]) -> dict[str, str]:
    """The refusal's fields with their codes; both languages are always there."""
    with pytest.raises(Refusal) as caught:
        doing()
    assert all(p.text.ar and p.text.en for p in caught.value.problems)
    return {p.field: p.code for p in caught.value.problems}


def moved_by(changes: ChangeSet) -> tuple[Moved, ...]:
    """The windows and due dates that a change of the holidays moved."""
    moved = changes.details["moved"]
    assert isinstance(moved, tuple)
    return moved


def events(bureau: Bureau) -> list[tuple[str, dict[str, object]]]:
    """Subjects and data of the office's record since the accounts were made, oldest first; it holds."""
    record = office.office_events(bureau.session(ADMIN))
    assert record.broken_at is None
    made = 2 * 5 + 1
    return [(e.subject, json.loads(e.data)) for e in reversed(record.events)][made:]


def opened(bureau: Bureau, code: str = "arc_pro") -> int:
    """A citizen's application for a course at GIS, handed in at the counter."""
    document = {
        "service": "TRN",
        "applicant": {
            "kind": "citizen",
            "name": "عبد الله حدّاد",
            "national_number": "9981012345",
            "mobile": "0791234567",
        },
        "fields": {
            "kind": "training",
            "category": "individual",
            "hosting_department": "gis",
            "course": code,
            "period_from": "2026-12-06",
            "period_to": "2026-12-17",
        },
        "attachments": [{"slot": "certificate", "filename": "a.pdf", "content": _PDF}],
    }
    result, _ = submit(bureau.session("jumana"), document)
    return result.case_id


def judged(bureau: Bureau, case_id: int, verdict: str, **more: object) -> None:
    session = bureau.session("jumana")
    (attachment,) = open_case_by_id(session, case_id).file.attachments
    act(session, case_id, "judge", {"attachment_id": attachment.attachment_id, "verdict": verdict, **more})


def agreed(bureau: Bureau, case_id: int) -> Decimal:
    """What the applicant is asked to pay once HR has accepted the papers and GIS agrees."""
    judged(bureau, case_id, "accepted")
    act(bureau.session("jumana"), case_id, "refer")
    act(bureau.session("hatem"), case_id, "agree")
    (request,) = open_case_by_id(bureau.session("hatem"), case_id).file.requests
    return request.amount


@pytest.mark.clause("TRN-15")
def test_a_fee_changes_from_a_day_on_and_not_for_older_applications(
    embedded_bureau: EmbeddedBureau,
) -> None:
    bureau = embedded_bureau
    older = opened(bureau)
    office.change_fee(bureau.session(ADMIN), "arc_pro", "٢٥٠٫٥", TOMORROW)
    same_day = opened(bureau)
    bureau.clock.advance(timedelta(days=1))
    newer = opened(bureau)

    assert [agreed(bureau, case) for case in (older, same_day, newer)] == [
        Decimal("200.000"),
        Decimal("200.000"),
        Decimal("250.500"),
    ]


@pytest.mark.clause("TRN-15")
def test_the_fee_that_an_application_of_today_owes_stays(embedded_bureau: EmbeddedBureau) -> None:
    admin = embedded_bureau.session(ADMIN)
    opened(embedded_bureau)

    assert refused(lambda: office.change_fee(admin, "arc_pro", "250", TODAY)) == {"valid_from": "owed_today"}
    office.change_fee(admin, "gis_qaqc", "210", TODAY)
    fees = {f.code: f.amount for f in office.office_view(admin).fees if f.standing is Standing.CURRENT}
    assert (fees["arc_pro"], fees["gis_qaqc"]) == (Decimal("200.000"), Decimal("210.000"))


@pytest.mark.clause("TRN-15")
def test_the_fees_of_a_new_database_are_the_documents(embedded_bureau: EmbeddedBureau) -> None:
    view = office.office_view(embedded_bureau.session(ADMIN))
    fees = {fee.code: fee.amount for fee in view.fees}

    assert {
        course.code: (course.hours, fees[course.fee_code])
        for course in view.courses
        if course.kind == "training"
    } == {
        "gis_beginner": (30, Decimal(100)),
        "gis_specialised": (15, Decimal(100)),
        "arc_pro": (30, Decimal(200)),
        "gis_qaqc": (24, Decimal(200)),
    }


def test_every_value_there_was_stays_in_view_and_in_the_record(bureau: Bureau) -> None:
    admin = bureau.session(ADMIN)
    office.change_fee(admin, "arc_pro", "220", TOMORROW)
    office.change_fee(admin, "arc_pro", "225", TOMORROW)
    office.change_fee(admin, "arc_pro", "240", date(2027, 1, 1))

    rows = [f for f in office.office_view(admin).fees if f.code == "arc_pro"]
    assert [(str(f.amount), f.standing) for f in rows] == [
        ("200.000", Standing.CURRENT),
        ("225.000", Standing.FUTURE),
        ("240.000", Standing.FUTURE),
    ]
    assert [data["amount"] for subject, data in events(bureau) if subject == "fee"] == [
        "220.000",
        "225.000",
        "240.000",
    ]


@pytest.mark.parametrize(
    ("amount", "day", "field"),
    [
        ("0", TOMORROW, "amount"),
        ("-5", TOMORROW, "amount"),
        ("1.2345", TOMORROW, "amount"),
        ("٤٥,٥", TOMORROW, "amount"),
        ("مئة", TOMORROW, "amount"),
        ("100", TODAY - timedelta(days=1), "valid_from"),
    ],
)
def test_a_wrong_fee_is_refused_by_its_field(
    embedded_bureau: EmbeddedBureau, amount: str, day: date, field: str
) -> None:
    admin = embedded_bureau.session(ADMIN)

    assert list(refused(lambda: office.change_fee(admin, "arc_pro", amount, day))) == [field]
    assert events(embedded_bureau) == []


def test_courses_reasons_departments_and_settings(bureau: Bureau) -> None:
    admin = bureau.session(ADMIN)
    office.change_fee(admin, "gis_web", "80", TODAY)
    office.change_course(
        admin, "gis_web", department="gis", name_ar="خرائط الويب", name_en="Web maps", hours=12,
        fee_code="gis_web",
    )  # fmt: skip
    office.change_reason(admin, "torn", scope="attachment", text_ar="وثيقة ممزقة", text_en="Torn")
    office.change_setting(admin, "trn.payment_days", "٥", TOMORROW)
    office.change_department(
        admin, "parks", name_ar="دائرة الحدائق", name_en="Parks", letter_prefix="PK", hosts_training=True,
        contact_phone="06 4355 123",
    )  # fmt: skip

    view = office.office_view(admin)
    assert {c.code: c.name.ar for c in view.courses}["gis_web"] == "خرائط الويب"
    assert "torn" in {r.code for r in view.reasons}
    assert {d.code: d.contact_phone for d in view.departments}["parks"] == "064355123"
    values = {(s.value, s.standing) for s in view.settings if s.setting.name == "trn.payment_days"}
    assert values == {("3", Standing.CURRENT), ("5", Standing.FUTURE)}
    assert [subject for subject, _ in events(bureau)] == ["fee", "course", "reason", "setting", "department"]


@pytest.mark.clause("COM-01")
def test_every_wrong_field_is_named_at_once(embedded_bureau: EmbeddedBureau) -> None:
    admin = embedded_bureau.session(ADMIN)

    def course() -> object:
        return office.change_course(
            admin, "Web!", department="nowhere", name_ar=" ", name_en="", hours=1001, fee_code="none"
        )

    assert refused(course) == {
        "code": "code",
        "name_ar": "required",
        "name_en": "required",
        "department": "choice",
        "hours": "number",
        "fee_code": "choice",
    }
    assert refused(lambda: office.change_setting(admin, "trn.payment_days", "3.5", TODAY)) == {
        "value": "number"
    }
    assert refused(lambda: office.change_setting(admin, "trn.no_show_percent_kept", "101", TODAY)) == {
        "value": "number"
    }
    assert refused(lambda: office.change_setting(admin, "colour", "3", TODAY)) == {"name": "choice"}
    assert refused(lambda: office.add_holiday(admin, TOMORROW, "عيد", "Feast", " ")) == {
        "circular": "required"
    }


def test_two_departments_cannot_number_their_letters_alike(embedded_bureau: EmbeddedBureau) -> None:
    admin = embedded_bureau.session(ADMIN)

    def change() -> object:
        return office.change_department(
            admin, "parks", name_ar="الحدائق", name_en="Parks", letter_prefix="HR"
        )

    assert refused(change) == {"letter_prefix": "taken"}


@pytest.mark.clause("TRN-19")
def test_the_enquiry_contact_is_data_of_the_department(embedded_bureau: EmbeddedBureau) -> None:
    admin = embedded_bureau.session(ADMIN)
    hr = {d.code: d for d in office.office_view(admin).departments}["hr"]
    assert (hr.contact_name, hr.contact_phone) == ("ريم سليمان", "0799155083")
    assert hr.contact_hours

    office.change_department(
        admin, "hr", name_ar=hr.name.ar, name_en=hr.name.en, letter_prefix="HR", hosts_training=True,
        contact_name="سناء الخطيب", contact_phone="065300111", contact_hours="9:00-14:00",
        signatory_name="نادر العبداللات", signatory_title="المدير",
    )  # fmt: skip
    case_id = opened(embedded_bureau)
    seen = open_case_by_id(embedded_bureau.session("jumana"), case_id).reference.departments["hr"]
    assert (seen.contact_name, seen.contact_phone) == ("سناء الخطيب", "065300111")


def due(bureau: Bureau, case_id: int) -> str:
    """When the case's only window passes, on the wall."""
    (window,) = open_case_by_id(bureau.session("jumana"), case_id).file.deadlines
    assert window.due_at is not None
    return window.due_at.astimezone(AMMAN).isoformat()[:19]


@pytest.mark.clause("COM-05")
def test_a_holiday_moves_the_open_windows_and_says_which(embedded_bureau: EmbeddedBureau) -> None:
    bureau, admin = embedded_bureau, embedded_bureau.session(ADMIN)
    case_id = opened(bureau)
    judged(bureau, case_id, "rejected", reason_code="unclear")
    act(bureau.session("jumana"), case_id, "request_correction")
    work(bureau)
    assert due(bureau, case_id) == "2026-11-25T23:59:59"
    other_day = office.add_holiday(admin, date(2026, 11, 24), "عطلة", "Holiday", "ب/7")
    assert moved_by(other_day) == ()

    added = office.add_holiday(admin, date(2026, 11, 25), "عطلة", "Holiday", "ب/8")
    assert due(bureau, case_id) == "2026-11-26T23:59:59"
    reference = open_case_by_id(bureau.session("jumana"), case_id).file.case.reference
    assert added.case_ids == {case_id}
    assert [(one.reference, bool(one.deadline_id)) for one in moved_by(added)] == [(reference, True)]
    assert "deadline" in added.kinds

    removed = office.remove_holiday(admin, date(2026, 11, 25), "أُلغيت بالبلاغ ب/9")
    assert due(bureau, case_id) == "2026-11-25T23:59:59"
    assert removed.case_ids == {case_id}
    assert [data.get("removed") for _, data in events(bureau)] == [None, None, True]


@pytest.mark.clause("COM-05", "COM-06")
def test_the_due_date_of_an_open_case_moves_with_the_holidays_at_once(bureau: Bureau) -> None:
    admin, clerk = bureau.session(ADMIN), bureau.session("jumana")
    case_id = opened(bureau)
    before = open_case_by_id(clerk, case_id).file.case
    assert before.due_at is not None
    assert before.due_at == before.target_due_at
    last = before.due_at.astimezone(AMMAN).date()
    added = office.add_holiday(admin, last, "عطلة", "Holiday", "ب/8")
    after = open_case_by_id(clerk, case_id).file.case
    assert after.due_at is not None
    assert after.due_at > before.due_at
    assert (after.due_at, after.version) == (after.target_due_at, before.version)
    assert [(one.deadline_id, one.reference, one.was, one.due_at) for one in moved_by(added)] == [
        (0, before.reference, before.due_at, after.due_at)
    ]
    assert "case" in added.kinds
    nothing = office.add_holiday(admin, date(2027, 6, 1), "عطلة", "Holiday", "ب/9")
    assert nothing.details["moved"] == ()
    office.remove_holiday(admin, last, "أُلغيت")
    assert open_case_by_id(clerk, case_id).file.case.due_at == before.due_at


@pytest.mark.clause("COM-10")
def test_only_administrators_and_the_worker_move_due_dates(bureau: Bureau) -> None:
    for login in ("jumana", "wafaa"):
        with pytest.raises(Refusal):
            follow_holidays(bureau.session(login))


def work(bureau: EmbeddedBureau) -> None:
    """The worker's round, with the gateways that write files."""
    folder = bureau.path.parent
    gateways = Gateways(
        EmbeddedSms(folder / "sms", bureau.clock),
        EmbeddedPayments(folder / "payments", bureau.clock),
        None,
        None,
    )
    run_once(bureau.session(WORKER_LOGIN), gateways, "test")


def test_a_holiday_is_changed_on_either_database(bureau: Bureau) -> None:
    admin, day = bureau.session(ADMIN), date(2026, 12, 10)
    office.add_holiday(admin, day, "عطلة", "Holiday", "ب/7")
    office.add_holiday(admin, day, "عطلة رسمية", "Holiday", "ب/8")
    found = {h.day: (h.name.ar, h.circular) for h in office.office_view(admin).holidays}
    assert found[day] == ("عطلة رسمية", "ب/8")

    office.remove_holiday(admin, day, "خطأ")
    assert day not in {h.day for h in office.office_view(admin).holidays}
    assert refused(lambda: office.remove_holiday(admin, day, "خطأ")) == {"day": "choice"}
    assert len(events(bureau)) == 3


@pytest.mark.clause("COM-03")
def test_a_message_is_worded_anew(bureau: Bureau) -> None:
    admin = bureau.session(ADMIN)
    changes = office.change_wording(admin, "TRN", "accepted", "وصل طلبكم {reference}، شكراً {applicant_name}.")
    assert changes.details["parts"] == 1
    bureau.clock.advance(timedelta(minutes=1))

    case_id = opened(bureau)
    (message,) = open_case_by_id(bureau.session("jumana"), case_id).file.messages
    assert message.text.startswith("وصل طلبكم TRN-2026-000001-")
    assert message.text.endswith("شكراً عبد الله حدّاد.")
    rows = [w for w in office.office_view(admin).wordings if (w.service, w.key) == ("TRN", "accepted")]
    assert [row.standing for row in rows] == [Standing.PAST, Standing.CURRENT]


@pytest.mark.parametrize(
    ("key", "wording", "code"),
    [
        ("accepted", "طلبكم {refernce}", "placeholder"),
        ("accepted", "طلبكم {payment_number}", "placeholder"),
        ("refused", "المبلغ {amount}", "placeholder"),
        ("correction_expired", "خلال {days} أيام", "placeholder"),
        ("payment_requested", "ادفعوا {amount}", "missing"),
        ("accepted", "طلبكم {reference:>5}", "braces"),
        ("accepted", "طلبكم {reference", "braces"),
        ("accepted", "طلبكم {}", "placeholder"),
        ("accepted", "  ", "required"),
    ],
)
def test_a_wording_that_could_never_be_sent_is_refused(
    embedded_bureau: EmbeddedBureau, key: str, wording: str, code: str
) -> None:
    admin = embedded_bureau.session(ADMIN)

    assert refused(lambda: office.change_wording(admin, "TRN", key, wording)) == {"text": code}


def test_the_refusal_names_the_placeholder(embedded_bureau: EmbeddedBureau) -> None:
    with pytest.raises(Refusal, match=r"\{refernce\}") as caught:
        office.change_wording(embedded_bureau.session(ADMIN), "TRN", "accepted", "طلبكم {refernce}")
    assert "{refernce}" in caught.value.text.ar


@pytest.mark.parametrize("login", ["jumana", "wafaa"])
def test_only_an_administrator_changes_reference_data(bureau: Bureau, login: str) -> None:
    s = bureau.session(login)
    changes: list[Callable[[], object]] = [
        lambda: office.change_fee(s, "arc_pro", "1", TOMORROW),
        lambda: office.add_holiday(s, TOMORROW, "عطلة", "Holiday", "1"),
        lambda: office.change_setting(s, "trn.payment_days", "1", TOMORROW),
        lambda: office.change_reason(s, "x1", scope="refusal", text_ar="س", text_en="x"),
        lambda: office.set_active(s, "tamer", False),
        lambda: office.authority(s, login, SENIOR_MANAGEMENT, TODAY),
        lambda: office.grant(s, login, None, Job.ADMIN, TODAY),
        lambda: office.create_staff(s, "friend", "صديق", "Friend", "a-long-password"),
        lambda: office.reset_password(s, "tamer", "a-long-password"),
        lambda: office.office_events(s),
    ]
    for change in changes:
        assert refused(change) == {"": "not_allowed"}
    assert events(bureau) == []


@pytest.mark.clause("COM-15")
def test_a_supervisor_delegates_in_their_own_department_only(bureau: Bureau) -> None:
    days = (TODAY, TODAY + timedelta(days=2))
    wafaa = bureau.session("wafaa")
    assert refused(lambda: office.delegate(wafaa, "hatem", "jumana", "gis", Job.CLERK, *days, "إجازة")) == {
        "": "not_allowed"
    }
    clerk = bureau.session("tamer")
    assert refused(lambda: office.delegate(clerk, "jumana", "tamer", "hr", Job.CLERK, *days, "إجازة")) == {
        "": "not_allowed"
    }

    office.delegate(wafaa, "wafaa", "jumana", "hr", Job.SUPERVISOR, *days, "إجازة سنوية")
    jumana = bureau.session("jumana")
    with jumana.database.reading() as connection:
        held = {(g.department, g.job, g.on_behalf_of) for g in jumana.office(connection).actor.grants}
    assert held == {("hr", Job.CLERK, None), ("hr", Job.SUPERVISOR, "wafaa")}
    # What was lent cannot be lent on.
    assert refused(lambda: office.delegate(jumana, "tamer", "hatem", "hr", Job.CLERK, *days, "إجازة")) == {
        "": "not_allowed"
    }


@pytest.mark.clause("COM-15")
def test_a_delegation_holds_on_its_days_and_until_it_is_revoked(embedded_bureau: EmbeddedBureau) -> None:
    bureau, wafaa = embedded_bureau, embedded_bureau.session("wafaa")
    office.delegate(wafaa, "wafaa", "tamer", "hr", Job.SUPERVISOR, TOMORROW, TOMORROW, "سفر")

    def covers() -> bool:
        with bureau.database().reading() as connection:
            return any(g.on_behalf_of for g in bureau.session("tamer").office(connection).actor.grants)

    standings = []
    for _ in range(3):
        standings.append((covers(), office.office_view(wafaa).delegations[0].standing))
        bureau.clock.advance(timedelta(days=1))
    assert standings == [
        (False, Standing.FUTURE),
        (True, Standing.CURRENT),
        (False, Standing.PAST),
    ]
    today = amman_date(bureau.clock.now())
    office.delegate(wafaa, "wafaa", "tamer", "hr", Job.SUPERVISOR, today, today, "سفر")
    assert covers()
    office.revoke_delegation(wafaa, office.office_view(wafaa).delegations[0].delegation.delegation_id, "عادت")
    assert not covers()


def test_a_delegation_is_judged_field_by_field(embedded_bureau: EmbeddedBureau) -> None:
    wafaa = embedded_bureau.session("wafaa")

    def delegate(
        to: str = "jumana",
        job: Job = Job.SUPERVISOR,
        first: date = TODAY,
        last: date = TODAY,
        why: str = "سفر",
    ) -> Callable[[], object]:
        return lambda: office.delegate(wafaa, "wafaa", to, "hr", job, first, last, why)

    yesterday = TODAY - timedelta(days=1)
    assert refused(delegate(to="wafaa")) == {"to_login": "self"}
    assert refused(delegate(job=Job.ADMIN)) == {"job": "choice"}
    assert refused(delegate(first=TOMORROW)) == {"last_day": "before_start"}
    assert refused(delegate(first=yesterday, last=yesterday)) == {"last_day": "past"}
    assert refused(delegate(why=" ")) == {"reason": "required"}
    assert refused(delegate(job=Job.CLERK)) == {"from_login": "invalid"}
    assert refused(delegate(to="nobody")) == {"to_login": "invalid"}


@pytest.mark.clause("COM-16")
def test_senior_management_is_an_authority_with_dates(bureau: Bureau) -> None:
    admin = bureau.session(ADMIN)
    office.authority(admin, "ghada", SENIOR_MANAGEMENT, TOMORROW, TOMORROW)

    def holders() -> set[str]:
        return {m.login for m in office.office_view(admin).staff if SENIOR_MANAGEMENT in m.authorities}

    assert holders() == {"wafaa"}
    (mine,) = [row for row in office.office_view(admin).authorities if row.login == "wafaa"]
    office.end_authority(admin, "wafaa", mine.grant_id, TODAY - timedelta(days=1))
    assert holders() == set()
    assert refused(lambda: office.authority(admin, "ghada", "mayor", TODAY)) == {"authority": "choice"}
    assert [s for s, _ in events(bureau)] == ["staff_authority", "staff_authority"]


def test_a_job_is_given_from_a_day_on_and_ended(bureau: Bureau) -> None:
    admin = bureau.session(ADMIN)
    office.grant(admin, "tamer", "gis", Job.CLERK, TODAY, TOMORROW)

    def departments() -> set[str]:
        return {g.department for m in office.office_view(admin).staff if m.login == "tamer" for g in m.grants}

    assert departments() == {"hr", "gis"}
    first = next(g for g in office.office_view(admin).grants if (g.login, g.department) == ("tamer", "hr"))
    office.end_grant(admin, "tamer", first.grant_id, TODAY - timedelta(days=1))
    assert departments() == {"gis"}
    assert refused(lambda: office.end_grant(admin, "tamer", first.grant_id, date(2026, 1, 1))) == {
        "valid_to": "past"
    }
    assert refused(lambda: office.grant(admin, "tamer", "gis", Job.WORKER, TODAY)) == {"job": "choice"}
    assert refused(lambda: office.grant(admin, "tamer", "", Job.CLERK, TODAY)) == {"department": "choice"}


def test_a_new_account_signs_in_and_a_locked_one_does_not(embedded_bureau: EmbeddedBureau) -> None:
    admin = embedded_bureau.session(ADMIN)
    office.create_staff(admin, "nour", "نور", "Nour", "first-password")
    session = embedded_bureau.session("nour")
    assert sign_in(session, "first-password").grants == ()

    office.reset_password(session, "nour", "second-password")
    assert refused(lambda: sign_in(session, "first-password")) == {"password": "sign_in"}
    sign_in(session, "second-password")
    office.set_active(admin, "nour", False)
    assert refused(lambda: sign_in(session, "second-password")) == {"password": "sign_in"}
    assert refused(lambda: office.set_active(admin, ADMIN, False)) == {"login": "self"}


@pytest.mark.postgres
def test_a_new_account_is_a_login_of_its_own(central_bureau: CentralBureau) -> None:
    admin, login = central_bureau.session(ADMIN), "nour.central"
    office.create_staff(admin, login, "نور", "Nour", password_of(login))
    session = central_bureau.session(login)
    sign_in(session, "")

    with session.database.reading() as connection:
        assert connection.execute(text("SELECT session_user")).scalar_one() == login


def test_no_password_is_in_the_record(bureau: Bureau) -> None:
    office.reset_password(bureau.session("tamer"), "tamer", "a-new-password")
    office.reset_password(bureau.session(ADMIN), "tamer", password_of("tamer"))

    assert events(bureau) == [("password", {"login": "tamer"})] * 2
    record = office.office_events(bureau.session(ADMIN)).events
    assert not any("scrypt" in e.data or "SCRAM" in e.data or "Passw0rd" in e.data for e in record)


def test_a_weak_account_is_refused_by_its_fields(embedded_bureau: EmbeddedBureau) -> None:
    admin = embedded_bureau.session(ADMIN)

    assert refused(lambda: office.create_staff(admin, "Nour", "", "Nour", "short")) == {
        "login": "code",
        "name_ar": "required",
        "password": "too_short",
    }
    assert refused(lambda: office.create_staff(admin, "diwan_x", "س", "X", "long-enough")) == {
        "login": "code"
    }
    assert refused(lambda: office.create_staff(admin, "jumana", "س", "X", "long-enough")) == {
        "login": "invalid"
    }


@pytest.mark.clause("COM-07")
def test_a_change_behind_the_programs_back_shows(embedded_bureau: EmbeddedBureau) -> None:
    admin = embedded_bureau.session(ADMIN)
    office.change_fee(admin, "arc_pro", "220", TOMORROW)
    assert office.office_events(admin).broken_at is None

    with embedded_bureau.database().writing() as connection:
        number = (
            connection.execute(select(office_event.c.number).order_by(office_event.c.number.desc()))
            .scalars()
            .first()
        )
        forged = update(office_event).where(office_event.c.number == number)
        connection.execute(forged.values(data='{"amount":"120.000"}'))
    assert office.office_events(admin).broken_at == number


def test_setting_up_again_keeps_what_the_municipality_changed(embedded_bureau: EmbeddedBureau) -> None:
    admin = embedded_bureau.session(ADMIN)
    office.change_fee(admin, "arc_pro", "220", TOMORROW)
    office.change_wording(admin, "TRN", "accepted", "وصل {reference}")
    before = office.office_view(admin)
    setup.prepare_embedded(embedded_bureau.database(), admin.registry)

    assert office.office_view(admin) == before
    assert refused(
        lambda: setup.first_administrator(embedded_bureau.database(), "second", "س", "S", "long-enough")
    ) == {"login": "exists"}


def test_a_version_that_cases_live_by_does_not_change(embedded_bureau: EmbeddedBureau) -> None:
    registry = embedded_bureau.session(ADMIN).registry
    changed = Registry({"TRN": replace(registry["TRN"], target_days=(2, 9), host_field="")})
    setup.prepare_embedded(embedded_bureau.database(), changed)
    setup.prepare_embedded(embedded_bureau.database(), registry)
    opened(embedded_bureau)
    with pytest.raises(Refusal, match="version above 1"):
        setup.prepare_embedded(embedded_bureau.database(), changed)


def test_a_locked_account_changes_nothing(embedded_bureau: EmbeddedBureau) -> None:
    session = embedded_bureau.session(ADMIN)
    with embedded_bureau.database().writing() as connection:
        connection.execute(update(staff).where(staff.c.login == ADMIN).values(active=False))
    with pytest.raises(Refusal, match="no active account"):
        office.change_fee(Session(session.database, session.registry, ADMIN), "arc_pro", "220", TOMORROW)
