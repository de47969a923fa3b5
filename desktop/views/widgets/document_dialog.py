"""A document to be read, printed and saved: a letter of a case, a list over an occasion."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QVBoxLayout, QWidget

from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text, ltr
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.palette import Tone
from desktop.views.printers import PrintTarget
from desktop.views.printing import put_on_paper
from desktop.views.widgets.attachment_viewer import AttachmentViewer
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.marks import Chip
from desktop.views.widgets.print_dialog import PrintDialog

_LONG = 60
"""Letters; a heading of more is broken over lines."""


class DocumentDialog(QDialog):
    """One document; ``put`` and ``keep`` are what printing and saving do."""

    def __init__(
        self,
        parent: QWidget,
        desk: Desk,
        heading: str,
        pdf: bytes,
        *,
        put: Callable[[], None],
        keep: Callable[[], None],
        mark: Chip | None = None,
        printable: bool = True,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(heading)
        self.resize(900, 800)
        self.viewer = AttachmentViewer(desk.runner)
        self.viewer.show_attachment("", pdf)
        head = row(label(heading, "heading", wrap=len(heading) > _LONG))
        if mark is not None:
            head.addWidget(mark)
        head.addStretch(1)
        self.put = button(tr_("Diwan", "Print"), put, kind="primary", icon_name="printer")
        self.put.setEnabled(printable)
        self.save = button(tr_("Diwan", "Save as PDF"), keep, icon_name="download")
        self.close_it = button(tr_("Diwan", "Close"), self.accept)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(12)
        layout.addLayout(head)
        layout.addWidget(self.viewer, 1)
        layout.addLayout(row(self.close_it, None, self.save, self.put))
        (self.put if printable else self.close_it).setFocus()


def show_document(parent: QWidget, desk: Desk, title: str, pdf: bytes) -> DocumentDialog:
    """Opens ``pdf`` to be read, printed as it is and saved; for documents whose prints are not recorded."""

    def ask() -> None:
        PrintDialog(dialog, desk, tr_("Diwan", "Print"), title, print_on).open()

    def print_on(target: PrintTarget) -> None:
        def done(_sent: bool) -> None:
            desk.notify(tr_("Diwan", "The document was sent to the printer."))

        desk.runner.submit(
            lambda: put_on_paper(target, pdf, title), done, lambda error: tell(desk, error), owner=parent
        )

    def keep() -> None:
        ask_where(dialog, f"{title}.pdf", lambda path: write_file(parent, desk, path, lambda: pdf))

    dialog = DocumentDialog(parent, desk, title, pdf, put=ask, keep=keep)
    dialog.open()
    return dialog


def ask_where(parent: QWidget, name: str, on_path: Callable[[str], None]) -> None:
    """Asks where the PDF called ``name`` goes to."""
    dialog = QFileDialog(parent, tr_("Diwan", "Save as PDF"), name.replace("/", "-"))
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("PDF (*.pdf)")
    dialog.setDefaultSuffix("pdf")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(on_path)
    dialog.open()


def write_file(owner: QWidget, desk: Desk, path: str, content: Callable[[], bytes]) -> None:
    """Writes what ``content`` gives to ``path``, off the GUI thread, and says so."""

    def work() -> str:
        data = content()
        try:
            Path(path).write_bytes(data)
        except OSError as error:
            raise Outage(Text(f"تعذّرت كتابة الملف {path}.", f"The file {path} cannot be written.")) from error
        return path

    def done(written: str) -> None:
        desk.notify(tr_("Diwan", "Saved: {path}").format(path=ltr(written)))

    desk.runner.submit(work, done, lambda error: tell(desk, error), owner=owner)


def tell(desk: Desk, error: Exception) -> None:
    """Says a refusal; the window shows the rest by itself."""
    if isinstance(error, Refusal):
        desk.notify(said(error.text), Tone.WARNING)
