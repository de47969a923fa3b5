"""The same plans on the central and on the embedded database leave the same rows, hashes included."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, Table, select

from desktop.models.records.people import WORKER_LOGIN
from desktop.models.tables import (
    applications,
    letters,
    metadata,
    money,
    office,
    outbox,
    outside,
    schedule,
    upkeep,
)
from tests.models.databases import CentralDatabase
from tests.models.play import CentralDesk, EmbeddedDesk, Play, documents, pdf, permit, seat, task, training

pytestmark = pytest.mark.postgres

COMPARED: tuple[Table, ...] = (
    applications.counter,
    applications.cases,
    applications.case_event,
    applications.attachment,
    applications.attachment_verdict,
    applications.deadline,
    outbox.message,
    letters.letter,
    letters.letter_document,
    letters.letter_print,
    money.payment_request,
    money.payment_notice,
    money.refund,
    office.office_event,
    outside.outside_approval,
    schedule.occasion,
    schedule.place,
    schedule.level_result,
    upkeep.access_log,
    upkeep.anonymisation,
)


def rows_of(connection: Connection) -> dict[str, list[dict[str, object]]]:
    """Every row of the compared tables, in the order in which they were written."""
    found = {}
    for table in COMPARED:
        rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
        found[table.name] = [dict(row) for row in rows]
    return found


def reviewed(play: Play) -> None:
    play.open(training(), key="portal-1")
    play.do("clerk.hr", "claim")
    play.judge("clerk.hr")
    play.do("clerk.hr", "refer")


def paid(play: Play) -> None:
    reviewed(play)
    play.do("clerk.gis", "agree")
    play.issue_payment()
    play.send_messages()
    play.pay("45.500")
    play.do(WORKER_LOGIN, "payment_received")


def completed_course(play: Play) -> None:
    """Submission to the report in the applicant's hand."""
    paid(play)
    play.send_messages()
    play.seal_letters()
    issued = play.file("clerk.hr").letters[0].letter_id
    play.do("clerk.hr", "print_letter", letter_id=issued)
    play.do("clerk.hr", "print_letter", letter_id=issued)
    play.pass_deadline()
    play.do("clerk.gis", "record_present")
    play.pass_deadline()
    play.do(
        "clerk.hr", "hand_over_report",
        received_by="عبد الله", identity_paper="national_id", identity_number="999",
    )  # fmt: skip
    play.do("clerk.hr", "note", text='سُلّم التقرير "باليد"\\\nسطر ثانٍ')


def corrected(play: Play) -> None:
    """A rejected document, its window, its replacement, and the decision of Human Resources."""
    play.open(task())
    play.judge("clerk.hr", "rejected", reason_code="unclear", remark="الصفحة الثانية")
    play.do("clerk.hr", "request_correction")
    play.send_messages()
    play.attach("clerk.hr", pdf("certificate", "two"), pdf("other", "three"))
    play.do(WORKER_LOGIN, "resubmit")
    play.judge("clerk2.hr")
    other = next(a for a in play.file("clerk.hr").current_attachments if a.slot == "other")
    play.do("clerk2.hr", "judge", attachment_id=other.attachment_id, verdict="accepted")
    play.do("clerk.hr", "change_period", period_from="2026-12-13", period_to="2026-12-20")
    play.do("clerk.hr", "amend_mobile", mobile="+962781112223", reason="رقم جديد")
    play.do("clerk.hr", "approve")


def expired(play: Play) -> None:
    """A window that passes, and messages that fail and are sent again."""
    play.open(task())
    play.judge("clerk.hr", "rejected", reason_code="other", remark="ليس شهادة")
    play.do("clerk.hr", "request_correction")
    play.send_messages()
    play.pass_deadline()
    play.send_messages(failing=True)
    failed = play.file("clerk.hr").messages[-1].message_id
    play.do("clerk.hr", "resend", message_id=failed)


