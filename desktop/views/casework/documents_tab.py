"""Judging documents: the list, the document itself and the applicant's data side by side (COM-14)."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.models.records.case import Attachment, Verdict
from desktop.usecases.cases import read_attachment
from desktop.usecases.casework import CaseView
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.compare_pane import ComparePane, Pair
from desktop.views.casework.deeds import Deeds
from desktop.views.casework.document_list import DocumentList
from desktop.views.casework.reject_panel import RejectPanel
from desktop.views.casework.tabs import DataCard
from desktop.views.casework.taking_back import TakingBack
from desktop.views.casework.typed import Typing
from desktop.views.casework.uploading import Uploading
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter, shortcut_text
from desktop.views.widgets.attachment_viewer import AttachmentViewer
from desktop.views.widgets.basics import button, column, holder, label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.states import EmptyState
from desktop.workflows.values import choices_of

ACCEPT_KEY, REJECT_KEY = "A", "R"
_ANY_HEIGHT = 16_777_215
"""What Qt takes for no limit."""
_ROOM_FOR_DATA = 1700
"""Pixels: in a narrower window two documents take the place of the data beside them."""
_ROOM_FOR_BOTH = 480
"""Pixels: on a lower screen the reasons take the place of the list; the document itself stays in view."""
# The same two keys where the keyboard is set to Arabic: Qt then hears the Arabic letters on them.
_ON_ARABIC_KEYS = {"ش": "accept", "ق": "reject"}

_LEAST_HEIGHT = 396


class DocumentsTab(QWidget):
    """A accepts, R rejects; the next document without a verdict follows by itself."""

    counted = Signal(int, int)
    """How many of the present documents have a verdict, of how many."""

    def __init__(self, desk: Desk, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._deeds = deeds
        self._view: CaseView | None = None
        self._busy = False
        self._read = 0
        self.documents = DocumentList()
        self.viewer = AttachmentViewer(desk.runner)
        self.taking_back = TakingBack(self, desk, deeds, self._back_to)
        self.comparing = ComparePane(desk, self.compare)
        self.comparing.hide()
        self.pair = Pair(self.viewer, self.comparing)
        self.uploading = Uploading(self, desk, deeds, self.documents.current)
        self.rejecting = RejectPanel()
        self.rejecting.hide()
        self.accept_button = button(
            tr_("Diwan", "Accept"), self.accept, kind="primary", icon_name="check", name="judge.accept"
        )
        self.reject_button = button(
            tr_("Diwan", "Reject…"), self.reject, kind="refuse", icon_name="x", name="judge.reject"
        )
        self.upload_button = button(
            tr_("Diwan", "Add a new version…"),
            self.uploading.choose_file,
            icon_name="paperclip",
            name="attach",
        )
        self.compare_button = button(
            tr_("Diwan", "Compare…"), self.compare, icon_name="columns-2", name="compare"
        )
        self.compare_button.setToolTip(f"{self.compare_button.text()}  ({shortcut_text(QKeySequence('F7'))})")
        self._told = label("", "label", wrap=True, selectable=True)
        self._judging = holder(self._verdict_bar())
        self._data = DataCard()
        self._lay_out()
        self.documents.chosen.connect(self._show_document)
        self.rejecting.confirmed.connect(self._reject_for)
        self.rejecting.left.connect(self._leave_rejecting)
        self._typing = Typing(self, desk, self.rejecting.typed)
        self.rejecting.edited.connect(self._typing.changed)
        for letter, deed in _ON_ARABIC_KEYS.items():
            pressed = QShortcut(QKeySequence(letter), self, self.accept if deed == "accept" else self.reject)
            pressed.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.setAcceptDrops(True)

    def show_view(self, view: CaseView) -> None:
        """Shows ``view``; the document in view stays, if it is still there."""
        other = self._view is None or self._view.opened.file.case.case_id != view.opened.file.case.case_id
        self._view = view
        if other:
            self._read = 0
            self._typing.leave()
            self.rejecting.finish()
            self._end_rejecting()
            self.viewer.clear()
            self.documents.show_documents((), {})
        titles = {slot.key: said(slot.label) for slot in view.opened.service.attachments}
        self.documents.show_documents(view.opened.file.attachments, titles)
        self._data.show_view(view)
        self._empty.setVisible(not view.opened.file.attachments)
        self.documents.setVisible(bool(view.opened.file.attachments))
        self._show_document(self.documents.current())
        current = view.opened.file.current_attachments
        self.counted.emit(sum(1 for one in current if one.verdict is not None), len(current))

    @property
    def may_judge(self) -> bool:
        """Whether the document in view can be given a verdict now."""
        one = self.documents.current()
        return one is not None and one.current and self._deeds.can("judge")

    def accept(self) -> None:
        """Accepts the document in view."""
        one = self.documents.current()
        if one is not None and self.may_judge and not self._busy:
            self._judge(one, {"verdict": Verdict.ACCEPTED.value})

    def reject(self) -> None:
        """Asks why the document in view is rejected."""
        offer, view = self._deeds.offer("judge"), self._view
        if not self.may_judge or self._busy or offer is None or view is None:
            return
        field = next(one for one in offer.action.inputs if one.key == "reason_code")
        self._judging.hide()
        # The document in question stays in view; the room goes to the reasons.
        self.documents.setMaximumHeight(self.documents.sizeHintForRow(0) + 4)
        self.documents.setVisible(self.height() > _ROOM_FOR_BOTH)
        self.documents.scrollTo(self.documents.currentIndex())
        current, case = self.documents.current(), view.opened.file.case
        key = f"{case.reference} judge {current.attachment_id if current else 0}"
        if key != self._typing.key:
            # What was typed about another document is kept for that one.
            self._typing.leave()
            self.rejecting.clear()
        self.rejecting.ask(choices_of(field, view.opened.reference, case.payload))
        self._typing.begin(key, self.rejecting.restore)

    def compare(self) -> None:
        """Shows another version, or another document, beside the one in view; again: no more."""
        if not self.comparing.isHidden():
            self.comparing.hide()
            self._data.show()
            return
        if self._offer_compared():
            self.comparing.show()
            self._make_room()
        else:
            self._desk.notify(tr_("Diwan", "There is no other document to compare with."), Tone.INFO)

    def _offer_compared(self) -> bool:
        one, view = self.documents.current(), self._view
        if one is None or view is None:
            return False
        titles = {slot.key: said(slot.label) for slot in view.opened.service.attachments}
        return self.comparing.offer(one, view.opened.file.attachments, titles)

    def _make_room(self) -> None:
        """Two documents side by side leave no room for the data on a narrow screen."""
        self._data.setVisible(self.comparing.isHidden() or self.window().width() >= _ROOM_FOR_DATA)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._make_room()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        urls = event.mimeData().urls()
        if self.uploading.takes_files() and len(urls) == 1 and urls[0].isLocalFile():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        self.uploading.upload(Path(event.mimeData().urls()[0].toLocalFile()))

    def _verdict_bar(self) -> QVBoxLayout:
        keys = row(
            label(shortcut_text(QKeySequence(ACCEPT_KEY)), "keycap"),
            label(tr_("Diwan", "accept"), "caption"),
            12,
            label(shortcut_text(QKeySequence(REJECT_KEY)), "keycap"),
            label(tr_("Diwan", "reject"), "caption"),
            None,
            gap=6,
        )
        buttons = row(self.accept_button, self.reject_button, None)
        return column(self._told, buttons, keys, row(self.compare_button, None), self.upload_button, gap=10)

    def minimumSizeHint(self) -> QSize:
        # On a screen 768 high the list of documents gives way, not the foot of the window.
        least = super().minimumSizeHint()
        return QSize(least.width(), min(least.height(), _LEAST_HEIGHT))

    def _lay_out(self) -> None:
        self._empty = EmptyState("paperclip", tr_("Diwan", "No attachments"))
        side = Card()
        side.body.addWidget(self._empty, 1)
        side.body.addWidget(self.documents, 1)
        side.body.addWidget(self._judging)
        side.body.addWidget(self.rejecting, 4)
        side.setMinimumWidth(250)
        paper = Card()
        paper.flush()
        paper.body.addWidget(self.viewer, 1)
        split = QSplitter()
        set_up_splitter(split)
        for part in (side, paper, self.comparing, self._data):
            split.addWidget(part)
        split.setStretchFactor(1, 1)
        split.setStretchFactor(2, 1)
        split.setSizes([280, 560, 560, 290])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _show_document(self, one: Attachment | None) -> None:
        self._tell(one)
        if one is None:
            self._read = 0
            self.viewer.clear()
            return
        if one.attachment_id == self._read:
            return
        self._read = one.attachment_id
        if not self.comparing.isHidden() and not self._offer_compared():
            self.compare()
        if not self.rejecting.isHidden():
            self._leave_rejecting()
        services, attachment_id = self._desk.services, one.attachment_id
        title = f"{one.filename}"
        self._desk.runner.submit(
            lambda: read_attachment(services, attachment_id),
            lambda content: self.viewer.show_attachment(title, content),
            self._unreadable,
            key="case-document",
            owner=self,
        )

    def _unreadable(self, _error: Exception) -> None:
        # Asked for again when it is chosen again, or when the case is read anew.
        self._read = 0

    def _tell(self, one: Attachment | None) -> None:
        """What was judged about the document in view, and what can be done with it."""
        told = ""
        view = self._view
        if one is not None and view is not None and one.verdict is not None and one.judged_at is not None:
            who = shown.name(terms.name_of(one.judged_by, view.names))
            reasons = {reason.code: said(reason.text) for reason in view.opened.reference.reasons}
            why = [reasons.get(one.reason_code, one.reason_code), shown.name(one.note)]
            told = "\n".join(
                filter(None, (f"{who} · {shown.moment(one.judged_at)}", " · ".join(filter(None, why))))
            )
        self._told.setText(told)
        self._told.setVisible(bool(told))
        offer = self._deeds.offer("judge")
        for one_button in (self.accept_button, self.reject_button):
            one_button.setEnabled(self.may_judge)
            one_button.setVisible(offer is not None)
        self.upload_button.setVisible(self.uploading.takes_files())
        self.compare_button.setVisible(view is not None and len(view.opened.file.attachments) > 1)

    def _reject_for(self, reason: str, note: str) -> None:
        one = self.documents.current()
        if one is None or not self.may_judge or self._busy:
            return
        inputs: dict[str, object] = {"verdict": Verdict.REJECTED.value, "reason_code": reason}
        if note:
            inputs["remark"] = note
        self._judge(one, inputs)

    def _judge(self, one: Attachment, inputs: dict[str, object]) -> None:
        self._busy = True

        def done() -> None:
            self._busy = False
            self._typing.done()
            self.rejecting.finish()
            self._end_rejecting()
            self._go_on(one, inputs)

        def failed(error: Exception) -> None:
            self._busy = False
            if not isinstance(error, Refusal) or error.code == "stale":
                return
            if self.rejecting.isHidden():
                self._desk.notify(said(error.text), Tone.WARNING)
            else:
                self.rejecting.show_refusal(error)

        self._deeds.do("judge", {"attachment_id": one.attachment_id, **inputs}, done, failed)

    def _go_on(self, one: Attachment, inputs: dict[str, object]) -> None:
        """To the next document without a verdict, with a way back to this one."""
        accepted = inputs["verdict"] == Verdict.ACCEPTED.value
        says = tr_("Diwan", "Accepted: {file}") if accepted else tr_("Diwan", "Rejected: {file}")
        self._desk.offer(
            says.format(file=shown.name(one.filename)),
            tr_("Diwan", "Undo"),
            lambda: self.taking_back.take_back(one.attachment_id),
        )
        view = self._view
        others = view.opened.file.current_attachments if view else ()
        waiting = [o for o in others if o.verdict is None and o.attachment_id != one.attachment_id]
        if waiting:
            self.documents.select(waiting[0].attachment_id)
        self.documents.setFocus()

    def _back_to(self, attachment_id: int) -> None:
        self.documents.select(attachment_id)
        self.documents.setFocus()

    def _leave_rejecting(self) -> None:
        self.rejecting.hide()
        self._end_rejecting()
        self.documents.setFocus()

    def _end_rejecting(self) -> None:
        self.documents.setMaximumHeight(_ANY_HEIGHT)
        self.documents.setVisible(self._view is not None and bool(self._view.opened.file.attachments))
        self.documents.scrollTo(self.documents.currentIndex())
        self._judging.show()
