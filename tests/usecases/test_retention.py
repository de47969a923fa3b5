"""Personal data goes when its time is over; what is left still proves who did what, and the books add up."""

from __future__ import annotations

import json

import pytest
from sqlalchemy import Connection, delete, insert, select, text, update

from desktop.base.errors import Refusal
from desktop.models.chain import ANONYMISE
from desktop.models.sync import write_definitions
from desktop.models.tables import metadata
from desktop.models.tables.applications import attachment, case_event, cases, inbox
from desktop.models.tables.letters import letter, letter_document
from desktop.models.tables.office import setting
from desktop.models.tables.outbox import message
from desktop.models.tables.schedule import occasion, place
from desktop.models.tables.upkeep import access_log, anonymisation
from desktop.models.work.retention import DATA_REMOVED
from desktop.usecases.audit import audit
from desktop.usecases.health import pulse
from desktop.usecases.retention import plan_retention, retain
from desktop.workflows.registry import load
from desktop.workflows.sync import synced
from tests.models.seeds import YEAR
from tests.usecases.scene import WORKER, Office, Scene, application

pytest_plugins = ["tests.usecases.places"]

NAME, NUMBER, MOBILE, RECEIVER = "سارة يوسف حدّاد", "9889542916", "791234567", "كريم الطراونة"


@pytest.fixture
def closed(office: Office) -> Scene:
    """A paid course from the application at the portal to the report in somebody's hand."""
    if not office.central:
        with office.administrator().begin() as connection:
            write_definitions(connection, [synced(service) for service in load().values()], office.now())
    scene = office.submit(application(submission_key="portal-77")).begun()
    with office.administrator().begin() as connection:
        body = json.dumps(application(), ensure_ascii=False)
        connection.execute(
            insert(inbox).values(
                source="portal", item="77", kind="submit", body=body, received_at=office.now(),
                state="accepted", case_id=scene.file.case.case_id, handled_at=office.now(), answered=True,
                answer=body,
            )
        )  # fmt: skip
    scene.do("omar", "record_present").work()
    office.at("2026-12-20T08:00")
    scene.work().do(
        "rana", "hand_over_report",
        received_by=RECEIVER, identity_paper="national_id", identity_number=NUMBER,
    ).do("rana", "note", text=f"استلمها {RECEIVER} نيابة عنها، هاتف 0{MOBILE}").work()  # fmt: skip
    assert scene.file.case.closed_at is not None
    return scene


def everything(connection: Connection) -> str:
    """Every word of every table, one text; documents by their bytes."""
    words = []
    for table in metadata.sorted_tables:
        for row in connection.execute(select(table)):
            words += [v.decode("utf-8", "replace") if isinstance(v, bytes) else str(v) for v in row]
    return "\n".join(words)


def all_words(office: Office) -> str:
    with office.administrator().connect() as connection:
        return everything(connection)


def years_later(office: Office, years: int) -> None:
    office.at(f"{2026 + years}-12-22T09:00")


def test_nothing_goes_before_its_time(office: Office, closed: Scene) -> None:
    office.at("2031-12-20T12:00")
    assert plan_retention(office.session(WORKER)).cases == ()
    assert retain(office.session(WORKER)).anonymised == ()
    assert NAME in all_words(office)


def test_what_is_over_is_planned_then_taken_out_and_the_record_still_holds(
    office: Office, closed: Scene
) -> None:
    events = [(e.number, e.at, e.actor, e.action, e.to_state, e.hash) for e in closed.file.events]
    money = audit(office.session(WORKER)).ledger
    years_later(office, 5)
    planned = plan_retention(office.session(WORKER))
    assert [one.reference for one in planned.cases] == [closed.reference]
    assert planned.periods["retention.TRN"] == 60
    assert NAME in all_words(office), "a plan changes nothing"

    report = retain(office.session(WORKER))
    assert (report.anonymised, report.skipped, report.letters) == ((closed.reference,), (), ())
    with office.administrator().connect() as connection:
        left = everything(connection)
        # The letters are kept longer: they are all that names anybody.
        for content, payload in connection.execute(select(letter.c.content, letter.c.payload)):
            left = left.replace(content, "").replace(payload, "")
        for (pdf,) in connection.execute(select(letter_document.c.pdf)):
            left = left.replace(pdf.decode("utf-8", "replace"), "")
        assert connection.execute(select(attachment.c.content)).scalars().all() == [b""]
        assert set(connection.execute(select(message.c.text)).scalars()) == {""}
    for personal in (NAME, NUMBER, MOBILE, RECEIVER, "سارة", "portal-77"):
        assert personal not in left, personal

    file = closed.file
    assert file.case.applicant.name == DATA_REMOVED
    assert file.case.payload["course"] == "arc_pro"
    kept = [(e.number, e.at, e.actor, e.action, e.to_state, e.hash) for e in file.events[:-1]]
    assert kept == events
    assert file.events[-1].action == ANONYMISE
    found = audit(office.session(WORKER))
    assert found.passed
    assert found.ledger == money
    assert pulse(office.session(WORKER)).broken == ()
    # Once is enough, and nothing is done with it any more.
    assert retain(office.session(WORKER)).total == 0
    assert closed.open("rana").offers == ()
    with pytest.raises(Refusal):
        closed.do("rana", "note", text="x")


