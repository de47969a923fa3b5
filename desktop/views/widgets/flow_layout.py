"""A layout that starts a new line where the room ends, in the direction of reading."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStyle, QWidget


class FlowLayout(QLayout):
    """For filter bars and rows of chips: items keep their size and wrap."""

    def __init__(self, parent: QWidget | None = None, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(QMargins(0, 0, 0, 0))

    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), moving=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        largest = QSize()
        for item in self._items:
            largest = largest.expandedTo(item.minimumSize())
        return largest.grownBy(self.contentsMargins())

    def setGeometry(self, area: QRect) -> None:
        super().setGeometry(area)
        self._arrange(area, moving=True)

    def _arrange(self, area: QRect, *, moving: bool) -> int:
        """Places the items, or only counts; returns the height in pixels."""
        inner = area.marginsRemoved(self.contentsMargins())
        lines = self._lines(inner.width())
        top = inner.top()
        for items in lines:
            height = max(item.sizeHint().height() for item in items)
            if moving:
                self._place(items, inner, top, height)
            top += height + self._gap
        margins = self.contentsMargins()
        content = top - self._gap - inner.top() if lines else 0
        return content + margins.top() + margins.bottom()

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = width + 1
        for item in self._items:
            if item.isEmpty():
                continue
            wanted = item.sizeHint().width()
            if used + self._gap + wanted > width or not lines:
                lines.append([])
                used = -self._gap
            lines[-1].append(item)
            used += self._gap + wanted
        return lines

    def _place(self, items: list[QLayoutItem], inner: QRect, top: int, height: int) -> None:
        parent = self.parentWidget()
        direction = parent.layoutDirection() if parent else Qt.LayoutDirection.LeftToRight
        x = inner.left()
        for item in items:
            size = item.sizeHint().boundedTo(QSize(inner.width(), height))
            logical = QRect(QPoint(x, top + (height - size.height()) // 2), size)
            item.setGeometry(QStyle.visualRect(direction, inner, logical))
            x += size.width() + self._gap
