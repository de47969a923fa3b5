"""What is done with refunds and payments: asked first, carried out on the runner, refusals told inline."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtWidgets import QWidget

from desktop.models.records.case import ChangeSet, PaymentNotice, Refund
from desktop.usecases.cases import act, open_case
from desktop.usecases.session import Session
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.form_fields import FieldKind, FieldView, Value

CASE_PAGE = "case"
Failed = Callable[[Exception], None]


class Deeds:
    """Opens the questions of one page and carries out what is answered."""

    def __init__(self, page: QWidget, desk: Desk) -> None:
        self._page = page
        self._desk = desk

    def do_refund(self, action: str, refund: Refund, who: str, failed: Failed) -> None:
        """Asks what ``action`` needs, then does it on ``refund`` of the applicant ``who``."""
        asks = {
            "open": lambda: self._desk.go(CASE_PAGE, refund.reference),
            "refund_approve": lambda: self._confirm_approval(refund, who, failed),
            "refund_decline": lambda: self._ask_decline(refund, failed),
            "refund_propose": lambda: self._ask_proposal(refund, who),
            "refund_pay": lambda: self._ask_payout(refund, who),
        }
        asks[action]()

    def settle(self, notice: PaymentNotice) -> None:
        """Asks how to settle ``notice``: towards which application, or back to the payer."""
        fields = (
            *((_case_field(),) if notice.case_id is None else ()),
            FieldView(
                "resolution",
                tr_("Diwan", "Settlement"),
                FieldKind.CHOICE,
                choices=(
                    ("apply", tr_("Diwan", "Count it towards the application")),
                    ("return", tr_("Diwan", "Return it to the payer")),
                ),
            ),
            FieldView("reason", tr_("Diwan", "Reason"), FieldKind.LONG_TEXT),
        )
        says = tr_("Diwan", "{amount} came under the number {number}. The reason stays in the record.")
        explanation = says.format(amount=shown.amount(notice.amount), number=shown.identifier(notice.number))
        verb = tr_("Diwan", "Settle the payment")

        def settle(values: Mapping[str, Value]) -> None:
            typed = {key: str(value or "") for key, value in values.items()}
            self._submit(
                lambda: _settled(self._desk.services, notice, typed),
                tr_("Diwan", "The payment is settled."),
                dialog.take_failure,
                dialog.accept,
            )

        dialog = FormDialog(self._page.window(), verb, explanation, verb, fields, settle)
        dialog.setObjectName("settle")
        dialog.open()

    def _confirm_approval(self, refund: Refund, who: str, failed: Failed) -> None:
        question = tr_("Diwan", "Approve returning {amount} to {name}?").format(
            amount=shown.amount(refund.amount), name=shown.name(who)
        )
        says = tr_("Diwan", "Paid in {paid}, kept {kept}. The finance department pays it out afterwards.")
        explanation = says.format(paid=shown.amount(refund.paid), kept=shown.amount(refund.kept))
        ConfirmDialog(
            self._page.window(),
            question,
            explanation,
            tr_("Diwan", "Approve the refund"),
            lambda _reason: self._act(
                refund, "refund_approve", {}, tr_("Diwan", "The refund is approved."), failed
            ),
        ).open()

    def _ask_decline(self, refund: Refund, failed: Failed) -> None:
        ConfirmDialog(
            self._page.window(),
            tr_("Diwan", "Decline returning {amount}?").format(amount=shown.amount(refund.amount)),
            tr_("Diwan", "The amount stays with the municipality. The reason stays in the record."),
            tr_("Diwan", "Decline the refund"),
            lambda reason: self._act(
                refund, "refund_decline", {"reason": reason}, tr_("Diwan", "The refund is declined."), failed
            ),
            tone=Tone.DANGER,
            reason_label=tr_("Diwan", "Reason"),
        ).open()

    def _ask_proposal(self, refund: Refund, who: str) -> None:
        field = FieldView("remark", tr_("Diwan", "Grounds"), FieldKind.LONG_TEXT)
        title = tr_("Diwan", "Propose returning {amount} to {name}").format(
            amount=shown.amount(refund.amount), name=shown.name(who)
        )
        says = tr_("Diwan", "Somebody else, with senior management's authority, approves it.")
        done = tr_("Diwan", "The refund is proposed.")
        self._ask(refund, "refund_propose", title, says, tr_("Diwan", "Propose the refund"), field, done)

    def _ask_payout(self, refund: Refund, who: str) -> None:
        field = FieldView("payout_reference", tr_("Diwan", "Number of the payout voucher"), FieldKind.CODE)
        title = tr_("Diwan", "Record the payout of {amount} to {name}").format(
            amount=shown.amount(refund.amount), name=shown.name(who)
        )
        done = tr_("Diwan", "The payout is recorded.")
        self._ask(refund, "refund_pay", title, "", tr_("Diwan", "Record the payout"), field, done)

    def _ask(
        self, refund: Refund, action: str, title: str, says: str, verb: str, field: FieldView, done: str
    ) -> None:
        def ask(values: Mapping[str, Value]) -> None:
            self._act(refund, action, dict(values), done, dialog.take_failure, dialog.accept)

        dialog = FormDialog(self._page.window(), title, says, verb, (field,), ask)
        dialog.setObjectName(action)
        dialog.open()

    def _act(
        self,
        refund: Refund,
        action: str,
        inputs: dict[str, Value],
        done: str,
        failed: Failed,
        then: Callable[[], object] | None = None,
    ) -> None:
        given: dict[str, object] = {**inputs, "refund_id": refund.refund_id}
        self._submit(lambda: act(self._desk.services, refund.case_id, action, given), done, failed, then)

    def _submit(
        self,
        work: Callable[[], ChangeSet],
        sentence: str,
        failed: Failed,
        then: Callable[[], object] | None = None,
    ) -> None:
        def done(changes: ChangeSet) -> None:
            if then is not None:
                then()
            self._desk.notify(sentence)
            self._desk.announce(changes.kinds)

        self._desk.runner.submit(work, done, failed, owner=self._page)


def _settled(services: Session, notice: PaymentNotice, typed: Mapping[str, str]) -> ChangeSet:
    """On a worker thread."""
    case_id = notice.case_id
    if case_id is None:
        case_id = open_case(services, typed.get("reference", "")).file.case.case_id
    inputs = {"notice_id": notice.notice_id, "resolution": typed["resolution"], "reason": typed["reason"]}
    return act(services, case_id, "settle_notice", inputs)


def _case_field() -> FieldView:
    return FieldView(
        "reference",
        tr_("Diwan", "Reference of the application"),
        FieldKind.CODE,
        hint=tr_("Diwan", "The application that the payer meant, as it stands on their message"),
    )
