"""Sample pages, rows and a session, for the gallery and for the tests of the window."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox, QScrollArea, QSplitter, QVBoxLayout, QWidget

from desktop.base.clock import FixedClock
from desktop.base.text import Text
from desktop.views import shown
from desktop.views.actions import ActionSpec, Menu
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said
from desktop.views.page import NavEntry, Page, Section
from desktop.views.palette import Tone
from desktop.views.preferences import Preferences
from desktop.views.qtfix import set_up_splitter
from desktop.views.runner import Runner
from desktop.views.tables.queue_table import QueueTable
from desktop.views.tables.rows import Cell, CellKind, Column, Fetch, Order, Row, RowsPage
from desktop.views.widgets.basics import button, column, holder, label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.date_field import DateField
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.form_fields import FieldKind, FieldView
from desktop.views.widgets.form_view import FormView
from desktop.views.widgets.marks import Chip, PersonMark
from desktop.views.widgets.search_box import SearchBox
from desktop.views.widgets.states import EmptyState
from desktop.views.widgets.timeline import Happening, Timeline

NOW = datetime(2026, 11, 24, 7, 5, tzinfo=UTC)


def t(ar: str, en: str) -> str:
    """Text of the samples in the language in force."""
    return said(Text(ar, en))


def make_desk(folder: Path, language: str = "ar", theme: str = "light") -> Desk:
    """A desk whose preferences lie in ``folder``."""
    preferences = Preferences(QSettings(str(folder / "desk.ini"), QSettings.Format.IniFormat))
    preferences.language, preferences.theme = language, theme
    session = Session("sara", "سارة يوسف حدّاد", "ديوان الأمانة", frozenset({"approve"}))
    return Desk(Runner(), session, preferences, FixedClock(NOW), services=None)


_NAMES = (
    "ليلى محمود العبادي", "رامي جورج خوري", "فاطمة علي المجالي", "مؤسسة النور التجارية (Al-Noor Trading)",
    "هبة إبراهيم الخطيب", "Omar Haddad", "شركة ABC للإنشاءات", "محمد أحمد القضاة", "دانا سمير النمري",
    "عبد الله خالد الزعبي", "نور الدين عوض", "سلمى فارس الطراونة",
)  # fmt: skip
_CLERKS = ("سارة يوسف حدّاد", "", "خالد العمري", "", "سارة يوسف حدّاد", "منى الشريف", "")


def queue_columns() -> tuple[Column, ...]:
    """The columns of the sample queue."""
    return (
        Column("applicant", t("مقدم الطلب", "Applicant"), width=190, sort="name", stretch=True, strong=True),
        Column("service", t("الخدمة", "Service"), width=165),
        Column("state", t("الحالة", "State"), CellKind.CHIP, width=148),
        Column("due", t("الاستحقاق", "Due"), width=104, sort="due"),
        Column("holder", t("عند", "With"), CellKind.PERSON, width=140),
        Column("fee", t("الرسم", "Fee"), CellKind.NUMBER, width=100, hidden=True),
    )


def queue_rows(count: int) -> list[Row]:
    """``count`` rows as a use-case would have made them."""
    states = (
        (t("قيد التدقيق", "Under review"), Tone.REVIEW),
        (t("بانتظار مقدم الطلب", "With the applicant"), Tone.WARNING),
        (t("جديد", "New"), Tone.INFO),
        (t("مقبول", "Approved"), Tone.GOOD),
        (t("بانتظار الدفع", "Awaiting payment"), Tone.WARNING),
    )
    services = (
        (t("تدريب", "Training"), t("مرشح من جهة · نظم المعلومات الجغرافية", "nominated · GIS")),
        (t("تدريب مدفوع", "Paid training"), t("دورة ArcGIS Pro", "ArcGIS Pro course")),
        (t("تسهيل مهمة", "Task facilitation"), t("دائرة التخطيط", "Planning department")),
    )
    dues = (
        (t("متأخر 3 أيام", "3 days late"), Tone.DANGER),
        (t("متأخر يومًا", "1 day late"), Tone.DANGER),
        (t("اليوم", "Today"), Tone.WARNING),
        (t("غدًا", "Tomorrow"), None),
        (t("بعد 3 أيام", "in 3 days"), None),
        (t("بعد 4 أيام", "in 4 days"), None),
    )
    rows = []
    for place in range(count):
        state, tone = states[place * 7 % len(states)]
        service, kind = services[place * 5 % len(services)]
        due, due_tone = dues[min(place // 2, len(dues) - 1)]
        reference = shown.identifier(f"TRN-2026-{4512 + place:06d}-{place % 10}")
        cells = (
            Cell(shown.name(_NAMES[place % len(_NAMES)]), reference),
            Cell(service, kind),
            Cell(state, tone=tone),
            Cell(due, shown.day(date(2026, 11, min(30, 19 + place // 2))), due_tone),
            Cell(_CLERKS[place % len(_CLERKS)]),
            Cell(shown.identifier("100.000")),
        )
        rows.append(Row(f"case-{place}", cells, Tone.DANGER if due_tone is Tone.DANGER else None))
    return rows


def fetch_from(rows: list[Row]) -> Fetch:
    """A fetch over ``rows``, as a keyset query would answer."""

    def fetch(cursor: object, order: Order, wanted: int) -> RowsPage:
        start = cursor if isinstance(cursor, int) else 0
        ordered = (
            sorted(rows, key=lambda one: one.cells[0].text, reverse=order.descending) if order.sort else rows
        )
        part = tuple(ordered[start : start + wanted])
        end = start + len(part)
        return RowsPage(part, end if end < len(rows) else None)

    return fetch


_PARTS = 6


def settled(runner: Runner, seconds: float = 60.0) -> None:
    """Pumps events until nothing is under way, nor anything that an answer asks for in turn."""
    end = time.monotonic() + seconds
    while True:
        QApplication.processEvents()
        if not runner.busy:
            # What the last answer put off may ask for more: a case shows its parts one after the other.
            for _ in range(_PARTS):
                QApplication.processEvents()
            if not runner.busy:
                return
        if time.monotonic() > end:
            raise AssertionError(f"{runner.busy} jobs are still under way after {seconds} s")
        time.sleep(0.001)


class QueuePage(Page):
    """A queue with filters, and the case in view beside it."""

    page_id = "queue"
    icon = "inbox"
    order = 1
    watches = frozenset({"cases"})
    how_many = 400

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        empty = EmptyState(
            "inbox",
            t("لا طلبات تطابق التصفية", "No application matches the filter"),
            t("وسّع التصفية، أو انتظر طلبات جديدة.", "Widen the filter, or wait for new applications."),
            t("مسح التصفية", "Clear the filter"),
        )
        self.table = QueueTable("sample", queue_columns(), desk.runner, desk.preferences, empty)
        card = Card()
        card.flush()
        card.body.addWidget(self.table)
        split = QSplitter()
        set_up_splitter(split)
        split.addWidget(card)
        split.addWidget(_summary())
        split.setStretchFactor(0, 1)
        split.setSizes([772, 340])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(_filters())
        layout.addWidget(split, 1)

    @classmethod
    def title(cls) -> str:
        return t("طلبات جديدة", "New applications")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return True

    @classmethod
    def entries(cls, session: Session) -> tuple[NavEntry, ...]:
        lines = (
            ("mine", t("مهامي", "Mine"), "list-checks"),
            ("new", t("طلبات جديدة", "New applications"), "inbox"),
            ("late", t("متأخرة", "Late"), "clock-alert"),
            ("waiting", t("بانتظار مقدم الطلب", "With the applicant"), "hourglass"),
            ("handled", t("أنجزتها مؤخرًا", "Handled by me"), "history"),
        )
        return tuple(
            NavEntry("queue", title, icon, Section.WORK, place, key)
            for place, (key, title, icon) in enumerate(lines)
        )

    def commands(self) -> tuple[ActionSpec, ...]:
        def nothing() -> None:
            return

        new = t("طلب جديد", "New application")
        return (
            ActionSpec("queue.claim", t("استلام", "Claim"), "user", nothing, "Ctrl+J", tool=True),
            ActionSpec("queue.print", t("طباعة", "Print"), "printer", nothing, "Ctrl+P", tool=True),
            ActionSpec("queue.new", new, "plus", nothing, "Ctrl+N", Menu.FILE, tool=True, kind="primary"),
        )

    def shown(self, argument: str) -> None:
        self.table.ask(fetch_from(queue_rows(self.how_many if argument != "handled" else 0)))

    def refresh(self, changed: frozenset[str]) -> None:
        self.table.refresh()


class FormPage(Page):
    """The counter form with problems under its fields."""

    page_id = "form"
    icon = "square-pen"
    order = 50

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = FormView(form_fields())
        card = Card(t("بيانات مقدم الطلب", "The applicant"))
        card.body.addWidget(self.form)
        actions = row(
            button(
                t("إرسال الطلب", "Submit the application"), self._nothing, kind="primary", icon_name="send"
            ),
            button(t("حفظ مسودة", "Save a draft"), self._nothing),
            None,
            button(t("حذف المسودة", "Delete the draft"), self._nothing, kind="refuse", icon_name="trash-2"),
        )
        sheet = holder(column(card, actions, None, gap=16))
        sheet.setMaximumWidth(900)
        layout = row(sheet, None)
        layout.setStretch(0, 10)
        layout.setContentsMargins(0, 0, 0, 0)
        self.setLayout(layout)

    @classmethod
    def title(cls) -> str:
        return t("طلب من الشباك", "Counter application")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return True

    def _nothing(self) -> None:
        return


class SettingsPage(Page):
    """Stands for the pages of the other sections."""

    page_id = "settings"
    icon = "settings"
    section = Section.ADMINISTRATION

    @classmethod
    def title(cls) -> str:
        return t("الإعدادات", "Settings")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return True


class RefundsPage(SettingsPage):
    """Only for those who may approve."""

    page_id = "refunds"
    icon = "banknote"
    section = Section.SUPERVISION

    @classmethod
    def title(cls) -> str:
        return t("اعتماد الاستردادات", "Refund approvals")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return "approve" in session.abilities


def form_fields() -> list[FieldView]:
    """The fields of the sample form."""
    departments = (("gis", t("نظم المعلومات الجغرافية", "GIS")), ("plan", t("التخطيط", "Planning")))
    return [
        FieldView("applicant.name", t("الاسم الكامل", "Full name")),
        FieldView("applicant.national_id", t("الرقم الوطني", "National number"), FieldKind.NATIONAL_ID),
        FieldView("applicant.mobile", t("رقم الهاتف المحمول", "Mobile number"), FieldKind.PHONE,
                  hint=t("تصل إليه الرسائل النصية", "Text messages go to it")),
        FieldView("department", t("الدائرة المستضيفة", "Department"), FieldKind.CHOICE, choices=departments),
        FieldView("period.from", t("من", "From"), FieldKind.DATE),
        FieldView("period.to", t("إلى", "To"), FieldKind.DATE),
        FieldView("fee", t("الرسم", "Fee"), FieldKind.MONEY, required=False),
        FieldView("letter", t("كتاب الجهة المرشِّحة", "The nominating body's letter"), FieldKind.FILE),
        FieldView("note", t("ملاحظات", "Notes"), FieldKind.LONG_TEXT, required=False, wide=True),
        FieldView("consent", t("اطّلع مقدم الطلب على الرسم", "The applicant has seen the fee"), FieldKind.FLAG,
                  wide=True),
    ]  # fmt: skip


def _filters() -> QWidget:
    bar = FlowLayout()
    find = SearchBox(t("صفّ القائمة…", "Filter the list…"))
    find.setFixedWidth(220)
    bar.addWidget(find)
    for title, options in (
        (t("الخدمة", "Service"), (t("كل الخدمات", "All services"),)),
        (t("الحالة", "State"), (t("كل الحالات", "All states"),)),
    ):
        combo = QComboBox()
        combo.addItems(list(options))
        combo.setAccessibleName(title)
        combo.setFixedWidth(160)
        bar.addWidget(combo)
    day = DateField()
    day.edit.setAccessibleName(t("منذ", "Since"))
    day.setFixedWidth(176)
    bar.addWidget(day)
    bar.addWidget(QCheckBox(t("المتأخرة فقط", "Late only")))
    return holder(bar)


def _summary() -> QWidget:
    """The case in view."""
    card = Card()
    name = label(t("ليلى محمود العبادي", "Layla Mahmoud Abbadi"), "heading", wrap=True)
    reference = label(shown.identifier("TRN-2026-004512-0"), "caption", selectable=True)
    chips = row(
        Chip(t("قيد التدقيق", "Under review"), Tone.REVIEW),
        Chip(t("متأخر 3 أيام", "3 days late"), Tone.DANGER),
        None,
    )
    facts = KeyValues()
    facts.show_facts([
        Fact(t("الرقم الوطني", "National number"), shown.identifier("9841234567")),
        Fact(t("الهاتف", "Telephone"), shown.phone("+962791234567")),
        Fact(t("الدائرة", "Department"), t("نظم المعلومات الجغرافية", "GIS")),
        Fact(t("المدة", "Period"), shown.period(date(2026, 12, 1), date(2026, 12, 31))),
        Fact(t("الرسم", "Fee"), t("لا رسم: مرشح من جهة", "none: nominated")),
    ])  # fmt: skip
    holding = row(
        PersonMark("سارة يوسف حدّاد", 26),
        label(t("عند سارة يوسف حدّاد منذ يومين", "With Sara Haddad for 2 days"), "label"),
        None,
    )
    line = Timeline()
    line.show_happenings(sample_happenings())
    past = QScrollArea()
    past.setWidgetResizable(True)
    past.setWidget(line)
    past.viewport().setAutoFillBackground(False)
    line.setAutoFillBackground(False)
    for part in (column(name, reference, gap=2), chips, holding):
        card.body.addWidget(part) if isinstance(part, QWidget) else card.body.addLayout(part)
    card.body.addSpacing(8)
    card.body.addWidget(facts)
    card.body.addSpacing(12)
    card.body.addWidget(label(t("ما جرى", "What happened"), "strong"))
    card.body.addWidget(past, 1)
    card.body.addLayout(row(
        button(t("قبول المرفقات", "Accept"), lambda: None, kind="primary", icon_name="check"),
        button(t("طلب تصحيح", "Ask to correct"), lambda: None, icon_name="undo-2"),
        None,
    ))  # fmt: skip
    card.setMinimumWidth(300)
    card.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return card


def sample_happenings() -> list[Happening]:
    """Some events of a case."""
    claimed, sent, came = (
        shown.moment(datetime(2026, 11, day, hour, 12, tzinfo=UTC))
        for day, hour in ((22, 7), (19, 9), (19, 8))
    )
    accepted = t("قبلتها بوابة الرسائل", "accepted by the gateway")
    return [
        Happening(t("استلمت الطلب", "Claimed"), claimed, "سارة يوسف حدّاد", icon="user"),
        Happening(
            t("أُرسلت رسالة القبول الأولي", "Initial acceptance sent"),
            sent,
            detail=accepted,
            icon="message-square",
            tone=Tone.GOOD,
        ),
        Happening(t("ورد الطلب من البوابة", "Submitted online"), came, icon="inbox", tone=Tone.INFO),
    ]
