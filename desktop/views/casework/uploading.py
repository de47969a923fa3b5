"""A new version of a document, added by a clerk; the older one is kept (COM-14)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.models.records.case import Attachment, ChangeSet
from desktop.usecases.cases import attach
from desktop.views.casework.deeds import Deeds
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone


class Uploading(QObject):
    """Belongs to the tab of documents; ``current`` is the one in view."""

    def __init__(
        self, tab: QWidget, desk: Desk, deeds: Deeds, current: Callable[[], Attachment | None]
    ) -> None:
        super().__init__(tab)
        self._tab = tab
        self._desk = desk
        self._deeds = deeds
        self._current = current

    def takes_files(self) -> bool:
        """Whether the case takes documents in its present state."""
        view = self._deeds.view
        if view is None:
            return False
        state = view.opened.service.state(view.opened.file.case.state)
        return state.uploads and self._deeds.offer("attach") is not None

    def choose_file(self) -> None:
        """Asks for the file of a new version of the document in view."""
        kinds = tr_("Diwan", "Documents and pictures") + " (*.pdf *.jpg *.jpeg *.png)"
        dialog = QFileDialog(self._tab, tr_("Diwan", "Choose a file"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.upload(Path(path)))
        dialog.open()

    def upload(self, path: Path) -> None:
        """Adds the file at ``path`` as a new version of the document in view; the older one is kept."""
        one, view = self._current(), self._deeds.view
        if one is None or view is None or not self.takes_files():
            return
        services, case = self._desk.services, view.opened.file.case

        def work() -> ChangeSet:
            try:
                content = path.read_bytes()
            except OSError as error:
                raise Outage(
                    Text(f"تعذّرت قراءة الملف {path.name}.", f"The file {path.name} cannot be read.")
                ) from error
            document = {"slot": one.slot, "filename": path.name, "content": content}
            return attach(services, case.case_id, [document], case.version)

        def done(changes: ChangeSet) -> None:
            self._desk.announce(changes.kinds)
            self._desk.notify(tr_("Diwan", "The new version was added."))

        def failed(error: Exception) -> None:
            if isinstance(error, Refusal):
                self._desk.notify(said(error.text), Tone.WARNING)
                self._deeds.conflict.emit()

        self._desk.runner.submit(work, done, failed, key="case-act", owner=self)
