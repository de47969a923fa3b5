"""A second document beside the one being judged: another version of it, or another document."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QComboBox, QWidget

from desktop.models.records.case import Attachment
from desktop.usecases.cases import read_attachment
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.widgets.attachment_viewer import AttachmentViewer
from desktop.views.widgets.basics import column, row, tool
from desktop.views.widgets.cards import Card


class ComparePane(Card):
    """Chooses by itself the version before the document in view; any other can be chosen."""

    def __init__(self, desk: Desk, close: Callable[[], None], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self.flush()
        self.choice = QComboBox()
        self.choice.setAccessibleName(tr_("Diwan", "Compare with"))
        self.choice.setMinimumContentsLength(6)
        self.choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.viewer = AttachmentViewer(desk.runner)
        head = row(self.choice, tool(tr_("Diwan", "Stop comparing"), "x", close), gap=4)
        head.setStretch(0, 1)
        head.setContentsMargins(12, 10, 6, 0)
        whole = column(head, self.viewer, gap=0)
        whole.setStretch(1, 1)
        self.body.addLayout(whole)
        self._read = 0
        self.choice.currentIndexChanged.connect(lambda _place: self._show())

    def offer(self, one: Attachment, all_: Sequence[Attachment], titles: dict[str, str]) -> bool:
        """Offers what ``one`` can be compared with, the version before it first; ``False``: nothing."""
        versions = sorted(
            (other for other in all_ if other.slot == one.slot and other.attachment_id != one.attachment_id),
            key=lambda other: (other.number > one.number, -other.number),
        )
        rest = [other for other in all_ if other.slot != one.slot and other.current]
        before = self.choice.currentData()
        self.choice.blockSignals(True)
        self.choice.clear()
        for other in (*versions, *rest):
            title = titles.get(other.slot, other.slot)
            words = tr_("Diwan", "{title} · version {number} · {verdict}").format(
                title=title, number=shown.number(other.number), verdict=terms.verdict_term(other.verdict).text
            )
            self.choice.addItem(words, other.attachment_id)
        kept = self.choice.findData(before)
        # What a person chose stays, unless there is an earlier version of the document now in view.
        self.choice.setCurrentIndex(0 if versions or kept < 0 else kept)
        self.choice.blockSignals(False)
        self._names = {other.attachment_id: other.filename for other in all_}
        self._show()
        return self.choice.count() > 0

    def _show(self) -> None:
        wanted = self.choice.currentData()
        if wanted is None:
            self._read = 0
            self.viewer.clear()
            return
        if wanted == self._read:
            return
        self._read = int(wanted)
        services, name = self._desk.services, self._names.get(self._read, "")
        self._desk.runner.submit(
            lambda: read_attachment(services, int(wanted)),
            partial(self.viewer.show_attachment, name),
            self._unreadable,
            key="case-compared",
            owner=self,
        )

    def _unreadable(self, _error: Exception) -> None:
        # Asked for again when it is chosen again.
        self._read = 0
        self.viewer.clear()


class Pair:
    """The document in view and the one beside it: both are enlarged alike."""

    def __init__(self, viewer: AttachmentViewer, beside: ComparePane) -> None:
        self._viewer = viewer
        self._beside = beside

    def zoom(self, factor: float) -> None:
        """Enlarges or shrinks what is in view by ``factor``."""
        for one in self._viewers():
            one.zoom(factor)

    def fit(self) -> None:
        """Shows what is in view whole again."""
        for one in self._viewers():
            one.fit()

    def _viewers(self) -> list[AttachmentViewer]:
        return [self._viewer] if self._beside.isHidden() else [self._viewer, self._beside.viewer]
