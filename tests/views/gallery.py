"""``python -m tests.views.gallery DIR``: pictures of the desk's parts, to be looked at.

Arabic and English, light and dark, 1440x900; no database and no display is needed.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QRect, QTimer
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.base.errors import Bug, Outage, Problem
from desktop.base.text import Text
from desktop.views import page
from desktop.views.desk import Desk
from desktop.views.dress import dress
from desktop.views.main_window import MainWindow
from desktop.views.palette import Tone
from desktop.views.widgets.confirm import ConfirmDialog
from tests.views import sample
from tests.views.sample import t

WIDTH, HEIGHT = 1440, 900
COUNTS = {"queue/mine": 12, "queue/new": 148, "queue/late": 9, "queue/waiting": 37, "refunds": 5}


def main(folder: Path) -> None:
    """Writes the pictures into ``folder``."""
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    folder.mkdir(parents=True, exist_ok=True)
    for declared in (sample.QueuePage, sample.FormPage, sample.RefundsPage, sample.SettingsPage):
        page.page(declared)
    for language in ("ar", "en"):
        for theme in ("light", "dark"):
            with tempfile.TemporaryDirectory() as kept:
                desk = sample.make_desk(Path(kept), language, theme)
                dress(app, desk.preferences)
                for name, picture in pictures(app, desk):
                    picture.save(str(folder / f"{name}_{language}_{theme}.png"))
                desk.runner.close()


def pictures(app: QApplication, desk: Desk) -> Iterator[tuple[str, QPixmap]]:
    """Each state that matters, by name."""
    window = MainWindow(desk)
    window.resize(WIDTH, HEIGHT)
    desk.count(COUNTS)
    window.pages.go_to("queue", "new")
    window.show()
    _wait(desk)
    queue = window.pages.page()
    assert isinstance(queue, sample.QueuePage)
    queue.table.select("case-2")
    queue.table.view.setFocus()
    yield "queue", _grab(window)
    desk.offer(t("استلمت 3 طلبات", "3 applications claimed"), t("تراجع", "Undo"), lambda: None)
    silent = Text(
        "لا تجيب قاعدة البيانات. ما كتبته محفوظ.", "The database does not answer. What you typed is kept."
    )
    desk.runner.outage_met.emit(Outage(silent), lambda: None)
    window.pages.go_to("queue", "handled")
    _wait(desk)
    yield "empty_outage", _grab(window)
    desk.runner.recovered.emit()
    window.pages.go_to("form")
    form = window.pages.page()
    assert isinstance(form, sample.FormPage)
    form.form.set_values(
        {
            "applicant.name": "ليلى محمود العبادي",
            "applicant.national_id": "98412345",
            "applicant.mobile": "079 123 4567",
            "period.from": "2026-12-01",
            "fee": "100",
        }
    )
    short = Text("الرقم الوطني عشرة أرقام؛ هذا ثمانية.", "A national number has ten digits; this has eight.")
    absent = Text("اختر الدائرة المستضيفة.", "Choose the hosting department.")
    form.form.show_problems(
        [Problem("applicant.national_id", "length", short), Problem("department", "required", absent)]
    )
    _wait(desk)
    yield "form", _grab(window)
    yield "palette", _over(window, window.open_palette())
    yield "shortcuts", _over(window, window.open_shortcuts())
    asking = ConfirmDialog(
        window,
        t("رفض الطلب؟", "Refuse the application?"),
        t(
            "تُرسل رسالة نصية بالرفض وأسبابه، ولا تراجع بعدها.",
            "A text message with the reasons goes out for good.",
        ),
        t("ارفض الطلب", "Refuse"),
        lambda _reason: None,
        tone=Tone.DANGER,
        reason_label=t("سبب الرفض", "Reason"),
    )
    yield "confirm", _over(window, asking)
    yield "bug", _over(window, window.faults.show_bug(Bug("a state without a label")))
    window.resize(1024, 700)
    window.pages.go_to("queue", "new")
    _wait(desk)
    yield "narrow", _grab(window)
    window.close()
    window.deleteLater()
    app.processEvents()


def _wait(desk: Desk, extra_ms: int = 250) -> None:
    """Lets answers arrive and layouts settle."""
    loop = QEventLoop()
    sample.settled(desk.runner)
    QTimer.singleShot(extra_ms, loop.quit)
    loop.exec()


def _grab(window: QWidget) -> QPixmap:
    return window.grab()


def _over(window: QWidget, dialog: QDialog) -> QPixmap:
    """The dialog drawn over its window, which is what a person sees."""
    dialog.show()
    QApplication.processEvents()
    drawn = window.grab()
    painter = QPainter(drawn)
    place = QRect(dialog.rect())
    place.moveCenter(window.rect().center())
    painter.fillRect(drawn.rect(), QColor(0, 0, 0, 90))
    painter.drawPixmap(place.topLeft(), dialog.grab())
    painter.end()
    dialog.close()
    return drawn


if __name__ == "__main__":
    main(Path(sys.argv[1]))
