"""The money pages: the computation before one decides, two persons, and payments that do not fit."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from desktop.base.text import LRI, without_bidi_controls
from desktop.models.records.case import NoticeState, RefundState
from desktop.usecases.money import money_board
from desktop.views.main_window import MainWindow
from desktop.views.pages.money.approvals import ApprovalsPage
from desktop.views.pages.money.board import MoneyPage
from desktop.views.pages.money.panels import Panel
from desktop.views.pages.money.reading import count_money
from desktop.views.widgets.basics import Words
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.form_dialog import FormDialog
from tests.views import sample
from tests.views.pages.conftest import Open
from tests.views.pages.office import GIS, SampleOffice
from tests.views.walk import nameless, visible, without_arabic


def settle(window: MainWindow) -> None:
    for _ in range(3):
        sample.settled(window.desk.runner)


def refund_due(office: SampleOffice) -> str:
    """A paid course to whose first day nobody came: its reference (TRN-12)."""
    reference = asked_to_pay(office)
    office.pay(reference, "200.000")
    while office.open(reference).file.case.state != "first_day":
        office.pass_days(1)
    office.do("lina", reference, "record_absent")
    office.work()
    while office.open(reference).file.case.state != "cancelled":
        office.pass_days(1)
    return reference


def asked_to_pay(office: SampleOffice) -> str:
    reference = office.apply(**GIS)
    office.judge_all("rana", reference)
    office.do("rana", reference, "refer")
    office.do("lina", reference, "agree")
    office.work()
    return reference


def texts(root: QWidget) -> list[str]:
    return [one.plain() for one in visible(root) if isinstance(one, Words)]


def press(panel: Panel, action: str) -> None:
    found = panel.findChild(QPushButton, action)
    assert isinstance(found, QPushButton)
    assert found.isEnabled()
    found.click()


def dialog_of(window: MainWindow) -> QDialog:
    return next(one for one in window.findChildren(QDialog) if one.isVisible())


def test_a_refund_is_shown_with_its_computation(office: SampleOffice, open_desk: Open) -> None:
    refund_due(office)
    window = open_desk("rana", "money", "refunds")
    page = window.pages.page()
    assert isinstance(page, MoneyPage)
    settle(window)
    cells = [without_bidi_controls(cell.text) for cell in page.refunds.model.row(0).cells]
    assert cells[2:5] == ["200.000", "50.000", "150.000"]
    assert without_bidi_controls(page.refunds.model.row(0).cells[3].detail) == "25%"
    told = texts(page.refund_panel)
    assert {"200.000", "− 50.000", "150.000 د.أ"} <= set(told)


@pytest.mark.clause("COM-10", "COM-16")
def test_one_proposes_and_another_approves(office: SampleOffice, open_desk: Open) -> None:
    reference = refund_due(office)
    window = open_desk("rana", "money", "refunds")
    page = window.pages.page()
    assert isinstance(page, MoneyPage)
    settle(window)
    press(page.refund_panel, "refund_propose")
    dialog = dialog_of(window)
    assert isinstance(dialog, FormDialog)
    dialog.yes.click()
    settle(window)
    assert dialog.isVisible(), "without grounds nothing is proposed"
    assert dialog.form.box("remark").error.plain() or dialog.form.problems_above
    dialog.form.set_values({"remark": "لم يحضر"})
    dialog.yes.click()
    settle(window)
    assert office.open(reference).file.refunds[-1].state is RefundState.PROPOSED
    assert page.refund_panel.findChild(QPushButton, "refund_approve") is None, "a clerk approves nothing"

    window = open_desk("huda", "approvals")
    approvals = window.pages.page()
    assert isinstance(approvals, ApprovalsPage)
    settle(window)
    assert approvals.total.plain() == "150.000 د.أ"
    press(approvals.panel, "refund_approve")
    question = dialog_of(window)
    assert isinstance(question, ConfirmDialog)
    assert "150.000" in without_bidi_controls(question.windowTitle())
    question.yes.click()
    settle(window)
    refund = office.open(reference).file.refunds[-1]
    assert (refund.state, refund.decided_by) == (RefundState.APPROVED, "huda")
    assert approvals.table.model.rowCount() == 0


@pytest.mark.clause("COM-10")
def test_nobody_is_offered_to_approve_their_own_proposal(office: SampleOffice, open_desk: Open) -> None:
    reference = refund_due(office)
    refund = office.open(reference).file.refunds[-1]
    office.do("huda", reference, "refund_propose", refund_id=refund.refund_id, remark="لم يحضر")
    window = open_desk("huda", "approvals")
    page = window.pages.page()
    assert isinstance(page, ApprovalsPage)
    settle(window)
    approve = page.panel.findChild(QPushButton, "refund_approve")
    assert isinstance(approve, QPushButton)
    assert not approve.isEnabled()
    assert any("يعتمده شخص آخر" in one for one in texts(page.panel))
    # By the keyboard it is asked for all the same, and refused in words.
    page._do("refund_approve")
    question = dialog_of(window)
    assert isinstance(question, ConfirmDialog)
    question.yes.click()
    settle(window)
    assert "لا يعتمد أحد ما اقترحه" in page.panel.banner.sentence
    assert office.open(reference).file.refunds[-1].state is RefundState.PROPOSED


def test_a_declined_refund_keeps_its_reason(office: SampleOffice, open_desk: Open) -> None:
    reference = refund_due(office)
    refund = office.open(reference).file.refunds[-1]
    office.do("rana", reference, "refund_propose", refund_id=refund.refund_id, remark="لم يحضر")
    window = open_desk("huda", "approvals")
    page = window.pages.page()
    assert isinstance(page, ApprovalsPage)
    settle(window)
    press(page.panel, "refund_decline")
    question = dialog_of(window)
    assert isinstance(question, ConfirmDialog)
    assert not question.yes.isEnabled()
    question.reason.setPlainText("لا عذر")
    question.yes.click()
    settle(window)
    declined = office.open(reference).file.refunds[-1]
    assert (declined.state, declined.decision_note) == (RefundState.DECLINED, "لا عذر")


@pytest.mark.clause("COM-08")
def test_a_payment_of_an_unknown_number_is_settled_on_its_case(office: SampleOffice, open_desk: Open) -> None:
    reference = asked_to_pay(office)
    office.gateways.payments.pay("999999999999", Decimal("200.000"))  # type: ignore[attr-defined]
    office.work()
    window = open_desk("rana", "money", "payments")
    page = window.pages.page()
    assert isinstance(page, MoneyPage)
    settle(window)
    assert page.notices.model.rowCount() == 1
    assert "لا طلب بهذا الرقم" in texts(page.notice_panel)
    window.registry.action("money.settle").trigger()
    dialog = dialog_of(window)
    assert isinstance(dialog, FormDialog)
    dialog.form.set_values(
        {"reference": "TRN-2026-999999-9", "resolution": "apply", "reason": "قصد هذا الطلب"}
    )
    dialog.yes.click()
    settle(window)
    assert "لا يوجد طلب" in dialog.form.problems_above
    dialog.form.set_values({"reference": reference.lower().replace("-", " ")})
    dialog.yes.click()
    settle(window)
    file = office.open(reference).file
    assert [one.state for one in file.notices] == [NoticeState.APPLIED]
    assert page.notices.model.rowCount() == 0


def test_the_books_stand_above_and_balance(office: SampleOffice, open_desk: Open) -> None:
    refund_due(office)
    window = open_desk("rana", "money", "refunds")
    page = window.pages.page()
    assert isinstance(page, MoneyPage)
    settle(window)
    told = texts(page.ledger)
    assert told.index("مقبوض") < told.index("إيراد")
    assert {"200.000 د.أ", "50.000 د.أ", "150.000 د.أ"} <= set(told)


def test_the_counts_are_those_of_the_lists(office: SampleOffice) -> None:
    refund_due(office)
    office.gateways.payments.pay("999999999999", Decimal("10.000"))  # type: ignore[attr-defined]
    office.work()
    services = office.session("huda")
    board = money_board(services)
    assert count_money(services) == {
        "money/refunds": len(board.refunds),
        "money/payments": len(board.notices),
        "approvals": 0,
    }
    assert (len(board.refunds), len(board.notices)) == (1, 1)


def test_who_may_see_what(office: SampleOffice, open_desk: Open) -> None:
    clerk = open_desk("rana").sidebar.buttons
    assert "money/refunds" in clerk
    assert "approvals" not in clerk
    assert "approvals" in open_desk("huda").sidebar.buttons
    assert "money/refunds" not in open_desk("majed", "settings").sidebar.buttons


def test_everything_has_a_name_and_its_arabic(office: SampleOffice, open_desk: Open) -> None:
    refund_due(office)
    office.clock.advance(timedelta(minutes=1))
    for page, argument in (("money", "refunds"), ("money", "payments"), ("approvals", "")):
        window = open_desk("huda", page, argument)
        settle(window)
        current = window.pages.page()
        assert current is not None
        assert not nameless(current)
        assert not [text for text in without_arabic(current) if LRI not in text]
