"""What a person sees that a walk can judge: words cut off, words of the other language, the order of Tab."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QTableView,
    QToolButton,
    QWidget,
)

from desktop.base.text import FSI, LRI, PDI, without_bidi_controls
from desktop.views import theme
from desktop.views.regions import tab_order
from desktop.views.shell.sidebar import NavButton
from desktop.views.widgets.entries import LtrEdit
from tests.views.walk import visible

_ISOLATED = re.compile(f"[{LRI}{FSI}][^{PDI}]*{PDI}")
_LATIN, _ARABIC = re.compile(r"[A-Za-z]{3,}"), re.compile(r"[ء-ي]{2,}")
# Keys, placeholders as template writers type them, and the languages by their own names.
_KEYS = re.compile(
    r"\{\w+\}|English|العربية|\b(?:Ctrl|Shift|Alt|Enter|Esc|Tab|PgUp|PgDown|Delete|F\d+|PDF|Ctrl\+\S+)\b"
)
_HEADER_SIDES = 24
_SLACK = 1


def cut_off(root: QWidget) -> list[str]:
    """Words in view that do not fit their place: buttons, tabs, labels, headings of tables."""
    found = []
    for widget in visible(root):
        if widget.width() <= 0 or _scrolled_away(widget):
            continue
        found += [f"{type(widget).__name__} {text!r}" for text in _cut(widget)]
    return found


def of_the_other_language(root: QWidget, language: str) -> list[str]:
    """Texts in view in the other language, but for what people typed and identifiers, which are isolated."""
    foreign, own = (_LATIN, _ARABIC) if language == "ar" else (_ARABIC, _LATIN)
    found = []
    for widget in visible(root):
        if _is_message(widget) or _is_message(widget.parentWidget()):
            continue
        for text in _texts(widget):
            said = _KEYS.sub("", _ISOLATED.sub("", text))
            if foreign.search(said) and not (language == "ar" and own.search(said)):
                found.append(f"{type(widget).__name__} {text!r}")
    return found


def against_the_reading(root: QWidget) -> list[str]:
    """Neighbours on one line that Tab reaches against the direction of reading."""
    found = []
    right_to_left = QApplication.layoutDirection() == Qt.LayoutDirection.RightToLeft
    places = [one for one in tab_order(root.window()) if root.isAncestorOf(one)]
    for before, after in itertools.pairwise(places):
        if before.parentWidget() is not after.parentWidget():
            continue
        first, second = _area(before, root), _area(after, root)
        together = min(first.bottom(), second.bottom()) - max(first.top(), second.top())
        if together <= min(first.height(), second.height()) / 2:
            continue
        onwards = second.center().x() < first.center().x()
        if onwards is not right_to_left:
            found.append(f"{_name(before)} before {_name(after)}")
    return found


def _cut(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, NavButton):
        # What people named themselves may be of any length; its tip has it all.
        if widget.width() < widget.whole_width() and not widget.toolTip():
            yield widget.text()
    elif isinstance(widget, QPushButton | QCheckBox | QRadioButton):
        if widget.text() and widget.layout() is None and widget.width() + _SLACK < widget.sizeHint().width():
            yield widget.text()
    elif isinstance(widget, QToolButton):
        beside = widget.toolButtonStyle() is not Qt.ToolButtonStyle.ToolButtonIconOnly
        if beside and widget.text() and widget.width() + _SLACK < widget.sizeHint().width():
            yield widget.text()
    elif isinstance(widget, QLabel):
        yield from _cut_label(widget)
    elif isinstance(widget, QTabBar):
        for place in range(widget.count()):
            room = widget.tabRect(place)
            if room.width() < QFontMetrics(widget.font()).horizontalAdvance(widget.tabText(place)):
                yield widget.tabText(place)
    elif isinstance(widget, QTableView):
        yield from _cut_headings(widget)


def _cut_label(widget: QLabel) -> Iterator[str]:
    text = without_bidi_controls(widget.text())
    if not text or not widget.pixmap().isNull():
        return
    if widget.wordWrap():
        needed = widget.heightForWidth(widget.width())
        if needed > 0 and widget.height() + 2 < needed:
            yield text
    elif widget.width() + _SLACK < widget.sizeHint().width():
        yield text


def _cut_headings(table: QTableView) -> Iterator[str]:
    header, model = table.horizontalHeader(), table.model()
    # The stylesheet's font of headings; the header itself does not know it.
    metrics = QFontMetrics(theme.font(theme.SMALL_POINTS, QFont.Weight.DemiBold))
    for place in range(header.count() if model is not None else 0):
        text = str(model.headerData(place, Qt.Orientation.Horizontal) or "")
        if header.isSectionHidden(place) or not text:
            continue
        if header.sectionSize(place) < metrics.horizontalAdvance(text) + _HEADER_SIDES - 2:
            yield text


def _texts(widget: QWidget) -> Iterator[str]:
    if isinstance(widget, QLabel | QAbstractButton):
        yield widget.text()
    if isinstance(widget, QLineEdit) and not isinstance(widget, LtrEdit):
        yield widget.placeholderText()
    if isinstance(widget, QComboBox):
        yield from (widget.itemText(place) for place in range(widget.count()))
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(place) for place in range(widget.count()))
    if isinstance(widget, QTableView) and widget.model() is not None:
        model = widget.model()
        for place in range(model.columnCount()):
            yield str(model.headerData(place, Qt.Orientation.Horizontal) or "")
    yield widget.accessibleName()
    yield widget.toolTip()


def _is_message(widget: QWidget | None) -> bool:
    """An SMS as the applicant reads it: Arabic in either language of the desk."""
    return type(widget).__name__.endswith("Bubble")


def _scrolled_away(widget: QWidget) -> bool:
    return widget.visibleRegion().isEmpty()


def _area(widget: QWidget, root: QWidget) -> QRect:
    return QRect(widget.mapTo(root, QPoint(0, 0)), widget.size())


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or type(widget).__name__
