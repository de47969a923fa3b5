"""Walks over widgets: who has no name for assistive technology, and what shows no Arabic."""

from __future__ import annotations

import re
from collections.abc import Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractScrollArea,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenuBar,
    QPlainTextEdit,
    QScrollArea,
    QTabBar,
    QWidget,
)

# Parts that Qt makes inside its own widgets; their owner carries the name.
_LATIN, _ARABIC = re.compile(r"[A-Za-z]{3,}"), re.compile(r"[ء-ي]")
_INNER = re.compile(r"^qt_")


def visible(root: QWidget) -> Iterator[QWidget]:
    """``root`` and every widget in it that is in view."""
    yield root
    for widget in root.findChildren(QWidget):
        if widget.isVisibleTo(root):
            yield widget


def nameless(root: QWidget) -> list[str]:
    """Widgets that take the keyboard or the mouse and have no name."""
    return [_told(widget) for widget in visible(root) if _needs_name(widget) and not _name(widget)]


def without_arabic(root: QWidget) -> list[str]:
    """Texts in view with a Latin word and no Arabic letter, but for identifiers."""
    found = []
    for widget in visible(root):
        found += [text for text in _texts(widget) if _LATIN.search(text) and not _ARABIC.search(text)]
    return found


def _needs_name(widget: QWidget) -> bool:
    if _INNER.match(widget.objectName()) or isinstance(widget, QScrollArea):
        return False
    if isinstance(widget.parent(), QLineEdit | QComboBox | QMenuBar | QTabBar):
        return False
    takes = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
    return isinstance(widget, QAbstractButton) or (takes and not isinstance(widget, QLabel))


def _name(widget: QWidget) -> str:
    if isinstance(widget, QComboBox | QLineEdit | QPlainTextEdit | QAbstractScrollArea):
        # A combo box reports what is chosen as its name, whatever it is for.
        return widget.accessibleName() or _buddy_of(widget)
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else widget.accessibleName()


def _buddy_of(widget: QWidget) -> str:
    labels = widget.window().findChildren(QLabel)
    return next((label.text() for label in labels if label.buddy() is widget), "")


def _texts(widget: QWidget) -> list[str]:
    texts = [action.text() for action in widget.actions()]
    if isinstance(widget, QLabel | QAbstractButton):
        texts.append(widget.text())
    if isinstance(widget, QLineEdit):
        texts.append(widget.placeholderText())
    return texts


def _told(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.objectName()!r} in {type(widget.parent()).__name__}"
