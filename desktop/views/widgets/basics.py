"""Labels, buttons, lines and layouts as the stylesheet knows them."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.base.text import without_bidi_controls
from desktop.views.icons import SPACED_HEIGHT, SPACED_WIDTH, icon, spaced_icon
from desktop.views.qtfix import paragraph, set_up_words

SPACE = 8
"""Pixels; gaps on the desk are multiples of it."""

_SELECTABLE = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class Words(QLabel):
    """Plain text in the desk's direction; what people typed is never read as mark-up."""

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self.setTextFormat(Qt.TextFormat.PlainText)
        set_up_words(self)
        self.setText(text)

    def setText(self, text: str) -> None:
        super().setText(paragraph(text))

    def plain(self) -> str:
        """The text without direction marks."""
        return without_bidi_controls(self.text())


def label(text: str, role: str = "", *, wrap: bool = False, selectable: bool = False) -> Words:
    """A line of plain text in the stylesheet's ``role``."""
    made = Words(text)
    made.setWordWrap(wrap)
    if role:
        made.setProperty("role", role)
    if selectable:
        made.setTextInteractionFlags(_SELECTABLE)
        # Reading by keyboard is offered, but Tab goes through what can be changed.
        made.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        made.setCursor(Qt.CursorShape.IBeamCursor)
    return made


def button(
    text: str, on_click: Callable[[], None], *, kind: str = "", icon_name: str = "", name: str = ""
) -> QPushButton:
    """A push button; ``kind`` is ``primary``, ``danger``, ``refuse``, ``quiet`` or plain."""
    made = QPushButton(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    if kind:
        made.setProperty("kind", kind)
    if icon_name:
        inks = {"primary": "on_accent", "danger": "on_danger", "refuse": "danger", "quiet": "accent_text"}
        made.setIcon(spaced_icon(icon_name, inks.get(kind, "text_soft")))
        made.setIconSize(QSize(SPACED_WIDTH, SPACED_HEIGHT))
    made.setObjectName(name)
    made.clicked.connect(lambda _checked=False: on_click())
    return made


def tool(text: str, icon_name: str, on_click: Callable[[], None], *, beside: bool = False) -> QToolButton:
    """A tool button; its ``text`` is its name and tip, and stands ``beside`` the icon on demand."""
    made = QToolButton()
    made.setText(text)
    made.setIcon(icon(icon_name))
    made.setIconSize(QSize(18, 18))
    made.setToolTip(text)
    made.setAccessibleName(text)
    made.setCursor(Qt.CursorShape.PointingHandCursor)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if beside:
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        made.setProperty("wide", "true")
    made.clicked.connect(lambda _checked=False: on_click())
    return made


def line() -> QFrame:
    """A hair line across."""
    made = QFrame()
    made.setProperty("role", "line")
    return made


def column(*items: QWidget | QLayout | int | None, margin: int = 0, gap: int = SPACE) -> QVBoxLayout:
    """Items from top to bottom; a number is a gap in pixels, ``None`` takes what room is left."""
    made = QVBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    _fill(made, items)
    return made


def row(*items: QWidget | QLayout | int | None, margin: int = 0, gap: int = SPACE) -> QHBoxLayout:
    """Items along the direction of reading; a number is a gap in pixels, ``None`` takes the room left."""
    made = QHBoxLayout()
    made.setContentsMargins(margin, margin, margin, margin)
    made.setSpacing(gap)
    _fill(made, items)
    return made


def holder(layout: QLayout, role: str = "bar") -> QWidget:
    """A widget around ``layout``."""
    made = QWidget()
    made.setProperty("role", role)
    made.setLayout(layout)
    return made


def clear(layout: QLayout) -> None:
    """Takes everything out of ``layout`` and lets it go."""
    while (item := layout.takeAt(0)) is not None:
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            clear(inner)
            inner.deleteLater()
        if widget is not None:
            let_go(widget)


def let_go(widget: QWidget) -> None:
    """Takes ``widget`` off the screen at once, and ends it once nothing of it runs any more."""
    widget.hide()
    widget.setParent(None)
    widget.deleteLater()


def shrinkable(widget: QWidget) -> QWidget:
    """Lets ``widget`` be narrower than it would like, so that one long text does not widen a window."""
    widget.setMinimumWidth(0)
    widget.setSizePolicy(QSizePolicy.Policy.Ignored, widget.sizePolicy().verticalPolicy())
    return widget


def _fill(layout: QHBoxLayout | QVBoxLayout, items: Iterable[QWidget | QLayout | int | None]) -> None:
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