def refunded(play: Play) -> None:
    """Absent twice: a quarter is kept, the rest goes back through two people."""
    paid(play)
    play.pass_deadline()
    play.do("clerk.gis", "record_absent")
    play.send_messages()
    play.do("clerk.hr", "postpone", period_from="2026-12-27")
    play.pass_deadline()
    play.do("clerk.gis", "record_absent")
    refund = play.file("clerk.hr").refunds[0].refund_id
    play.do("clerk.hr", "refund_propose", refund_id=refund, remark="عدم حضور")
    play.do("senior.hr", "refund_approve", refund_id=refund)
    play.do("clerk2.hr", "refund_pay", refund_id=refund, payout_reference="V-17")


def settled_by_hand(play: Play) -> None:
    """Two short payments and one to a wrong number: counted together, the rest goes back."""
    reviewed(play)
    play.do("clerk.gis", "agree")
    play.issue_payment()
    play.pay("20.000", gateway_id="g1")
    play.pay("20.000", gateway_id="g2")
    play.pay("10.000", number="999", gateway_id="g3")
    play.do("clerk.hr", "settle_notice", notice_id=3, resolution="apply", reason="ثلاث دفعات معاً")
    play.do(WORKER_LOGIN, "payment_received")
    play.do("clerk.hr", "withdraw", reason="سفر")
    decline = play.file("clerk.hr").refunds[0].refund_id
    play.do("clerk.hr", "refund_propose", refund_id=decline, remark="زيادة")
    play.do("senior.hr", "refund_decline", refund_id=decline, reason="تُحتسب لاحقاً")


def returned(play: Play) -> None:
    """A payment after the window: kept, and given back; assignment, hand-over and release on the way."""
    reviewed(play)
    play.do("clerk.gis", "claim")
    play.do("clerk.gis", "hand_over", assignee="supervisor.gis", reason="إجازة")
    play.do("supervisor.gis", "release")
    play.do("clerk.gis", "agree")
    play.issue_payment()
    play.send_messages()
    play.pass_deadline()
    play.pay("45.500")
    play.do("clerk.hr", "settle_notice", notice_id=1, resolution="return", reason="بعد المهلة")


def withdrawn_letter(play: Play) -> None:
    """A letter that is withdrawn, and a case that is refused."""
    play.open(task())
    play.judge("clerk.hr")
    play.do("clerk.hr", "approve")
    letter = play.file("clerk.hr").letters[0].letter_id
    play.do("supervisor.hr", "void_letter", letter_id=letter, reason="خطأ في الاسم")
    play.open(task(), key="second")
    play.do("clerk.hr", "refuse", reason_code="full")


ANSWER = {"contractor_name": "شركة الأفق", "permit_standing": "valid", "permit_valid_to": "2026-12-31"}


def renewed(play: Play) -> None:
    """A permit that the register confirms the second time, and one that was renewed by then."""
    play.open(permit(), service="CTR", login="clerk.ctr", key="permit-1")
    play.do("clerk.ctr", "ask_again")
    play.do(WORKER_LOGIN, "answered", permit_standing="suspended")
    play.do("clerk.ctr", "ask_again")
    play.do(WORKER_LOGIN, "answered", **ANSWER)
    play.do("clerk.ctr", "renew", renewed_until="2027-12-31")
    play.do(WORKER_LOGIN, "confirmed", **ANSWER)
    play.open(permit(), service="CTR", login="clerk.ctr", key="permit-2")
    play.do("clerk.ctr", "refuse", reason_code="full")


def unconfirmed(play: Play) -> None:
    """The register takes back what it said before the permit is issued."""
    play.open(permit(), service="CTR", login="clerk.ctr")
    play.do("clerk.ctr", "renew", renewed_until="2027-12-31")
    play.do(WORKER_LOGIN, "confirmed", permit_standing="cancelled")
    play.do(WORKER_LOGIN, "withdraw", reason="أُلغي التصريح")


def replaced(play: Play) -> None:
    """Documents of a job application: one accepted, one rejected, replaced, and rejected again."""
    play.open(documents(), service="JOB", slots=("cv", "certificate"))
    play.judge("clerk.hr", slot="cv")
    play.judge("clerk.hr", "rejected", reason_code="unclear")
    play.do("clerk.hr", "request_correction")
    play.send_messages()
    play.attach(WORKER_LOGIN, pdf("certificate", "two"))
    play.do(WORKER_LOGIN, "resubmit")
    play.judge("clerk.hr", "rejected", reason_code="other", remark="ليست شهادة")
    play.do("clerk.hr", "close_review")