FORGERIES = (
    "UPDATE case_event SET actor = 'huda' WHERE number = 3",
    "UPDATE case_event SET note = 'x' WHERE number = 3",
    "UPDATE case_event SET hash = 'x' WHERE number = 3",
    "UPDATE case_event SET data = '{\"residue\":\"x\"}' WHERE action = 'anonymise'",
    "DELETE FROM case_event WHERE number = 3",
)


def test_a_change_to_what_is_left_is_found(office: Office, closed: Scene) -> None:
    years_later(office, 5)
    retain(office.session(WORKER))
    with office.administrator().begin() as connection:
        if office.central:
            connection.execute(text("ALTER TABLE case_event DISABLE TRIGGER USER"))
        kept = connection.execute(select(case_event)).mappings().all()
    for forgery in FORGERIES:
        with office.administrator().begin() as connection:
            connection.execute(text(forgery.replace(":", "\\:")))
        assert audit(office.session(WORKER)).broken[0][0] == closed.reference, forgery
        assert pulse(office.session(WORKER)).broken == (closed.reference,), forgery
        with office.administrator().begin() as connection:
            connection.execute(delete(case_event))
            connection.execute(insert(case_event), [dict(row) for row in kept])
        assert audit(office.session(WORKER)).passed, forgery


def test_letters_have_their_own_longer_period(office: Office, closed: Scene) -> None:
    years_later(office, 11)
    report = retain(office.session(WORKER))
    assert (report.anonymised, report.letters) == ((closed.reference,), (closed.reference,))
    assert NAME not in all_words(office)
    with office.administrator().connect() as connection:
        assert set(connection.execute(select(letter.c.content)).scalars()) == {""}
        assert set(connection.execute(select(letter_document.c.pdf)).scalars()) == {b""}
        assert all(connection.execute(select(letter.c.serial)).scalars())
    assert audit(office.session(WORKER)).passed


def test_a_setting_decides_and_nought_keeps_for_ever(office: Office, closed: Scene) -> None:
    office.put(setting, name="retention.TRN", value="0", valid_from=YEAR)
    years_later(office, 40)
    assert retain(office.session(WORKER)).anonymised == ()
    office.put(setting, name="retention.TRN", value="12", valid_from=YEAR.replace(year=2060))
    assert retain(office.session(WORKER)).anonymised == (closed.reference,)
    with office.administrator().connect() as connection:
        assert connection.execute(select(anonymisation.c.months)).scalars().all() == [12]


def test_what_is_unfinished_waits_and_is_reported(office: Office) -> None:
    scene = office.submit(application()).asked_to_pay().pay()
    scene.do("rana", "withdraw", reason="ظرف").work()
    assert scene.refund.state == "due"
    years_later(office, 6)
    planned = plan_retention(office.session(WORKER))
    assert (planned.cases, planned.unfinished) == ((), 1)
    assert retain(office.session(WORKER)).anonymised == ()


def test_a_record_that_is_not_whole_is_left_as_evidence(office: Office, closed: Scene) -> None:
    with office.administrator().begin() as connection:
        if office.central:
            connection.execute(text("ALTER TABLE case_event DISABLE TRIGGER USER"))
        connection.execute(update(case_event).where(case_event.c.number == 2).values(note="forged"))
    years_later(office, 6)
    assert retain(office.session(WORKER)).skipped == (closed.reference,)
    assert NAME in all_words(office)


def test_what_arrived_is_emptied_after_months_and_the_worker_does_it_by_itself(
    office: Office, closed: Scene
) -> None:
    office.at("2027-07-20T09:00")
    office.work()
    with office.administrator().connect() as connection:
        assert {body for (body,) in connection.execute(select(inbox.c.body).where(inbox.c.item == "77"))} == {
            ""
        }
        assert connection.execute(select(cases.c.applicant_name)).scalars().all() == [NAME]
    years_later(office, 5)
    office.work()
    with office.administrator().connect() as connection:
        assert connection.execute(select(cases.c.applicant_name)).scalars().all() == [DATA_REMOVED]


