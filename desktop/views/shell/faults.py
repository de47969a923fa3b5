"""Where the faults of background work are shown: a passing sentence, a banner that tries again, a dialog."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from desktop.base.errors import Outage, Refusal
from desktop.usecases.session import use_password
from desktop.views.desk import Desk, Notice
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.shell.bug_dialog import BugDialog
from desktop.views.shell.status_strip import StatusStrip
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.entries import LtrEdit
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.form_fields import FieldKind, FieldView, Value
from desktop.views.widgets.toast import ToastArea

RETRY_MS = 15_000
"""During an outage what was asked last is asked again by itself, this often."""


class Faults(QObject):
    """Listens to the runner on behalf of one window."""

    def __init__(
        self, window: QWidget, desk: Desk, banner: Banner, status: StatusStrip, toasts: ToastArea
    ) -> None:
        super().__init__(window)
        self._window = window
        self._desk = desk
        self._asking: FormDialog | None = None
        self._banner = banner
        self._status = status
        self._toasts = toasts
        self._retry: Callable[[], None] | None = None
        self._retrying = QTimer(self)
        self._retrying.setInterval(RETRY_MS)
        self._retrying.timeout.connect(self._try_again)
        runner = desk.runner
        runner.refused.connect(self._show_refusal)
        runner.shut_out.connect(self._show_shut_out)
        runner.outage_met.connect(self._show_outage)
        runner.recovered.connect(self._show_recovery)
        runner.bug_met.connect(self.show_bug)

    def show_bug(self, error: BaseException) -> BugDialog:
        """Says that the program is at fault, with the details."""
        dialog = BugDialog(self._window, error)
        dialog.open()
        return dialog

    def _show_refusal(self, refusal: Refusal) -> None:
        self._toasts.post(Notice(said(refusal.text), Tone.WARNING))

    def _show_outage(self, outage: Outage, retry: Callable[[], None]) -> None:
        self._retry = retry
        self._status.set_connected(False)
        verb = tr_("Diwan", "Try again")
        self._banner.say(said(outage.text), Tone.DANGER, verb, self._try_again, dismissible=False)
        self._retrying.start()

    def _show_shut_out(self, refusal: Refusal, retry: Callable[[], None]) -> None:
        """The account is let in no more: says why; what was typed stays where it is until it is."""
        self._retry = retry
        self._retrying.stop()
        self._status.set_connected(False)
        kept = tr_("Diwan", "What you typed is kept; leave the window open.")
        asks = refusal.code == "sign_in"
        verb = tr_("Diwan", "Type the password…") if asks else tr_("Diwan", "Try again")
        act = self._ask if asks else self._try_again
        self._banner.say(f"{said(refusal.text)} {kept}", Tone.DANGER, verb, act, dismissible=False)
        if asks:
            # A dialog that somebody fills in would stand before the banner.
            self.ask_password()

    def ask_password(self) -> FormDialog:
        """Asks for the account's password again and goes on with what could not be done."""
        if self._asking is not None:
            return self._asking
        field = FieldView("password", tr_("Diwan", "Password"), FieldKind.CODE)

        def take(values: Mapping[str, Value]) -> None:
            use_password(self._desk.services, str(values["password"] or ""))
            dialog.accept()
            self._try_again()

        dialog = FormDialog(
            QApplication.activeModalWidget() or self._window,
            tr_("Diwan", "Your password again"),
            tr_(
                "Diwan",
                "It has expired or was changed. With the new one the desk goes on; what you typed is kept.",
            ),
            tr_("Diwan", "Go on"),
            (field,),
            take,
        )
        edit = dialog.form.box("password").widget
        if isinstance(edit, LtrEdit):
            edit.setEchoMode(LtrEdit.EchoMode.Password)
        dialog.finished.connect(self._asked)
        self._asking = dialog
        dialog.open()
        return dialog

    def _ask(self) -> None:
        self.ask_password()

    def _asked(self) -> None:
        self._asking = None

    def _try_again(self) -> None:
        retry, self._retry = self._retry, None
        if retry is not None:
            retry()

    def _show_recovery(self) -> None:
        self._retrying.stop()
        self._retry = None
        self._banner.hide()
        self._status.set_connected(True)
        self._toasts.post(Notice(tr_("Diwan", "The connection is back.")))
