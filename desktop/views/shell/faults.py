"""Where the faults of background work are shown: a passing sentence, a banner that tries again, a dialog."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.base.errors import Outage, Refusal
from desktop.views.desk import Notice
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.runner import Runner
from desktop.views.shell.bug_dialog import BugDialog
from desktop.views.shell.status_strip import StatusStrip
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.toast import ToastArea

RETRY_MS = 15_000
"""During an outage what was asked last is asked again by itself, this often."""


class Faults(QObject):
    """Listens to the runner on behalf of one window."""

    def __init__(
        self, window: QWidget, runner: Runner, banner: Banner, status: StatusStrip, toasts: ToastArea
    ) -> None:
        super().__init__(window)
        self._window = window
        self._banner = banner
        self._status = status
        self._toasts = toasts
        self._retry: Callable[[], None] | None = None
        self._retrying = QTimer(self)
        self._retrying.setInterval(RETRY_MS)
        self._retrying.timeout.connect(self._try_again)
        runner.refused.connect(self._show_refusal)
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
