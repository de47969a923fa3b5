"""One application at the desk: judged by keyboard, acted on, in conflict, in an outage, paid, printed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from desktop.base.errors import Outage
from desktop.base.text import Text, without_bidi_controls
from desktop.models.records.case import MessageState, RefundState, Verdict
from desktop.usecases.cases import act_as_seen
from desktop.usecases.letters import read_letter
from desktop.views.casework import action_dialog
from desktop.views.casework.action_dialog import ActionDialog
from desktop.views.casework.recent import recent_of
from desktop.views.casework.sms import Bubble
from desktop.views.main_window import MainWindow
from desktop.views.pages.case import CasePage
from desktop.views.widgets.basics import Words
from tests.views import sample, walk
from tests.views.pages.conftest import Open
from tests.views.pages.office import GIS, SampleOffice, individual, paper
from tests.views.paper import OFFICE, PrintService

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def case_of(window: MainWindow) -> CasePage:
    page = window.pages.page()
    assert isinstance(page, CasePage)
    return page


def settle(window: MainWindow) -> None:
    sample.settled(window.desk.runner)


def press(
    window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    """A key where the focus is, as a person presses it."""
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)
    settle(window)


def words_in(widget: QWidget) -> str:
    return "\n".join(one.plain() for one in widget.findChildren(Words) if one.isVisibleTo(widget))


def dialog_of(page: CasePage) -> ActionDialog:
    dialog = page.deeds.dialog
    assert dialog is not None
    return dialog


def pressed(page: QWidget, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


@pytest.mark.clause("COM-14", "TRN-10")
def test_an_application_is_reviewed_by_the_keyboard_alone(office: SampleOffice, open_desk: Open) -> None:
    references = [office.apply("سلمى"), office.apply("هبة")]
    office.clock.advance(timedelta(minutes=1))
    window = open_desk(argument="TRN.review")
    press(window, Qt.Key.Key_Return)
    page = case_of(window)
    assert page.tabs.currentWidget() is page.documents
    assert page.documents.viewer.showing == "pdf"
    press(window, Qt.Key.Key_A)
    (one,) = office.open(references[0]).file.current_attachments
    assert (one.verdict, one.judged_by) == (Verdict.ACCEPTED, "rana")
    press(window, Qt.Key.Key_Return, CTRL | SHIFT)
    bubble = dialog_of(page).findChild(Bubble)
    assert bubble is not None
    assert references[0] in bubble.accessibleName()
    assert "أحرف" in words_in(dialog_of(page)) or "حرف" in words_in(dialog_of(page))
    press(window, Qt.Key.Key_Return, CTRL)
    assert office.open(references[0]).file.case.state == "approved"
    assert office.open(references[0]).file.messages[-1].text == bubble_text(office, references[0])
    assert window.pages.place == ("case", references[1]), "the next one follows by itself"
    assert not office.open(references[1]).file.case.closed_at


def bubble_text(office: SampleOffice, reference: str) -> str:
    return (
        f"أمانة عمّان: ووفق على الطلب {reference}، ويمكنكم طباعة كتاب الموافقة من البوابة. يبدأ في 01/12/2026."
    )


@pytest.mark.clause("COM-14", "TRN-05")
def test_a_document_is_rejected_with_a_reason_by_keyboard(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    press(window, Qt.Key.Key_R)
    reasons = page.documents.rejecting.reasons
    codes = [reasons.item(place).data(Qt.ItemDataRole.UserRole) for place in range(reasons.count())]
    press(window, Qt.Key(Qt.Key.Key_1 + codes.index("other")))
    press(window, Qt.Key.Key_Return)
    assert "مطلوب" in words_in(page.documents.rejecting), "another reason has to be told"
    assert office.open(reference).file.current_attachments[0].verdict is None
    page.documents.rejecting.note.setPlainText("الختم مقطوع")
    press(window, Qt.Key.Key_Return, CTRL)
    (one,) = office.open(reference).file.current_attachments
    assert (one.verdict, one.reason_code, one.note) == (Verdict.REJECTED, "other", "الختم مقطوع")
    assert page.documents.rejecting.isHidden()
    assert page.documents.rejecting.note.toPlainText() == ""


def test_the_keys_work_while_the_keyboard_is_arabic(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    target = QApplication.focusWidget()
    assert target is not None
    none = Qt.KeyboardModifier.NoModifier
    QTest.sendKeyEvent(QTest.KeyAction.Click, target, Qt.Key(0x634), "ش", none)
    settle(window)
    assert office.open(reference).file.current_attachments[0].verdict is Verdict.ACCEPTED


def test_typing_a_note_never_judges(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    press(window, Qt.Key.Key_R)
    page.documents.rejecting.note.setFocus()
    QTest.keyClicks(page.documents.rejecting.note, "A bad scan, R")
    settle(window)
    assert page.documents.rejecting.note.toPlainText() == "A bad scan, R"
    assert office.open(reference).file.current_attachments[0].verdict is None


def test_the_next_document_follows_and_a_verdict_can_be_taken_back(
    office: SampleOffice, open_desk: Open
) -> None:
    reference = office.submit(individual(papers={"certificate": paper("one"), "other": paper("two")}))
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    first = page.documents.documents.current()
    press(window, Qt.Key.Key_A)
    second = page.documents.documents.current()
    assert first is not None
    assert second is not None
    assert second.slot != first.slot
    press(window, Qt.Key.Key_A)
    assert all(one.verdict for one in office.open(reference).file.current_attachments)
    office.clock.advance(timedelta(minutes=1))
    press(window, Qt.Key.Key_Z, CTRL)
    verdicts = {one.slot: one.verdict for one in office.open(reference).file.current_attachments}
    assert verdicts == {first.slot: Verdict.ACCEPTED, second.slot: None}
    current = page.documents.documents.current()
    assert current is not None
    assert current.slot == second.slot, "what was taken back is in view again"
    page.documents.reject()
    page.documents.rejecting.confirm()
    settle(window)
    verdicts = {one.slot: one.verdict for one in office.open(reference).file.current_attachments}
    assert Verdict.REJECTED in verdicts.values()


def test_a_quick_hand_is_no_conflict_with_itself(
    office: SampleOffice, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = office.submit(individual(papers={"certificate": paper("one"), "other": paper("two")}))
    window = open_desk(page="case", argument=reference)
    # The second verdict is given before the case was read again after the first.
    monkeypatch.setattr(case_of(window), "_load", lambda: None)
    press(window, Qt.Key.Key_A)
    press(window, Qt.Key.Key_A)
    verdicts = [one.verdict for one in office.open(reference).file.current_attachments]
    assert verdicts == [Verdict.ACCEPTED, Verdict.ACCEPTED]


def test_what_cannot_be_done_says_why(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    approve = page.head.buttons["approve"]
    assert not approve.isEnabled()
    assert "يجب قبول جميع المرفقات" in approve.toolTip()
    assert "يجب قبول جميع المرفقات" in words_in(page.head)
    press(window, Qt.Key.Key_Return, CTRL)
    assert "يجب قبول جميع المرفقات أولاً." in window.toasts.sentences
    assert page.deeds.dialog is None


@pytest.mark.clause("COM-09")
def test_a_conflict_names_who_was_first_and_keeps_what_was_typed(
    office: SampleOffice, open_desk: Open
) -> None:
    reference = office.apply()
    office.judge_all("rana", reference)
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    page.deeds.start("refuse")
    settle(window)
    dialog = dialog_of(page)
    dialog.form.set_values({"reason_code": "no_vacancy", "grounds": "لا شاغر هذا الشهر"})
    office.do("omar", reference, "note", text="اتصل مقدم الطلب")
    dialog.confirm()
    settle(window)
    said = dialog.banner.sentence
    assert "عمر سعيد الطراونة" in said
    assert "إضافة ملاحظة" in said
    assert "22/11/2026" in without_bidi_controls(said)
    assert dialog.form.values()["grounds"] == "لا شاغر هذا الشهر"
    assert office.open(reference).file.case.state == "review"
    dialog.confirm()
    settle(window)
    assert office.open(reference).file.case.state == "refused"


@pytest.mark.clause("COM-09")
def test_a_conflict_that_ends_the_matter_leaves_the_text_to_be_copied(
    office: SampleOffice, open_desk: Open
) -> None:
    reference = office.apply()
    office.judge_all("rana", reference)
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    page.deeds.start("refuse")
    settle(window)
    dialog = dialog_of(page)
    dialog.form.set_values({"reason_code": "no_vacancy", "grounds": "لا شاغر هذا الشهر"})
    office.do("omar", reference, "approve")
    dialog.confirm()
    settle(window)
    assert "موافق عليه" in dialog.banner.sentence
    assert not dialog.yes.isEnabled()
    assert dialog.form.values()["grounds"] == "لا شاغر هذا الشهر"
    assert page.view is not None
    assert page.view.opened.file.case.state == "approved", "the new state is loaded behind the dialog"


def _silent(times: int, then: Callable[..., object], *, done_before: bool = False) -> Callable[..., object]:
    """``then``, but the first ``times`` calls end in an outage, the step done before it or not."""
    left = [times]

    def call(*given: object, **named: object) -> object:
        if not left[0]:
            return then(*given, **named)
        left[0] -= 1
        if done_before:
            then(*given, **named)
        raise Outage(Text("لا تجيب قاعدة البيانات.", "The database does not answer."))

    return call


def test_an_outage_keeps_what_was_typed(
    office: SampleOffice, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = office.apply()
    office.judge_all("rana", reference)
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    page.deeds.start("refuse")
    settle(window)
    dialog = dialog_of(page)
    dialog.form.set_values({"reason_code": "no_vacancy", "grounds": "لا شاغر هذا الشهر"})
    monkeypatch.setattr(action_dialog, "act_as_seen", _silent(1, act_as_seen))
    dialog.confirm()
    settle(window)
    assert dialog.isVisible()
    assert "لا تجيب" in dialog.banner.sentence
    assert dialog.form.values()["grounds"] == "لا شاغر هذا الشهر"
    assert office.open(reference).file.case.state == "review"
    dialog.confirm()
    settle(window)
    assert office.open(reference).file.case.state == "refused"


def test_what_was_changed_in_an_outage_is_not_sent_by_itself(
    office: SampleOffice, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = office.apply()
    office.judge_all("rana", reference)
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    page.deeds.start("refuse")
    settle(window)
    dialog = dialog_of(page)
    dialog.form.set_values({"reason_code": "no_vacancy"})
    monkeypatch.setattr(action_dialog, "act_as_seen", _silent(1, act_as_seen))
    dialog.confirm()
    settle(window)
    dialog.form.set_values({"reason_code": "requirements"})
    window.banner._verb.click()
    settle(window)
    assert office.open(reference).file.case.state == "review"
    assert "راجعه" in dialog.banner.sentence


def test_a_step_that_was_done_before_the_line_broke_is_not_called_a_conflict(
    office: SampleOffice, open_desk: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = office.apply()
    office.judge_all("rana", reference)
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    page.deeds.start("approve")
    settle(window)
    dialog = dialog_of(page)
    monkeypatch.setattr(action_dialog, "act_as_seen", _silent(1, act_as_seen, done_before=True))
    dialog.confirm()
    settle(window)
    assert dialog.isVisible()
    dialog.confirm()
    settle(window)
    assert not [one for one in page.findChildren(ActionDialog) if one.isVisible()]
    assert page.view is not None
    assert page.view.opened.file.case.state == "approved"


@pytest.mark.clause("TRN-07", "COM-03")
def test_the_request_to_pay_is_shown_before_it_goes(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply(**GIS)
    office.judge_all("rana", reference)
    office.do("rana", reference, "refer")
    window = open_desk("lina", page="case", argument=reference)
    page = case_of(window)
    page.deeds.start("agree")
    settle(window)
    words = without_bidi_controls(words_in(dialog_of(page)))
    assert "200.000" in words
    assert "بعد صدور رقم الدفع" in words
    dialog_of(page).reject()


@pytest.mark.clause("TRN-12", "COM-10")
def test_a_refund_is_proposed_by_one_and_approved_by_another(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply(**GIS)
    office.judge_all("rana", reference)
    office.do("rana", reference, "refer")
    office.do("lina", reference, "agree")
    office.work()
    office.pay(reference, "200.000")
    office.do("rana", reference, "withdraw")
    (refund,) = office.open(reference).file.refunds
    window = open_desk("huda", page="case", argument=reference)
    page = case_of(window)
    page.tabs.setCurrentWidget(page.money)
    words = without_bidi_controls(words_in(page.money))
    assert "200.000" in words
    assert "(0%)" in words
    pressed(page.money, f"refund_propose.{refund.refund_id}").click()
    settle(window)
    dialog_of(page).form.set_values({"remark": "سحب قبل البدء"})
    dialog_of(page).confirm()
    settle(window)
    assert page.money.findChild(QPushButton, f"refund_approve.{refund.refund_id}") is None
    assert "أنت من اقترحه" in words_in(page.money)
    assert office.open(reference).file.refunds[0].state is RefundState.PROPOSED
    assert office.open(reference).file.refunds[0].amount == Decimal("200.000")


@pytest.mark.clause("COM-11")
def test_a_letter_is_read_printed_and_its_second_print_marked(
    office: SampleOffice, open_desk: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = office.apply()
    office.judge_all("rana", reference)
    office.do("rana", reference, "approve")
    office.work()
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    letter = page.letters.newest()
    assert letter is not None
    service = PrintService(tmp_path, monkeypatch)
    for place in (1, 2):
        page.letters.print_on(letter, OFFICE)
        settle(window)
        assert office.open(reference).file.letters[0].prints == place
    original, copy = (job.read_bytes() for job in service.jobs)
    assert original == read_letter(office.session("rana"), letter.letter_id)
    assert original != copy, "a copy says that it is one"
    saved = tmp_path / "letter.pdf"
    page.letters.save_to(letter, str(saved))
    settle(window)
    assert saved.read_bytes() == read_letter(office.session("rana"), letter.letter_id)


@pytest.mark.clause("COM-03")
def test_a_message_is_shown_with_its_state_and_sent_again(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    office.work()
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    page.tabs.setCurrentWidget(page.messages)
    (message,) = office.open(reference).file.messages
    assert message.state is MessageState.SENT
    assert "أُرسلت" in [chip.accessibleName() for chip in page.messages.findChildren(QWidget)]
    pressed(page.messages, f"resend.{message.message_id}").click()
    settle(window)
    dialog_of(page).confirm()
    settle(window)
    assert len(office.open(reference).file.messages) == 2


def test_new_versions_of_documents_are_taken_while_they_are_awaited(
    office: SampleOffice, open_desk: Open, tmp_path: Path
) -> None:
    reference = office.apply()
    office.judge_all("rana", reference, "rejected")
    office.do("rana", reference, "request_correction")
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    assert not page.head.buttons["resubmit"].isEnabled()
    page.tabs.setCurrentWidget(page.documents)
    path = tmp_path / "أوضح.pdf"
    path.write_bytes(paper("clear"))
    page.documents.uploading.upload(path)
    settle(window)
    assert [one.number for one in office.open(reference).file.attachments] == [1, 2]
    assert page.head.buttons["resubmit"].isEnabled()


def test_what_is_no_application_of_ours_is_said(office: SampleOffice, open_desk: Open) -> None:
    window = open_desk(page="case", argument="TRN-2026-000999-1")
    assert case_of(window)._absent.isVisible()


def test_what_is_in_view_is_known_as_long_as_it_is(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    recent = recent_of(window.desk)
    assert (recent.in_view, recent.others()) == (reference, ())
    window.pages.go_to("queue", "open")
    assert recent.others() == (reference,)
    window.pages.step(-1)
    assert recent.others() == ()


def test_claiming_can_be_undone(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    press(window, Qt.Key.Key_J, CTRL)
    assert office.open(reference).file.case.assignee == "rana"
    window.toasts._toasts[-1]._do()
    settle(window)
    assert office.open(reference).file.case.assignee is None


def test_a_redraw_happens_only_when_something_changed(office: SampleOffice, open_desk: Open) -> None:
    reference = office.apply()
    window = open_desk(page="case", argument=reference)
    page = case_of(window)
    page.tabs.setCurrentWidget(page.record)
    button = page.head.buttons["refuse"]
    page.refresh(frozenset({"case"}))
    settle(window)
    assert page.head.buttons["refuse"] is button
    office.do("omar", reference, "note", text="ملاحظة")
    page.refresh(frozenset({"case"}))
    settle(window)
    assert page.head.buttons["refuse"] is not button
    assert page.tabs.currentWidget() is page.record, "the part in view stays"


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_part_has_names_and_no_foreign_words(
    office: SampleOffice, open_desk: Open, language: str
) -> None:
    reference = office.apply()
    office.judge_all("rana", reference)
    office.do("rana", reference, "approve")
    office.work()
    window = open_desk(page="case", argument=reference, language=language)
    page = case_of(window)
    for place in range(page.tabs.count()):
        page.tabs.setCurrentIndex(place)
        settle(window)
        assert not walk.nameless(page)
        if language == "ar":
            foreign = [text for text in walk.without_arabic(page) if not _identifies(text)]
            assert not foreign
    ids = [spec.shortcut for spec, _ in window.registry.of(page) if spec.shortcut]
    assert len(ids) == len(set(ids))
    assert all(spec.shortcut for spec, _ in window.registry.of(page))


def _identifies(text: str) -> bool:
    """References, serials and file names are what they are in every language."""
    plain = without_bidi_controls(text)
    return plain.isascii() and (any(one.isdigit() for one in plain) or plain.endswith(".pdf"))
