"""Choosing one file from the workstation, by button or by dropping it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QLocale, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QWidget

from desktop.base.text import isolated, ltr
from desktop.views.i18n import tr_
from desktop.views.widgets.basics import button, label, row, tool


class FilePick(QWidget):
    """Names one file; it is read later, on the runner, and judged by its content there (COM-14)."""

    value_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._path: Path | None = None
        self._choose = button(tr_("Diwan", "Choose a file…"), self._open, icon_name="paperclip")
        self._named = label("", selectable=True)
        says = tr_("Diwan", "PDF, JPEG or PNG, up to 10 MB; or drop it here")
        self._none = label(says, "caption", wrap=True)
        self._remove = tool(tr_("Diwan", "Remove the file"), "x", lambda: self.set_value(None))
        line = row(self._choose, self._named, self._none, self._remove, None)
        line.setStretchFactor(self._none, 100)
        self.setLayout(line)
        self.setAcceptDrops(True)
        self.setFocusProxy(self._choose)
        self.set_value(None)

    def value(self) -> Path | None:
        """The file chosen."""
        return self._path

    def set_value(self, path: Path | None) -> None:
        """Chooses ``path``, or nothing."""
        self._path = path
        if path is not None:
            size = QLocale().formattedDataSize(path.stat().st_size) if path.exists() else ""
            self._named.setText(f"{isolated(path.name)}  {ltr(size)}")
        self._named.setVisible(path is not None)
        self._remove.setVisible(path is not None)
        self._none.setVisible(path is None)
        self.value_changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._dropped(event) is not None:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        path = self._dropped(event)
        if path is not None:
            self.set_value(path)
            event.acceptProposedAction()

    @staticmethod
    def _dropped(event: QDropEvent) -> Path | None:
        urls = event.mimeData().urls()
        return Path(urls[0].toLocalFile()) if len(urls) == 1 and urls[0].isLocalFile() else None

    def _open(self) -> None:
        kinds = tr_("Diwan", "Documents and pictures") + " (*.pdf *.jpg *.jpeg *.png)"
        dialog = QFileDialog(self, tr_("Diwan", "Choose a file"), "", kinds)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.set_value(Path(chosen)))
        dialog.open()
