"""The small parts: chips, badges, people, banners, empty states, overlays, flow, facts, time lines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.base.text import FSI, LRI, PDI
from desktop.views import shown, theme
from desktop.views.desk import Desk
from desktop.views.palette import Tone
from desktop.views.qtfix import right_to_left
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import label
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.marks import Chip, CountBadge, count_text
from desktop.views.widgets.search_box import PAUSE_MS, SearchBox
from desktop.views.widgets.states import LOADING_DELAY_MS, EmptyState, LoadingOverlay
from desktop.views.widgets.timeline import Timeline
from tests.views import sample
from tests.views.conftest import MakeDesk


def picture(widget: QWidget) -> QImage:
    return widget.grab().toImage()


def test_values_are_isolated_and_one_form_each(desk: Desk) -> None:
    assert shown.identifier("TRN-1") == f"{LRI}TRN-1{PDI}"
    assert shown.name("ABC") == f"{FSI}ABC{PDI}"
    assert shown.phone("+962791234567") == f"{LRI}+962 79 123 4567{PDI}"
    assert shown.phone("06") == f"{LRI}06{PDI}"
    assert shown.amount(Decimal("1234.5")) == f"{LRI}1,234.500{PDI} د.أ"
    assert shown.day(date(2026, 2, 3)) == f"{LRI}03/02/2026{PDI}"
    assert shown.moment(datetime(2026, 11, 23, 22, 30, tzinfo=UTC)) == f"{LRI}24/11/2026 01:30{PDI}"
    assert shown.long_day(date(2026, 2, 3)) == "3 شباط 2026"
    assert (
        shown.period(date(2026, 2, 3), date(2026, 3, 4))
        == f"من {LRI}03/02/2026{PDI} إلى {LRI}04/03/2026{PDI}"
    )


def test_arabic_digits_are_a_matter_of_showing(desk: Desk) -> None:
    shown.use_arabic_digits(True)
    try:
        assert shown.day(date(2026, 2, 3)) == f"{LRI}٠٣/٠٢/٢٠٢٦{PDI}"
        assert shown.number(1234) == "١,٢٣٤"
        assert shown.identifier("9841234567") == f"{LRI}9841234567{PDI}", "as on paper"
    finally:
        shown.use_arabic_digits(False)


def test_english_dates_are_english(make_desk: MakeDesk) -> None:
    make_desk("en")
    assert shown.long_day(date(2026, 2, 3)) == "3 February 2026"


@pytest.mark.parametrize(
    ("name", "letters"), [("سارة يوسف", "س"), ("Omar Al Haddad", "OH"), ("Omar", "O"), ("", "")]
)
def test_initials_do_not_join_into_a_word(name: str, letters: str) -> None:
    assert shown.initials(name) == letters


def test_what_people_typed_is_not_mark_up(qtbot: QtBot, desk: Desk) -> None:
    words = label("<b>x</b>")
    qtbot.addWidget(words)
    assert words.textFormat() == Qt.TextFormat.PlainText


def test_a_chip_wears_its_tone_and_has_a_name(qtbot: QtBot, desk: Desk) -> None:
    chip = Chip("جديد", Tone.INFO)
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    middle = picture(chip).pixelColor(4, chip.height() // 2)
    assert middle == QColor(theme.current().info.ground)
    chip.show_as("متأخر", Tone.DANGER)
    assert chip.accessibleName() == "متأخر"


def test_a_badge_hides_nought_and_caps_many(qtbot: QtBot, desk: Desk) -> None:
    badge = CountBadge()
    qtbot.addWidget(badge)
    assert badge.isHidden()
    badge.set_count(7)
    assert not badge.isHidden()
    assert count_text(1000) == "+999"
    assert count_text(999) == "999"


def test_a_banner_says_one_thing_and_offers_one(qtbot: QtBot, desk: Desk) -> None:
    done: list[bool] = []
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.say("انقطع الاتصال", Tone.DANGER, "أعد المحاولة", lambda: done.append(True), dismissible=False)
    assert banner.sentence == "انقطع الاتصال"
    verb = banner.findChild(QPushButton)
    assert isinstance(verb, QPushButton)
    verb.click()
    assert done == [True]
    banner.say("للعلم")
    assert not verb.isVisible()


def test_an_empty_state_says_what_to_do(qtbot: QtBot, desk: Desk) -> None:
    done: list[bool] = []
    state = EmptyState("inbox", "لا طلبات", "وسّع التصفية", "امسح التصفية", lambda: done.append(True))
    qtbot.addWidget(state)
    state.findChild(QPushButton).click()  # type: ignore[union-attr]
    assert done == [True]
    assert state.accessibleName() == "لا طلبات"


def test_waiting_shows_only_where_it_is_noticeable(qtbot: QtBot, desk: Desk) -> None:
    covered = QWidget()
    qtbot.addWidget(covered)
    covered.show()
    overlay = LoadingOverlay(covered)
    overlay.start()
    overlay.stop()
    qtbot.wait(LOADING_DELAY_MS + 60)
    assert not overlay.isVisible()
    overlay.start()
    qtbot.waitUntil(overlay.isVisible)
    covered.resize(333, 222)
    assert overlay.size() == covered.size()
    overlay.stop()
    assert not overlay.isVisible()


def test_a_filter_bar_wraps_in_the_direction_of_reading(qtbot: QtBot, either: Desk) -> None:
    bar = QWidget()
    qtbot.addWidget(bar)
    flow = FlowLayout(bar, gap=10)
    parts = [QWidget() for _ in range(3)]
    for part in parts:
        part.setFixedSize(100, 20)
        flow.addWidget(part)
    bar.resize(220, 100)
    bar.show()
    first, second, third = (part.geometry() for part in parts)
    assert first.top() == second.top()
    assert third.top() == first.bottom() + 1 + 10
    assert (first.left() > second.left()) is right_to_left()
    assert third.left() == first.left()
    assert flow.heightForWidth(1000) == 20
    assert flow.heightForWidth(220) == 50
    parts[1].hide()
    assert flow.heightForWidth(220) == 20


def test_facts_can_be_read_and_copied(qtbot: QtBot, desk: Desk) -> None:
    facts = KeyValues(columns=2)
    qtbot.addWidget(facts)
    facts.show_facts(
        [Fact("الهاتف", shown.phone("+962791234567")), Fact("الرسم", ""), Fact("الحالة", "جديد", Tone.INFO)]
    )
    values = [
        one
        for one in facts.findChildren(QLabel)
        if one.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse
    ]
    assert [one.text().strip("\u200f") for one in values] == [shown.phone("+962791234567"), "—"]
    assert values[1].accessibleName() == "الرسم: لا شيء"
    assert len(facts.findChildren(Chip)) == 1
    facts.show_facts([Fact("الاسم", "ليلى")])
    QApplication.processEvents()
    assert len([one for one in facts.findChildren(QLabel) if one.isVisibleTo(facts)]) == 2


def test_a_card_names_what_it_holds(qtbot: QtBot, desk: Desk) -> None:
    card = Card("مقدم الطلب")
    qtbot.addWidget(card)
    assert card.accessibleName() == "مقدم الطلب"


def test_the_rail_of_a_time_line_stands_where_reading_begins(qtbot: QtBot, either: Desk) -> None:
    line = Timeline()
    qtbot.addWidget(line)
    line.resize(500, 300)
    line.show_happenings(sample.sample_happenings())
    line.show()
    rails = [one for one in line.findChildren(QWidget) if type(one).__name__ == "_Rail"]
    assert len(rails) == 3
    x = rails[0].mapTo(line, QPoint(0, 0)).x()
    assert (x > 250) is right_to_left()


def test_a_search_is_asked_once_when_the_typing_pauses(qtbot: QtBot, desk: Desk) -> None:
    asked: list[str] = []
    box = SearchBox("ابحث")
    qtbot.addWidget(box)
    box.asked.connect(asked.append)
    QTest.keyClicks(box, "abc")
    assert not asked
    qtbot.wait(PAUSE_MS + 60)
    assert asked == ["abc"]
    QTest.keyClick(box, Qt.Key.Key_Return)
    assert asked == ["abc"], "the same text is not asked again"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert box.text() == ""
    assert asked == ["abc", ""]


@pytest.fixture
def parent(qtbot: QtBot, desk: Desk) -> QWidget:
    """Under a dialog, which goes with it."""
    made = QWidget()
    qtbot.addWidget(made)
    return made


def ask(parent: QWidget, tone: Tone = Tone.INFO, reason: str = "") -> tuple[ConfirmDialog, list[str]]:
    told: list[str] = []
    dialog = ConfirmDialog(
        parent, "رفض الطلب؟", "لا تراجع", "ارفض الطلب", told.append, tone=tone, reason_label=reason
    )
    dialog.open()
    return dialog, told


def test_a_question_is_answered_with_its_verb(parent: QWidget) -> None:
    dialog, told = ask(parent)
    assert dialog.yes.text() == "ارفض الطلب"
    dialog.yes.click()
    assert told == [""]


def test_a_dangerous_question_leans_towards_going_back(parent: QWidget) -> None:
    dialog, told = ask(parent, Tone.DANGER)
    assert dialog.back.isDefault()
    dialog.back.click()
    assert not told


def test_a_reason_that_is_asked_for_must_be_given(parent: QWidget) -> None:
    dialog, told = ask(parent, Tone.DANGER, "السبب")
    assert not dialog.yes.isEnabled()
    dialog.reason.setPlainText("   ")
    assert not dialog.yes.isEnabled()
    dialog.reason.setPlainText("الكتاب غير مختوم ")
    dialog.yes.click()
    assert told == ["الكتاب غير مختوم"]
