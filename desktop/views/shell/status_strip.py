"""The foot of the window: who is signed in, to which database, whether it answers, and the time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.base.clock import Clock, amman
from desktop.views import shown, theme
from desktop.views.desk import Session
from desktop.views.i18n import tr_
from desktop.views.palette import Tone
from desktop.views.widgets.basics import label, row
from desktop.views.widgets.marks import PersonMark

_HEIGHT = 34
_CLOCK_MS = 10_000


class StatusStrip(QWidget):
    """Quiet facts; the connection's state is said in words beside its colour."""

    def __init__(self, session: Session, clock: Clock, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("statusStrip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(_HEIGHT)
        self._clock = clock
        self._lamp = _Lamp()
        self._state = label("")
        self._busy = label("")
        self._time = label("")
        person = PersonMark(session.name, 22)
        line = row(
            person, label(shown.name(session.name)), 12, self._lamp, self._state,
            label(shown.name(session.database)), None, self._busy, 12, self._time,
        )  # fmt: skip
        line.setContentsMargins(16, 0, 16, 0)
        self.setLayout(line)
        self.set_connected(True)
        ticking = QTimer(self)
        ticking.setInterval(_CLOCK_MS)
        ticking.timeout.connect(self.tell_time)
        ticking.start()
        self.tell_time()

    def set_connected(self, connected: bool) -> None:
        """Says whether the database answers."""
        self._lamp.show_tone(Tone.GOOD if connected else Tone.DANGER)
        self._state.setText(tr_("Diwan", "Connected") if connected else tr_("Diwan", "No connection"))

    @property
    def connection(self) -> str:
        """What it says of the connection."""
        return self._state.text()

    def set_busy(self, jobs: int) -> None:
        """Says that something is under way."""
        self._busy.setText(tr_("Diwan", "Working…") if jobs else "")

    def tell_time(self) -> None:
        """Shows the time as it is now."""
        now = self._clock.now()
        time = shown.digits(f"{amman(now):%H:%M}")
        self._time.setText(f"{shown.long_day(amman(now).date())}  {shown.identifier(time)}")


class _Lamp(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.GOOD
        self.setFixedSize(QSize(8, 8))

    def show_tone(self, tone: Tone) -> None:
        self._tone = tone
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.current().tone(self._tone).ink))
        painter.drawEllipse(QRectF(self.rect()))
        painter.end()
