"""The day: one applicant from the application to the refund, another to the report in hand."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from shiboken6 import isValid

from desktop.app.tour import courses, exams, licences
from desktop.app.tour.robot import Robot
from desktop.base.errors import Bug, Outage
from desktop.base.text import Text
from desktop.gateways.payments import EmbeddedPayments
from desktop.models.records.case import Case, Letter
from desktop.usecases.cases import OpenCase, act, open_case, submit
from desktop.usecases.demo.papers import certificate
from desktop.usecases.letters import read_letter
from desktop.usecases.queues import list_queue, queues_of
from desktop.views.casework.action_dialog import ActionDialog
from desktop.views.casework.draft import Draft
from desktop.views.pages.audit import AuditPage
from desktop.views.pages.case import CasePage
from desktop.views.pages.counter import CounterPage
from desktop.views.pages.money.approvals import ApprovalsPage
from desktop.views.pages.money.board import MoneyPage
from desktop.views.pages.queue import QueuePage
from desktop.views.pages.reference.page import WORDINGS, ReferencePage
from desktop.views.pages.reference.wordings import WordingsEditor
from desktop.views.pages.verify import VerifyPage
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.form_dialog import FormDialog

CAPTIONS: dict[str, Text] = {
    "sign-in": Text(
        "تسجيل الدخول، وحسابات العرض التجريبي بطاقات تملأ النموذج",
        "Signing in; the demo's accounts are cards that fill the form",
    ),
    "queue": Text(
        "القوائم بأعداد حية، والأقرب استحقاقًا أولًا، والطلب المختار بجانبها",
        "Queues with live counts, soonest due first, the chosen application beside them",
    ),
    "case": Text(
        "الطلب: بياناته ومهلته وما يمكن فعله", "An application: its facts, its due date, what can be done"
    ),
    "attachments": Text(
        "المرفق بجانب بيانات مقدم الطلب، والحكم عليه بمفتاح واحد",
        "The attachment beside the applicant's facts; a verdict is one key",
    ),
    "reject": Text("رفض المرفق بسبب جاهز وملاحظة", "Rejecting an attachment, with a ready reason and a note"),
    "sms": Text(
        "الرسالة التي ستصل مقدم الطلب، قبل إرسالها", "The message the applicant will get, before it goes"
    ),
    "correction": Text(
        "وصل التصويب من البوابة، والنسخة السابقة محفوظة",
        "The correction has come from the portal; the older version is kept",
    ),
    "record": Text("سجل الطلب: من فعل ماذا ومتى", "The record: who did what, and when"),
    "gis": Text(
        "قرار دائرة نظم المعلومات الجغرافية، وما ينتج عنه",
        "GIS decides; what its yes will cause stands there",
    ),
    "payment": Text("وصلت الدفعة وسُوّيت وحدها", "The payment has come and settled itself"),
    "letter": Text("كتاب الموافقة قبل طباعته", "The approval letter, before it is printed"),
    "no-show": Text("لم يحضر في اليوم الأول", "Absent on the first day"),
    "refund-proposed": Text(
        "الكاتبة تقترح الاسترداد وحسابه أمامها", "The clerk proposes the refund, its computation before her"
    ),
    "approvals": Text(
        "المشرفة: ما ينتظر اعتمادها ومجموعه", "The supervisor: what waits for her, and its sum"
    ),
    "refund-approved": Text(
        "اعتماد الاسترداد من شخص آخر، بالمبلغ في السؤال",
        "Approved by another person; the question names the amount",
    ),
    "money": Text("الاستردادات، وفوقها حساب متوازن", "Refunds, and above them books that balance"),
    "payments": Text(
        "دفعات لا تطابق: ناقصة وزائدة ومتأخرة ومجهولة الرقم",
        "Payments that do not fit: short, too much, late, of no known number",
    ),
    "settle": Text("تسوية دفعة مجهولة الرقم على طلبها", "Settling a payment of an unknown number"),
    "hand-over": Text(
        "تسليم تقرير التقييم باليد، وإثبات مستلمه", "The evaluation report handed over, and to whom"
    ),
    "counter": Text(
        "طلب من الشباك: كل خطأ تحت حقله، ولا يضيع شيء مما كُتب",
        "The counter form: each problem under its field, nothing typed is lost",
    ),
    "palette": Text("البحث عن أي شيء من أي مكان (Ctrl+K)", "Find anything from anywhere (Ctrl+K)"),
    "shortcuts": Text("كل الاختصارات في ورقة واحدة (F1)", "Every shortcut on one sheet (F1)"),
    "empty": Text("قائمة فارغة تقول ما العمل", "An empty list that says what to do"),
    "outage": Text(
        "انقطعت قاعدة البيانات: ما كُتب محفوظ، والمحاولة تتكرر وحدها",
        "The database is lost: what was typed is kept, and it tries again by itself",
    ),
    "fees": Text("رسم يتغير من تاريخ، وتاريخ تغييراته", "A fee that changes from a day on, and its history"),
    "holidays": Text("العطل وأرقام بلاغاتها", "Holidays and their circulars"),
    "wordings": Text(
        "نص الرسالة: حقوله وطوله وكيف سيُقرأ", "Wording a message: its values, its length, how it will read"
    ),
    "departments": Text("الدوائر: جهة الاستفسار والموقِّع", "Departments: contact and signatory"),
    "staff": Text("الموظفون: الوظائف والصلاحيات ومن غيّرها", "Staff: jobs, authorities, and who changed them"),
    "delegations": Text("تفويض مؤرخ أثناء الغياب", "A dated delegation for an absence"),
    "verify": Text("كتاب صحيح لم يُغيَّر", "A letter that is genuine and unaltered"),
    "verify-withdrawn": Text("كتاب صدر ثم سُحب", "A letter that was issued and withdrawn"),
    "audit": Text("السجل سليم والحساب متوازن", "The record is whole and the books balance"),
    "settings": Text("الإعدادات الشخصية", "A person's own settings"),
    **courses.CAPTIONS,
    **exams.CAPTIONS,
    **licences.CAPTIONS,
}
"""What each picture shows, in the order in which they are leafed through."""

_NAME = "ليلى محمود العبادي"
_COURSE_DAYS = 8


class Day:
    """Plays the scenes; ``pictures`` and ``letters`` are the files that came of it."""

    def __init__(self, robot: Robot) -> None:
        self._robot = robot
        self.pictures: list[tuple[str, Text]] = []
        self.letters: list[Path] = []
        self._taken: set[str] = set()

    def play(self) -> None:
        """The whole day."""
        robot = self._robot
        robot.choose_account("rana")
        self._picture("sign-in")
        robot.sign_in("rana")
        reference = self._apply()
        self._review(reference)
        self._correction(reference)
        self._host_and_payment(reference)
        self._around_the_desk()
        self._money()
        self._administration()
        self._report()
        courses.play(self._robot, self._picture)
        exams.play(self._robot, self._picture)
        licences.play(self._robot, self._picture)
        # The clock goes on by weeks: what is planned for this week is shown before.
        self._no_show(reference)
        self.pictures = [(self._file(name), text) for name, text in CAPTIONS.items() if name in self._taken]
        missing = set(CAPTIONS) - self._taken
        if missing:
            raise Bug(f"the tour left out: {', '.join(sorted(missing))}")

    # The applicant's way

    def _apply(self) -> str:
        """An application comes by the portal, with a certificate that cannot be read."""
        robot = self._robot
        first = robot.clock.now().date() + timedelta(days=_COURSE_DAYS)
        document = {
            "service": "TRN",
            "submission_key": "tour",
            "applicant": {
                "kind": "citizen",
                "name": _NAME,
                "national_number": "9981042365",
                "mobile": "0791234567",
            },
            "fields": {
                "kind": "training",
                "category": "individual",
                "hosting_department": "gis",
                "course": "arc_pro",
                "period_from": first.isoformat(),
                "period_to": (first + timedelta(days=9)).isoformat(),
            },
            "attachments": [_certificate(unclear=True)],
        }
        result, _ = robot.behind(lambda: submit(robot.session(), document, "portal"))
        robot.work()
        robot.clock.advance(timedelta(minutes=20))
        return result.reference

    def _review(self, reference: str) -> None:
        robot = self._robot
        robot.go("queue", "TRN.review")
        queue = robot.page(QueuePage)
        queue.table.select(reference)
        queue.table.view.setFocus()
        robot.settle()
        self._picture("queue")
        self._open(reference)
        robot.act("case.claim")
        robot.act("case.tab1")
        self._picture("case")
        robot.act("case.tab2")
        self._picture("attachments")
        page = robot.page(CasePage)
        page.documents.reject()
        robot.settle()
        page.documents.rejecting.reasons.setCurrentRow(_reason_row(page, "unclear"))
        page.documents.rejecting.note.setPlainText("يرجى تصوير الشهادة كاملة وبإضاءة كافية.")
        robot.settle()
        self._picture("reject")
        page.documents.rejecting.confirm()
        robot.settle()
        page.deeds.start("request_correction")
        robot.settle()
        self._picture("sms", dialog=True)
        self._confirm()

    def _correction(self, reference: str) -> None:
        """The applicant sends a readable certificate; the clerk accepts and hands on to GIS."""
        robot = self._robot
        robot.work()
        robot.clock.advance(timedelta(hours=1, minutes=10))
        case = self._case(reference)
        robot.behind(
            lambda: act(
                robot.session(), case.case_id, "resubmit", {}, attachments=[_certificate(unclear=False)]
            )
        )
        robot.work()
        self._open(reference)
        robot.act("case.tab2")
        page = robot.page(CasePage)
        page.documents.documents.select_unjudged()
        robot.settle()
        self._picture("correction")
        page.documents.accept()
        robot.settle()
        page.deeds.start("refer")
        robot.settle()
        self._confirm()

    def _host_and_payment(self, reference: str) -> None:
        robot = self._robot
        robot.clock.advance(timedelta(minutes=25))
        robot.sign_in("lina")
        self._open(reference)
        page = robot.page(CasePage)
        page.deeds.start("agree")
        robot.settle()
        self._picture("gis", dialog=True)
        self._confirm()
        robot.work()
        robot.clock.advance(timedelta(minutes=40))
        request = self._opened(reference).file.requests[-1]
        payments = robot.gateways().payments
        if not isinstance(payments, EmbeddedPayments):
            raise Bug("the tour pays at the embedded gateway only")
        robot.behind(lambda: payments.pay(request.number, request.amount, paid_at=robot.clock.now()))
        robot.work()
        robot.sign_in("rana")
        self._open(reference)
        robot.act("case.tab5")
        self._picture("payment")
        robot.act("case.tab3")
        self._picture("record")
        robot.act("case.tab6")
        page = robot.page(CasePage)
        page.tabs.finish()
        letter = page.letters.newest()
        if letter is None:
            raise Bug("the tour expected a letter")
        page.letters.preview(letter)
        robot.settle()
        self._picture("letter", dialog=True)
        robot.dialog().reject()
        self._save(letter)

    def _no_show(self, reference: str) -> None:
        """A week later: absent, no new date asked for, and the refund that senior management approves."""
        robot = self._robot
        robot.sign_in("lina")
        case = self._case(reference)
        first = date.fromisoformat(str(case.payload["period_from"]))
        robot.pass_time(timedelta(days=(first - robot.clock.now().date()).days))
        self._open(reference)
        page = robot.page(CasePage)
        page.deeds.start("record_absent")
        robot.settle()
        self._picture("no-show", dialog=True)
        self._confirm()
        robot.work()
        for _ in range(6):
            robot.pass_time(timedelta(days=1))
        robot.sign_in("rana")
        robot.go("money", "refunds")
        board = robot.page(MoneyPage)
        refund = self._opened(reference).file.refunds[-1]
        board.refunds.select(str(refund.refund_id))
        robot.settle()
        _press(board, "refund_propose")
        dialog = robot.dialog()
        if isinstance(dialog, FormDialog):
            dialog.form.set_values({"remark": "لم تحضر ولم تطلب موعدًا جديدًا خلال المهلة."})
        robot.settle()
        self._picture("refund-proposed", dialog=True)
        if isinstance(dialog, FormDialog):
            dialog.yes.click()
        robot.settle()
        robot.sign_in("huda")
        robot.go("approvals")
        approvals = robot.page(ApprovalsPage)
        approvals.table.select(str(refund.refund_id))
        robot.settle()
        self._picture("approvals")
        _press(approvals, "refund_approve")
        robot.settle()
        self._picture("refund-approved", dialog=True)
        asked = robot.dialog()
        if isinstance(asked, ConfirmDialog):
            asked.yes.click()
        robot.settle()

    def _report(self) -> None:
        """Another trainee has finished: the completion letter, and the report handed over in person."""
        robot = self._robot
        robot.sign_in("rana")
        robot.go("queue", "waiting")
        ready = self._first("waiting", "report_ready")
        self._open(ready.reference)
        page = robot.page(CasePage)
        page.deeds.start("hand_over_report")
        robot.settle()
        dialog = robot.dialog()
        if isinstance(dialog, ActionDialog):
            dialog.form.set_values(
                {
                    "received_by": ready.applicant.name,
                    "identity_paper": "national_id",
                    "identity_number": ready.applicant.identity,
                }
            )
        robot.settle()
        self._picture("hand-over", dialog=True)
        self._confirm()
        robot.work()
        for letter in self._opened(ready.reference).file.letters:
            self._save(letter)

    # Around the desk

    def _around_the_desk(self) -> None:
        robot = self._robot
        robot.go("counter")
        counter = robot.page(CounterPage)
        if counter.form is not None:
            counter.form.fill(
                Draft(
                    "tour",
                    applicant={"name": "Omar Haddad", "national_number": "99012", "mobile": "0791234567"},
                    fields={
                        "kind": "training",
                        "category": "individual",
                        "hosting_department": "it",
                        "period_from": "2026-12-20",
                        "period_to": "2026-12-06",
                    },
                )
            )
        robot.settle()
        counter.submit()
        robot.settle()
        self._picture("counter")
        counter.start_anew()
        robot.settle()
        robot.go("queue", "open")
        palette = robot.window().open_palette()
        palette.box.setText("حداد")
        palette.box.returnPressed.emit()
        robot.settle()
        self._picture("palette", dialog=True)
        palette.reject()
        robot.window().open_shortcuts()
        robot.settle()
        self._picture("shortcuts", dialog=True)
        robot.dialog().reject()
        robot.settle()
        queue = robot.page(QueuePage)
        queue.filters.box.setText("لا أحد بهذا الاسم")
        queue.filters.box.returnPressed.emit()
        robot.settle()
        self._picture("empty")
        queue.filters.clear()
        robot.settle()
        self._outage()

    def _outage(self) -> None:
        robot = self._robot
        silent = Outage(
            Text(
                "قاعدة البيانات لا تستجيب؛ سيُعاد الاتصال. لم يضع ما كتبته.",
                "The database does not answer; what you typed is kept.",
            )
        )
        robot.program.runner.outage_met.emit(silent, lambda: None)
        self._picture("outage")
        robot.program.runner.recovered.emit()
        robot.settle()

    def _money(self) -> None:
        robot = self._robot
        robot.sign_in("huda")
        robot.go("money", "refunds")
        self._picture("money")
        robot.go("money", "payments")
        page = robot.page(MoneyPage)
        unknown = next(
            row
            for row in range(page.notices.model.rowCount())
            if not page.notices.model.row(row).cells[0].detail
        )
        page.notices.select(page.notices.model.row(unknown).id)
        robot.settle()
        self._picture("payments")
        robot.act("money.settle")
        dialog = robot.dialog()
        if isinstance(dialog, FormDialog):
            dialog.form.set_values({"resolution": "return", "reason": "الرقم ليس لأي طلب؛ اتصل الدافع."})
        robot.settle()
        self._picture("settle", dialog=True)
        dialog.reject()
        robot.settle()

    def _administration(self) -> None:
        robot = self._robot
        robot.sign_in("majed")
        robot.go("reference", "fees")
        reference = robot.page(ReferencePage)
        fees = reference.editors["fees"]
        if not isinstance(fees, WordingsEditor) and fees.form is not None:
            fees.form.set_values({"amount": "220", "valid_from": date(2027, 1, 3)})
            fees.store()
            robot.settle()
        self._picture("fees")
        robot.go("reference", "holidays")
        self._picture("holidays")
        robot.go("reference", "departments")
        departments = reference.editors["departments"]
        departments.table.select("hr")
        robot.settle()
        self._picture("departments")
        robot.go("reference", WORDINGS)
        wordings = reference.editors[WORDINGS]
        wordings.table.select(wordings.table.model.row(1).id)
        robot.settle()
        self._picture("wordings")
        robot.go("staff", "accounts")
        self._picture("staff")
        robot.go("staff", "delegations")
        self._picture("delegations")
        robot.go("audit")
        robot.page(AuditPage).run()
        robot.settle()
        self._picture("audit")
        robot.go("settings")
        self._picture("settings")
        self._verify()

    def _verify(self) -> None:
        robot = self._robot
        robot.go("verify")
        page = robot.page(VerifyPage)
        page.verify_file(self.letters[0])
        robot.settle()
        self._picture("verify")
        withdrawn = self._withdrawn()
        page.code.setPlainText(withdrawn.payload)
        page.verify_text()
        robot.settle()
        self._picture("verify-withdrawn")

    # Small things

    def _picture(self, name: str, *, dialog: bool = False) -> None:
        self._robot.picture(self._stem(name), over=self._robot.dialog() if dialog else None)
        self._taken.add(name)

    @staticmethod
    def _stem(name: str) -> str:
        return f"{list(CAPTIONS).index(name) + 1:02d}-{name}"

    def _file(self, name: str) -> str:
        return f"{self._stem(name)}.png"

    def _open(self, reference: str) -> None:
        self._robot.go("case", reference)

    def _confirm(self) -> None:
        dialog = self._robot.dialog()
        if not isinstance(dialog, ActionDialog):
            raise Bug("the tour expected the dialog of an action")
        dialog.confirm()
        self._robot.settle()
        if dialog_is_open(dialog):
            raise Bug(f"the tour was refused: {dialog.action_key}: {dialog.banner.sentence}")

    def _case(self, reference: str) -> Case:
        return self._opened(reference).file.case

    def _opened(self, reference: str) -> OpenCase:
        robot = self._robot
        return robot.behind(lambda: open_case(robot.session(), reference))

    def _first(self, queue_key: str, state: str) -> Case:
        """The first case of a queue of the person at the desk that is in ``state``."""
        robot = self._robot
        session = robot.session("rana")

        def find() -> Case:
            with session.database.reading() as connection:
                office = session.office(connection)
            queues = queues_of(session, office.actor, office.now)
            wanted = next(one for one in queues if one.key == queue_key)
            return next(one for one in list_queue(session, wanted.filter).cases if one.state == state)

        return robot.behind(find)

    def _withdrawn(self) -> Letter:
        """A sealed letter that was withdrawn."""
        robot = self._robot

        def find() -> Letter:
            session = robot.session()
            with session.database.reading() as connection:
                office = session.office(connection)
            queues = queues_of(session, office.actor, office.now)
            closed = next(one for one in queues if one.key == "closed")
            for case in list_queue(session, closed.filter).cases:
                for letter in open_case(session, case.reference).file.letters:
                    if letter.state.value == "withdrawn" and letter.payload:
                        return letter
            raise Bug("the demo has no withdrawn letter")

        return robot.behind(find)

    def _save(self, letter: Letter) -> None:
        """Keeps the document of a sealed letter beside the pictures."""
        robot = self._robot
        pdf = robot.behind(lambda: read_letter(robot.session(), letter.letter_id))
        path = robot.folder / "letters" / f"{letter.serial}.pdf"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(pdf)
        self.letters.append(path)


def dialog_is_open(dialog: ActionDialog) -> bool:
    """Whether the dialog is still there after it was confirmed."""
    return isValid(dialog) and dialog.isVisible()


def _certificate(*, unclear: bool) -> dict[str, object]:
    content = certificate(
        _NAME,
        "شهادة البكالوريوس",
        "نظم المعلومات الجغرافية",
        "الجامعة الأردنية",
        2024,
        kind="jpeg",
        unclear=unclear,
    )
    return {"slot": "certificate", "filename": "صورة الشهادة.jpg", "content": content}


def _reason_row(page: CasePage, code: str) -> int:
    reasons = page.documents.rejecting.reasons
    role = Qt.ItemDataRole.UserRole
    return next(row for row in range(reasons.count()) if reasons.item(row).data(role) == code)


def _press(page: MoneyPage | ApprovalsPage, action: str) -> None:
    panel = page.refund_panel if isinstance(page, MoneyPage) else page.panel
    made = panel.findChild(QPushButton, action)
    if not isinstance(made, QPushButton):
        raise Bug(f"the tour found no button {action}")
    made.click()
