"""What stands where there is nothing yet: a hint where it is empty, a sign of life while it loads."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QWidget

from desktop.views import theme
from desktop.views.i18n import tr_
from desktop.views.icons import pixmap
from desktop.views.widgets.basics import button, column, label, row

LOADING_DELAY_MS = 150
"""An answer that comes sooner shows no sign of waiting at all."""


class EmptyState(QWidget):
    """An icon, a sentence, a hint, and the one thing to do next."""

    _DISC = 72

    def __init__(
        self,
        icon_name: str,
        sentence: str,
        hint: str = "",
        verb: str = "",
        act: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._act = act
        sign = QLabel()
        sign.setPixmap(self._sign(icon_name))
        words = label(sentence, "heading", wrap=True)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._hint = label(hint, "key", wrap=True)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._verb: QPushButton = button(verb, self._do, kind="primary")
        self.setFocusProxy(self._verb)
        inner = column(
            None, row(None, sign, None), 8, words, self._hint, 8, row(None, self._verb, None), None, margin=32
        )
        self.setLayout(inner)
        self._hint.setVisible(bool(hint))
        self._verb.setVisible(bool(verb))
        self.setAccessibleName(sentence)

    def _sign(self, icon_name: str) -> QPixmap:
        ratio = self.devicePixelRatioF()
        palette = theme.current()
        drawn = QPixmap(round(self._DISC * ratio), round(self._DISC * ratio))
        drawn.setDevicePixelRatio(ratio)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.selection))
        painter.drawEllipse(QRectF(0, 0, self._DISC, self._DISC))
        painter.drawPixmap(22, 22, pixmap(icon_name, 28, palette.accent_text, ratio))
        painter.end()
        return drawn

    def _do(self) -> None:
        if self._act is not None:
            self._act()


class LoadingOverlay(QWidget):
    """Covers a widget while it waits; appears only where the wait is noticeable."""

    _SIZE = 36
    _STEP_MS = 40

    def __init__(self, covered: QWidget) -> None:
        super().__init__(covered)
        self._covered = covered
        self._angle = 0
        self._delay = QTimer(self)
        self._delay.setSingleShot(True)
        self._delay.setInterval(LOADING_DELAY_MS)
        self._delay.timeout.connect(self._appear)
        self._turning = QTimer(self)
        self._turning.setInterval(self._STEP_MS)
        self._turning.timeout.connect(self._turn)
        self.setAccessibleName(tr_("Diwan", "Loading…"))
        self.hide()
        covered.installEventFilter(self)

    def start(self) -> None:
        """The wait begins."""
        if not self.isVisible():
            self._delay.start()

    def stop(self) -> None:
        """The wait is over."""
        self._delay.stop()
        self._turning.stop()
        self.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and watched is self._covered:
            self.setGeometry(self._covered.rect())
        return False

    def sizeHint(self) -> QSize:
        return QSize(self._SIZE * 3, self._SIZE * 3)

    def paintEvent(self, _event: QPaintEvent) -> None:
        palette = theme.current()
        painter = QPainter(self)
        veil = QColor(palette.surface)
        veil.setAlpha(190)
        painter.fillRect(self.rect(), veil)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QRectF(0, 0, self._SIZE, self._SIZE)
        ring.moveCenter(QRectF(self.rect()).center())
        painter.setPen(QPen(QColor(palette.border), 3.5))
        painter.drawEllipse(ring)
        pen = QPen(QColor(palette.accent), 3.5)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(ring, -self._angle * 16, 90 * 16)
        painter.end()

    def _appear(self) -> None:
        self.setGeometry(self._covered.rect())
        self.raise_()
        self.show()
        self._turning.start()

    def _turn(self) -> None:
        self._angle = (self._angle + 15) % 360
        self.update()
