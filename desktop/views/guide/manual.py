"""The manual in a window of its own beside the desk, opened at the page that one is on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut, QTextBlockFormat, QTextCursor, QTextDocument, QTextOption
from PySide6.QtWidgets import (
    QDialog,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from desktop.base.text import search_form
from desktop.views import theme
from desktop.views.guide.topics import FIRST, Topic, shown_text, topics
from desktop.views.i18n import tr_
from desktop.views.qtfix import right_to_left, set_up_splitter
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.search_box import SearchBox

_SIZE = (920, 660)


class ManualWindow(QDialog):
    """Contents at the side where reading begins, the section beside it; the desk goes on behind it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.Window)
        self.setWindowTitle(tr_("Diwan", "The manual"))
        self.resize(*_SIZE)
        self._topics = topics()
        self.search = SearchBox(tr_("Diwan", "Search in the manual"))
        self.search.setMinimumWidth(260)
        self.contents = QListWidget()
        self.contents.setProperty("role", "choices")
        self.contents.setAccessibleName(tr_("Diwan", "Contents"))
        self.reader = QTextBrowser()
        self.reader.setOpenExternalLinks(False)
        self.reader.setOpenLinks(False)
        self.reader.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.reader.setAccessibleName(tr_("Diwan", "Text of the section"))
        self.reader.setTabChangesFocus(True)
        split = QSplitter()
        set_up_splitter(split)
        split.addWidget(self.contents)
        split.addWidget(self.reader)
        split.setStretchFactor(1, 1)
        split.setSizes([270, 650])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 20)
        layout.setSpacing(12)
        close = button(tr_("Diwan", "Close"), self.accept)
        layout.addLayout(row(label(self.windowTitle(), "title"), None, self.search))
        layout.addWidget(split, 1)
        layout.addLayout(row(None, close))
        self.contents.currentItemChanged.connect(lambda *_: self._show_current())
        self.search.textChanged.connect(self._find)
        QShortcut(QKeySequence.StandardKey.Find, self, self.search.setFocus)
        self._fill("")

    def open_at(self, key: str) -> None:
        """Shows the section ``key``, or the beginning where there is none, and comes to the front."""
        self.search.clear()
        keys = [one.key for one in self._topics]
        self.contents.setCurrentRow(keys.index(key if key in keys else FIRST))
        if self.isVisible():
            self.raise_()
        self.show()
        self.activateWindow()
        self.reader.setFocus()

    def topic(self) -> Topic:
        """The section in view."""
        item = self.contents.currentItem()
        key = item.data(Qt.ItemDataRole.UserRole) if item is not None else FIRST
        return next(one for one in self._topics if one.key == key)

    def _fill(self, typed: str) -> None:
        wanted = search_form(typed)
        before = self.topic().key
        self.contents.blockSignals(True)
        self.contents.clear()
        for one in self._topics:
            if wanted in search_form(one.text):
                item = QListWidgetItem(one.title)
                item.setData(Qt.ItemDataRole.UserRole, one.key)
                self.contents.addItem(item)
        self.contents.blockSignals(False)
        found = [
            self.contents.item(place).data(Qt.ItemDataRole.UserRole) for place in range(self.contents.count())
        ]
        if found:
            self.contents.setCurrentRow(found.index(before) if before in found else 0)

    def _find(self, typed: str) -> None:
        self._fill(typed)
        if typed:
            self.reader.moveCursor(QTextCursor.MoveOperation.Start)
            self.reader.find(typed)

    def _show_current(self) -> None:
        if self.contents.currentItem() is not None:
            fill_reader(self.reader, self.topic().text)


def fill_reader(reader: QTextBrowser, markdown: str) -> None:
    """Shows ``markdown`` in the direction and the colours of the desk, from its beginning."""
    palette = theme.current()
    document = reader.document()
    document.setDefaultFont(theme.font(theme.BASE_POINTS + 0.5))
    reader.setMarkdown(shown_text(markdown))
    option = QTextOption(Qt.AlignmentFlag.AlignLeading)
    option.setTextDirection(
        reader.layoutDirection() if not right_to_left() else Qt.LayoutDirection.RightToLeft
    )
    document.setDefaultTextOption(option)
    document.setDocumentMargin(12)
    _lay_out(document)
    reader.setStyleSheet(f"QTextBrowser {{ color: {palette.text}; background: {palette.surface}; }}")
    reader.moveCursor(QTextCursor.MoveOperation.Start)


def _lay_out(document: QTextDocument) -> None:
    """Gives every paragraph the desk's direction, whatever its first letter, and room to breathe."""
    direction = Qt.LayoutDirection.RightToLeft if right_to_left() else Qt.LayoutDirection.LeftToRight
    block = document.begin()
    while block.isValid():
        form = QTextBlockFormat(block.blockFormat())
        form.setLayoutDirection(direction)
        form.setLineHeight(132.0, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        form.setTopMargin(14.0 if form.headingLevel() else 3.0)
        form.setBottomMargin(4.0)
        QTextCursor(block).setBlockFormat(form)
        block = block.next()
