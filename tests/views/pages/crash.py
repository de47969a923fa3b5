"""A desk that is killed while somebody types: ``python -m tests.views.pages.crash FOLDER``.

It prints ``typed`` once everything stands on the disk, and then waits to be killed.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication

from desktop.views.dress import dress
from desktop.views.main_window import MainWindow
from desktop.views.pages.case import CasePage
from desktop.views.pages.counter import CounterPage
from tests.views.pages.office import SampleOffice

NAME, REASON, NOTE = "ليلى محمود العبادي", "اعتذرت عن التدريب", "الختم مقطوع"


def main(folder: Path) -> None:
    """Types into the counter's form, a dialog and the rejection of a document."""
    app = QApplication([])
    office = SampleOffice(folder)
    reference = office.apply("سلمى")
    desk = office.desk("rana")
    dress(app, desk.preferences)
    window = MainWindow(desk)
    window.show()
    window.pages.go_to("counter")
    _wait(1500)
    counter = window.pages.page()
    assert isinstance(counter, CounterPage)
    assert counter.form is not None
    counter.form.applicant.set_values({"applicant.name": NAME})
    counter.form.edited.emit()
    _wait(1200)
    window.pages.go_to("case", reference)
    _wait(1500)
    case = window.pages.page()
    assert isinstance(case, CasePage)
    case.documents.reject()
    case.documents.rejecting.note.setPlainText(NOTE)
    case.deeds.start("note")
    dialog = case.deeds.dialog
    assert dialog is not None
    dialog.form.set_values({"text": REASON})
    dialog.form.edited.emit()
    _wait(2000)
    print("typed", flush=True)
    time.sleep(60)


def _wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
