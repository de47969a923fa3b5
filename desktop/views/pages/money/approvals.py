"""Approvals waiting: the refunds that somebody proposed, with their sum, for those with the authority."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from desktop.base.errors import Refusal
from desktop.models.records.case import Refund, RefundState
from desktop.usecases.money import MoneyBoard, money_board
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import tr_
from desktop.views.page import Page, Section, page
from desktop.views.pages.money.board import beside, choose_first
from desktop.views.pages.money.deeds import Deeds
from desktop.views.pages.money.panels import RefundPanel
from desktop.views.pages.money.reading import WATCHED, approves, refund_columns, refund_row
from desktop.views.tables.list_table import ListTable
from desktop.views.widgets.basics import label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.states import EmptyState

PROPOSED = frozenset({RefundState.PROPOSED})


@page
class ApprovalsPage(Page):
    """Each with its computation; nobody approves what they proposed (COM-10, COM-16)."""

    page_id = "approvals"
    icon = "list-checks"
    section = Section.SUPERVISION
    order = 1
    watches = WATCHED

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._board: MoneyBoard | None = None
        self._deeds = Deeds(self, desk)
        self.total = label("", "title", selectable=True)
        self.count = label("", "label")
        empty = EmptyState(
            "circle-check",
            tr_("Diwan", "Nothing waits for your approval"),
            tr_("Diwan", "A refund that a clerk proposes appears here."),
        )
        self.table = ListTable("approvals", refund_columns(), desk.runner, desk.preferences, empty)
        self.panel = RefundPanel()
        head = Card()
        head.body.addLayout(row(self.total, self.count, None, gap=16))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addWidget(head)
        layout.addWidget(beside(self.table, self.panel), 1)
        self.table.loaded.connect(lambda: choose_first(self.table))
        self.table.current_changed.connect(self._show_refund)
        self.table.opened.connect(lambda _id: self._do("refund_approve"))

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Approvals waiting")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return approves(session)

    def commands(self) -> tuple[ActionSpec, ...]:
        approve = tr_("Diwan", "Approve the refund…")
        return (
            ActionSpec(
                "approvals.approve", approve, "check", lambda: self._do("refund_approve"), "Ctrl+Return"
            ),
            ActionSpec(
                "approvals.decline",
                tr_("Diwan", "Decline the refund…"),
                "x",
                lambda: self._do("refund_decline"),
                "Ctrl+Shift+Return",
            ),
            ActionSpec(
                "approvals.open",
                tr_("Diwan", "Open the application"),
                "folder-open",
                lambda: self._do("open"),
                "Ctrl+O",
            ),
        )

    def shown(self, argument: str) -> None:
        del argument
        self.table.view.setFocus()
        self._read()

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._read()

    def _read(self) -> None:
        services = self.desk.services
        self.desk.runner.submit(
            lambda: money_board(services, PROPOSED), self._show, key="approvals", owner=self
        )

    def _show(self, board: MoneyBoard) -> None:
        self._board = board
        self.total.setText(shown.amount(board.sum_proposed))
        self.count.setText(tr_("Diwan", "in %n refund(s) waiting for approval", None, len(board.refunds)))
        self.table.show_rows(tuple(refund_row(board, refund) for refund in board.refunds))

    def _refund(self) -> Refund | None:
        wanted = self.table.current_id()
        found = self._board.refunds if self._board else ()
        return next((one for one in found if str(one.refund_id) == wanted), None)

    def _show_refund(self, _row_id: str) -> None:
        refund = self._refund()
        if refund is None or self._board is None:
            self.panel.clear()
            return
        self.panel.banner.hide()
        me = self.desk.session.login
        self.panel.show_refund(self._board, refund, me, True, self._do)

    def _do(self, action: str) -> None:
        refund = self._refund()
        if refund is not None and self._board is not None:
            who = self._board.applicants.get(refund.case_id, "")
            self._deeds.do_refund(action, refund, who, self._take_failure)

    def _take_failure(self, error: Exception) -> None:
        if isinstance(error, Refusal):
            self.panel.show_refusal(error)
