"""The money page: refunds in hand, payments to settle, and the books above both."""

from __future__ import annotations

from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout

from desktop.base.errors import Refusal
from desktop.models.records.case import PaymentNotice, Refund
from desktop.usecases.money import MoneyBoard, money_board
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import tr_
from desktop.views.page import NavEntry, Page, Section, page
from desktop.views.pages.money.deeds import Deeds
from desktop.views.pages.money.ledger_bar import LedgerBar
from desktop.views.pages.money.panels import NoticePanel, Panel, RefundPanel
from desktop.views.pages.money.reading import (
    WATCHED,
    approves,
    handles_money,
    notice_columns,
    notice_row,
    refund_columns,
    refund_row,
)
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.list_table import ListTable
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.cards import Card
from desktop.views.widgets.states import EmptyState

REFUNDS, PAYMENTS = "refunds", "payments"
PANEL_WIDTH = 330


@page
class MoneyPage(Page):
    """One page for both lists; the sidebar's line says which."""

    page_id = "money"
    icon = "banknote"
    section = Section.WORK
    order = 60
    watches = WATCHED

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._shown = REFUNDS
        self._board: MoneyBoard | None = None
        self._deeds = Deeds(self, desk)
        self._may_approve = approves(desk.session)
        self.ledger = LedgerBar()
        self.unreadable = Banner()
        self.refunds = ListTable("refunds", refund_columns(), desk.runner, desk.preferences, _no_refunds())
        self.notices = ListTable("payments", notice_columns(), desk.runner, desk.preferences, _no_notices())
        self.refund_panel, self.notice_panel = RefundPanel(), NoticePanel()
        self._stack = QStackedWidget()
        self._stack.addWidget(beside(self.refunds, self.refund_panel))
        self._stack.addWidget(beside(self.notices, self.notice_panel))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(self.ledger)
        layout.addWidget(self.unreadable)
        layout.addWidget(self._stack, 1)
        self.refunds.loaded.connect(lambda: choose_first(self.refunds))
        self.notices.loaded.connect(lambda: choose_first(self.notices))
        self.refunds.current_changed.connect(self._show_refund)
        self.notices.current_changed.connect(self._show_notice)
        self.refunds.opened.connect(lambda _id: self._do_refund("open"))
        self.notices.opened.connect(lambda _id: self._do_notice("settle"))

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Money")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return handles_money(session)

    @classmethod
    def entries(cls, session: Session) -> tuple[NavEntry, ...]:
        del session
        return (
            NavEntry(cls.page_id, tr_("Diwan", "Refunds"), "rotate-ccw", cls.section, cls.order, REFUNDS),
            NavEntry(
                cls.page_id,
                tr_("Diwan", "Payments to settle"),
                "banknote",
                cls.section,
                cls.order + 1,
                PAYMENTS,
            ),
        )

    def heading(self) -> str:
        if self._shown == PAYMENTS:
            return tr_("Diwan", "Payments to settle")
        return tr_("Diwan", "Refunds")

    def commands(self) -> tuple[ActionSpec, ...]:
        settle = tr_("Diwan", "Settle the payment…")
        return (
            ActionSpec("money.settle", settle, "check", lambda: self._do_notice("settle"), "Ctrl+Return"),
            ActionSpec(
                "money.open", tr_("Diwan", "Open the application"), "folder-open", self._open, "Ctrl+O"
            ),
        )

    def shown(self, argument: str) -> None:
        self._shown = argument if argument == PAYMENTS else REFUNDS
        self._stack.setCurrentIndex(1 if self._shown == PAYMENTS else 0)
        self.heading_changed.emit()
        (self.notices if self._shown == PAYMENTS else self.refunds).view.setFocus()
        self._read()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._read()

    def _read(self) -> None:
        services = self.desk.services
        self.desk.runner.submit(lambda: money_board(services), self._show, key="money", owner=self)

    def _show(self, board: MoneyBoard) -> None:
        self._board = board
        self.ledger.show_ledger(board.ledger)
        self.refunds.show_rows(tuple(refund_row(board, refund) for refund in board.refunds))
        self.notices.show_rows(tuple(notice_row(board, notice) for notice in board.notices))
        count = len(board.unreadable)
        self.unreadable.setVisible(bool(count))
        if count:
            first = board.unreadable[0]
            says = tr_("Diwan", "%n report(s) of the payment gateway cannot be read.", None, count)
            detail = f"{shown.name(first.reason)}: {shown.identifier(first.raw[:120])}"
            self.unreadable.say(f"{says}\n{detail}", Tone.WARNING, dismissible=False)

    def _refund(self) -> Refund | None:
        wanted = self.refunds.current_id()
        found = self._board.refunds if self._board else ()
        return next((one for one in found if str(one.refund_id) == wanted), None)

    def _notice(self) -> PaymentNotice | None:
        wanted = self.notices.current_id()
        found = self._board.notices if self._board else ()
        return next((one for one in found if str(one.notice_id) == wanted), None)

    def _show_refund(self, _row_id: str) -> None:
        refund = self._refund()
        if refund is None or self._board is None:
            self.refund_panel.clear()
            return
        self.refund_panel.banner.hide()
        me = self.desk.session.login
        self.refund_panel.show_refund(self._board, refund, me, self._may_approve, self._do_refund)

    def _show_notice(self, _row_id: str) -> None:
        notice = self._notice()
        if notice is None or self._board is None:
            self.notice_panel.clear()
            return
        self.notice_panel.show_notice(self._board, notice, self._do_notice)

    def _do_refund(self, action: str) -> None:
        refund = self._refund()
        if refund is not None and self._board is not None:
            who = self._board.applicants.get(refund.case_id, "")
            self._deeds.do_refund(action, refund, who, self._take_failure)

    def _do_notice(self, action: str) -> None:
        notice = self._notice()
        if notice is None or self._shown != PAYMENTS:
            return
        if action == "settle":
            self._deeds.settle(notice)
        else:
            self.desk.go("case", notice.reference)

    def _open(self) -> None:
        if self._shown == PAYMENTS:
            self._do_notice("open")
        else:
            self._do_refund("open")

    def _take_failure(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.refund_panel.show_refusal(error)


def beside(table: ListTable, panel: Panel) -> QSplitter:
    card = Card()
    card.flush()
    card.body.addWidget(table)
    split = QSplitter()
    set_up_splitter(split)
    split.addWidget(card)
    split.addWidget(panel)
    split.setStretchFactor(0, 1)
    split.setSizes([900, PANEL_WIDTH])
    return split


def choose_first(table: ListTable) -> None:
    """Something is always chosen where there is anything, so that the panel shows the first at once."""
    if not table.current_id() and table.model.rowCount():
        table.select(table.model.row(0).id)
    else:
        table.current_changed.emit(table.current_id())


def _no_refunds() -> EmptyState:
    return EmptyState(
        "rotate-ccw",
        tr_("Diwan", "No refund waits"),
        tr_("Diwan", "One appears here when money is due back to an applicant."),
    )


def _no_notices() -> EmptyState:
    return EmptyState(
        "banknote",
        tr_("Diwan", "Every payment is settled"),
        tr_("Diwan", "One that is short, late, too much or of an unknown number appears here."),
    )