def never_replaced(play: Play) -> None:
    play.open(documents(), service="JOB", slots=("cv", "certificate"))
    play.judge("clerk.hr", "rejected", slot="cv", reason_code="unclear")
    play.judge("clerk.hr", "rejected", reason_code="unclear")
    play.do("clerk.hr", "request_correction")
    play.send_messages()
    play.pass_deadline()


def _offered(play: Play, course: str = "ks-paid-level", **changes: Any) -> int:
    return play.occasion(
        "clerk.ks", "plan", kind="course", department="ks", subject=course,
        starts_at="2026-12-06T10:00:00+03:00", place="قاعة 3", minimum=3, maximum=3,
        details={"evaluation_link": "https://e.example"}, **changes,
    )  # fmt: skip


def held_course(play: Play) -> None:
    """Three reach the minimum, a fourth waits; one fails, the fourth gets the seat; paid, moved, held."""
    offering = _offered(play)
    cases = []
    for number in range(4):
        play.open(
            seat(offering), key=f"seat-{number}", service="CRS", login="clerk.ks",
            slots=("proof",) if number == 1 else (), identity=f"990000000{number}",
        )  # fmt: skip
        cases.append(play.case_id)
    play.case_id = cases[1]
    play.judge("clerk.ks", slot="proof")
    play.do("clerk.ks", "reviewed")
    play.issue_payment()
    play.pay("35.000")
    play.do(WORKER_LOGIN, "payment_received")
    play.case_id = cases[0]
    play.do("clerk2.ks", "level_result", score=59)
    play.case_id = cases[2]
    play.do("clerk2.ks", "level_result", score=80)
    play.occasion("clerk.ks", "move", offering, starts_at="2026-12-13T09:30:00+03:00", place="قاعة 5")
    play.occasion("clerk.ks", "change", offering, maximum=4, minimum=2)
    play.at(13, 9, month=12)
    play.occasion(WORKER_LOGIN, "came", offering)
    play.occasion("clerk.ks", "attend", offering, case_id=cases[1], attendance="absent")
    play.occasion("clerk.ks", "hold", offering, absent=[])


def too_few(play: Play) -> None:
    """Its day comes too early; then it is called off."""
    offering = _offered(play, "ks-free")
    play.open(seat(offering, "ks-free"), service="CRS", login="clerk.ks")
    other = _offered(play, "ks-free")
    play.do("clerk.ks", "change_offering", offering=str(other))
    play.at(6, 0, month=12)
    play.occasion(WORKER_LOGIN, "came", other)
    play.occasion("clerk.ks", "cancel", other, reason="عطل في القاعة")


PLAYS = (
    held_course,
    too_few,
    completed_course,
    corrected,
    expired,
    refunded,
    settled_by_hand,
    returned,
    withdrawn_letter,
    renewed,
    unconfirmed,
    replaced,
    never_replaced,
)


@pytest.mark.clause("COM-03", "COM-07", "COM-08", "COM-14")
@pytest.mark.parametrize("scene", PLAYS, ids=lambda scene: scene.__name__)
def test_both_databases_write_the_same(
    scene: Callable[[Play], None], fresh_central: CentralDatabase, tmp_path: Path
) -> None:
    embedded = EmbeddedDesk(tmp_path)
    scene(Play(CentralDesk(fresh_central)))
    scene(Play(embedded))
    with fresh_central.connected() as connection:
        central_rows = rows_of(connection)
    with embedded.database.reading() as connection:
        embedded_rows = rows_of(connection)
    embedded.database.close()
    assert central_rows["case_event"], "nothing was played"
    for name, rows in central_rows.items():
        assert rows == embedded_rows[name], name


def test_every_table_of_a_case_is_compared() -> None:
    """A new table that hangs on cases must be compared too."""
    of_cases = {
        table.name
        for table in metadata.tables.values()
        if any(key.column.table.name in ("cases", "letter", "attachment") for key in table.foreign_keys)
    }
    assert of_cases <= {table.name for table in COMPARED}