def test_where_a_round_went_goes_with_the_last_who_was_visited(office: Office, closed: Scene) -> None:
    """A room where people come stays; premises that inspectors went to are somebody's own."""
    now, case_id = office.now(), closed.file.case.case_id
    common = {
        "department": "hr", "person": "رنا", "district": "tlaa", "minimum": 0, "maximum": 4, "taken": 0,
        "state": "closed", "version": 1, "last_action": "hold", "last_actor": "rana", "last_at": now,
        "starts_at": now, "place": "شارع مكة 12",
    }  # fmt: skip
    office.put(occasion, kind="inspection", subject="", details='{"gate":"خلفي"}', **common)
    office.put(occasion, kind="offering", subject="arc_pro", **common)
    later = {"period_from": "2027-01-10", "period_to": "2027-01-21"}
    other = office.submit(application(fields=later))
    with office.administrator().connect() as connection:
        ids = dict(connection.execute(select(occasion.c.kind, occasion.c.id)).all())
    visits = (("inspection", case_id), ("offering", case_id), ("inspection", other.file.case.case_id))
    for number, (kind, whose) in enumerate(visits, 1):
        office.put(
            place, occasion_id=ids[kind], case_id=whose, number=number, state="released", taken_at=now,
            released_at=now,
        )  # fmt: skip
    years_later(office, 5)

    def places() -> dict[str, tuple[str, str]]:
        with office.administrator().connect() as connection:
            rows = connection.execute(select(occasion.c.kind, occasion.c.place, occasion.c.details))
            return {kind: (where, details) for kind, where, details in rows}

    assert retain(office.session(WORKER)).rows["rounds"] == 0, "somebody who was visited is still known"
    assert places()["inspection"][0] == "شارع مكة 12"
    other.do("rana", "withdraw", reason="ظرف").work()
    years_later(office, 11)
    retain(office.session(WORKER))
    assert places() == {"inspection": ("", "{}"), "offering": ("شارع مكة 12", "{}")}
    assert audit(office.session(WORKER)).passed


def test_notes_of_who_saw_what_go_after_their_own_period(office: Office, closed: Scene) -> None:
    case_id = closed.file.case.case_id
    seen = {"login": "rana", "workstation": "w", "case_id": case_id, "what": "case", "at": office.now()}
    office.put(access_log, **seen)
    office.put(setting, name="retention.access", value="1", valid_from=YEAR)
    office.at("2027-11-20T09:00")
    assert retain(office.session(WORKER)).rows["accesses"] == 0, "a year at least"
    office.at("2027-12-23T09:00")
    assert retain(office.session(WORKER)).rows["accesses"] == 1


@pytest.mark.postgres
def test_nobody_but_the_worker_takes_anything_out(central_office: Office) -> None:
    scene = central_office.submit(application())
    for login in ("rana", "huda", "aida"):
        for call in ("anonymise(1)", "empty_letters(1)", "purge(1)"):
            with (
                central_office.database(login).engine.begin() as connection,
                pytest.raises(Exception, match="permission denied"),
            ):
                connection.execute(text(f"SELECT app.{call}"))
    assert scene.file.case.applicant.name == NAME


KEPT = {
    # What names a person and why it stays, or why it is none.
    "reference data": {
        "alembic_version", "course", "department", "fee", "holiday", "reason", "setting", "wording",
        "service_definition", "workflow_action", "workflow_state", "letter_template", "signing_key",
        "counter", "gateway_cursor", "gateway_setting", "letterhead", "outside_body", "profession",
    },
    "the staff's own doings, which the law keeps": {
        "staff", "staff_grant", "staff_authority", "delegation", "office_event", "letter_print",
        "preference", "saved_filter",
    },
    "the machinery": {
        "backup_record", "worker_beat", "chore", "compatibility", "tally", "channel_key",
        "reference_version", "anonymisation", "archived_year", "stored_document",
        "document_store",
    },
    "money: numbers and amounts, no names": {"payment_request", "payment_notice", "refund"},
    "dates, rules, places, results": {"deadline", "occasion", "place", "last_word"},
    "emptied with the case": {"cases", "case_event", "attachment", "attachment_verdict", "message", "inbox",
                             "outside_approval"},
    "emptied by its own period": {"letter", "letter_document", "notice_reject", "access_log", "level_result",
                              "lookup_count"},
}  # fmt: skip


def test_every_table_says_what_becomes_of_its_personal_data() -> None:
    """A new table has to be judged: put it where it belongs, and take its words out where it names people."""
    assert set().union(*KEPT.values()) - {"alembic_version"} == set(metadata.tables)
