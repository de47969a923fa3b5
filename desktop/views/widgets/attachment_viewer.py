"""Looking at an attachment: pictures and PDFs from their bytes, turned, enlarged, page by page.

Nothing in an attachment is ever run or followed: only JPEG, PNG and PDF are opened, by content, and links
inside a PDF do nothing.
"""

from __future__ import annotations

from io import BytesIO

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageReader,
    QPainter,
    QPaintEvent,
    QPalette,
    QResizeEvent,
    QTransform,
)
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.views import shown, theme
from desktop.views.i18n import tr_
from desktop.views.runner import Runner
from desktop.views.widgets.basics import Words, label, row, tool
from desktop.views.widgets.states import EmptyState, LoadingOverlay
from desktop.workflows.bombs import is_bomb

_SIGNATURES = ((b"\xff\xd8\xff", "jpeg"), (b"\x89PNG\r\n\x1a\n", "png"), (b"%PDF-", "pdf"))
LARGEST_SIDE = 3000
"""Pixels. A photograph is scaled down to this while it is decoded: sharp at 200 %, small in memory."""
MOST_PAGE_PIXELS = 80_000_000
_PDF = "application/pdf"
_SMALL = 32_768
"""Bytes of a PDF that is judged at once; a larger one on the runner."""
_MOST_PAGES, _LONGEST_POINTS, _TALLEST = 3000, 14_400.0, 30.0
"""Points: what PDF itself allows a page's side; and how many times as high as wide a page may be."""
_ZOOM_STEP, _LEAST, _MOST = 1.25, 0.1, 6.0


def kind_of(content: bytes) -> str:
    """``jpeg``, ``png`` or ``pdf``, by content; empty for anything else."""
    return next((kind for start, kind in _SIGNATURES if content.startswith(start)), "")


def decode(content: bytes, kind: str) -> QImage:
    """The picture, upright and at most ``LARGEST_SIDE`` wide or high; a null image where it is damaged.

    For worker threads.
    """
    if is_bomb(content, f"image/{kind}"):
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoTransform(True)
    size = reader.size()
    if max(size.width(), size.height()) > LARGEST_SIDE:
        reader.setScaledSize(size.scaled(LARGEST_SIDE, LARGEST_SIDE, Qt.AspectRatioMode.KeepAspectRatio))
    return reader.read()


def turned(content: bytes, degrees: int) -> bytes:
    """The PDF with every page turned clockwise by ``degrees``, a multiple of 90; only for looking at it.

    For worker threads. Raises ``PdfReadError`` or ``ValueError`` where the file cannot be taken apart.
    """
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=BytesIO(content))
    for one in writer.pages:
        one.rotate(degrees)
    made = BytesIO()
    writer.write(made)
    return made.getvalue()


class AttachmentViewer(QWidget):
    """One attachment at a time, with the tools to read it."""

    def __init__(self, runner: Runner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._key = f"attachment-{id(self)}"
        self._content = b""
        self._turned = 0
        self._picture = _Picture()
        self._document = QPdfDocument(self)
        self._pages = _Pages(self)
        self._pages.setDocument(self._document)
        self._buffer = QBuffer(self)
        self._name = _Name()
        self._place = label("", "caption")
        self._empty = EmptyState(
            "file-text",
            tr_("Diwan", "No attachment chosen"),
            tr_("Diwan", "Choose one from the list to read it here."),
        )
        self._damaged = EmptyState(
            "circle-alert",
            tr_("Diwan", "This attachment cannot be shown"),
            tr_("Diwan", "It is damaged, protected by a password, or not a PDF, JPEG or PNG."),
        )
        self._stack = QStackedWidget()
        for part in (self._empty, self._damaged, self._picture, self._pages):
            self._stack.addWidget(part)
        self._loading = LoadingOverlay(self._stack)
        self._tools = [
            tool(tr_("Diwan", "Turn left"), "rotate-ccw", lambda: self.turn(-90)),
            tool(tr_("Diwan", "Turn right"), "rotate-cw", lambda: self.turn(90)),
            tool(tr_("Diwan", "Smaller"), "zoom-out", lambda: self.zoom(1 / _ZOOM_STEP)),
            tool(tr_("Diwan", "Larger"), "zoom-in", lambda: self.zoom(_ZOOM_STEP)),
            tool(tr_("Diwan", "Fit to the window"), "maximize", self.fit),
        ]
        bar = row(self._name, self._place, *self._tools, gap=4)
        bar.setStretch(0, 1)
        bar.setContentsMargins(12, 6, 6, 6)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(bar)
        layout.addWidget(self._stack, 1)
        self._pages.pageNavigator().currentPageChanged.connect(lambda _page: self._tell_place())
        self._enable()

    def show_attachment(self, name: str, content: bytes) -> None:
        """Shows ``content``, judged by itself and not by ``name``."""
        self._name.show_name(name)
        self._place.setText("")
        self._content, self._turned = content, 0
        kind = kind_of(content)
        if kind == "pdf" and len(content) < _SMALL and not is_bomb(content, _PDF):
            self._runner.supersede(self._key)
            self._show_pdf(content)
        elif kind == "pdf":
            self._loading.start()
            self._runner.submit(
                lambda: is_bomb(content, _PDF),
                lambda bomb: self._show(self._damaged) if bomb else self._show_pdf(content),
                self._undecodable,
                key=self._key,
                owner=self,
            )
        elif kind:
            self._loading.start()
            self._runner.submit(
                lambda: decode(content, kind),
                self._show_picture,
                self._undecodable,
                key=self._key,
                owner=self,
            )
        else:
            self._show(self._damaged)

    def clear(self) -> None:
        """Shows that nothing is chosen."""
        self._runner.supersede(self._key)
        self._name.show_name("")
        self._place.setText("")
        self._show(self._empty)

    @property
    def showing(self) -> str:
        """``picture``, ``pdf``, ``damaged`` or ``empty``."""
        parts: tuple[tuple[QWidget, str], ...] = (
            (self._picture, "picture"),
            (self._pages, "pdf"),
            (self._damaged, "damaged"),
        )
        return next((name for part, name in parts if part is self._stack.currentWidget()), "empty")

    def turn(self, degrees: int) -> None:
        """Turns the picture, or every page of the document, clockwise; the file itself stays as it is."""
        if self.showing == "picture":
            self._picture.turn(degrees)
        elif self.showing == "pdf":
            self._turned = (self._turned + degrees) % 360
            content, wanted = self._content, self._turned
            self._runner.submit(
                lambda: _turned_quietly(content, wanted), self._show_turned, key=self._key, owner=self
            )

    def zoom(self, factor: float) -> None:
        """Enlarges or shrinks by ``factor``."""
        if self.showing == "picture":
            self._picture.zoom(factor)
        elif self.showing == "pdf":
            now = self._pages.scale()
            self._pages.setZoomMode(QPdfView.ZoomMode.Custom)
            self._pages.setZoomFactor(min(self._pages.most(), max(_LEAST, now * factor)))

    def fit(self) -> None:
        """The whole picture, or the page's whole width."""
        if self.showing == "picture":
            self._picture.fit()
        self._pages.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def _show_turned(self, content: bytes) -> None:
        if not content:
            self._turned = 0
            self._place.setText(tr_("Diwan", "This document cannot be turned."))
            return
        page = self._pages.pageNavigator().currentPage()
        self._show_pdf(content)
        self._pages.pageNavigator().jump(page, QPointF())

    def _show_pdf(self, content: bytes) -> None:
        self._document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(content))
        self._buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._buffer)
        if self._document.status() is not QPdfDocument.Status.Ready or not self._showable():
            self._document.close()
            self._show(self._damaged)
            return
        self.fit()
        self._show(self._pages)
        self._tell_place()

    def _showable(self) -> bool:
        """Whether there are pages, and all of a shape that can be drawn whole."""
        count = self._document.pageCount()
        sizes = [self._document.pagePointSize(page) for page in range(count)]
        return 0 < count <= _MOST_PAGES and all(
            min(one.width(), one.height()) > 0
            and max(one.width(), one.height()) <= _LONGEST_POINTS
            and one.height() <= _TALLEST * one.width()
            for one in sizes
        )

    def _show_picture(self, image: QImage) -> None:
        if image.isNull():
            self._show(self._damaged)
            return
        self._picture.show_image(image)
        self._show(self._picture)

    def _undecodable(self, _error: Exception) -> None:
        self._show(self._damaged)

    def _show(self, part: QWidget) -> None:
        self._loading.stop()
        self._stack.setCurrentWidget(part)
        self._enable()

    def _enable(self) -> None:
        for one in self._tools:
            one.setEnabled(self.showing in ("picture", "pdf"))

    def _tell_place(self) -> None:
        # A document that goes with its window tells once more that it is at its first page.
        if not isValid(self._document):
            return
        page, pages = self._pages.pageNavigator().currentPage() + 1, self._document.pageCount()
        words = tr_("Diwan", "page {page} of {pages}")
        self._place.setText(words.format(page=shown.number(page), pages=shown.number(pages)))


class _Name(Words):
    """A file's name that gives way in its middle: it never makes the window wider."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "strong")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._whole = ""

    def show_name(self, name: str) -> None:
        """Shows ``name``, whole where there is room."""
        self._whole = name
        self.setToolTip(shown.name(name))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        fitted = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width() - 4)
        self.setText(shown.name(fitted) if fitted else "")


def _turned_quietly(content: bytes, degrees: int) -> bytes:
    """``turned``; nothing where the file cannot be taken apart: it is shown as it was."""
    from pypdf.errors import PyPdfError

    try:
        return turned(content, degrees)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        # An applicant's file may be broken in any way that the reader of it does not know.
        return b""


class _Pages(QPdfView):
    """The pages of a document, as wide as the window until they are enlarged."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        # A bar that comes and goes changes the width, which changes the page's height, which decides
        # whether the bar comes: with a page about as high as the window Qt never settles.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName(tr_("Diwan", "Pages of the attachment"))
        around = self.palette()
        around.setColor(QPalette.ColorRole.Dark, QColor(theme.current().sunken))
        self.setPalette(around)

    def most(self) -> float:
        """The largest zoom at which the largest page is still drawn in little memory."""
        sizes = [self.document().pagePointSize(page) for page in range(self.document().pageCount())]
        area = max((one.width() * one.height() for one in sizes), default=1.0)
        dots: float = (self.logicalDpiX() / 72) ** 2
        return float(min(_MOST, (MOST_PAGE_PIXELS / (area * dots)) ** 0.5))

    def scale(self) -> float:
        """The zoom in force, also while the width decides it."""
        if self.zoomMode() is QPdfView.ZoomMode.Custom or not self.document().pageCount():
            return self.zoomFactor()
        points = self.document().pagePointSize(0).width()
        pixels = self.viewport().width() - self.documentMargins().left() - self.documentMargins().right()
        return float(pixels / (points * self.logicalDpiX() / 72))


class _Picture(QScrollArea):
    """A picture that fits its window until it is enlarged."""

    def __init__(self) -> None:
        super().__init__()
        self._scale = 0.0
        self._canvas = _Canvas()
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWidget(self._canvas)
        self.setAccessibleName(tr_("Diwan", "Picture of the attachment"))

    def show_image(self, image: QImage) -> None:
        self._canvas.image = image
        self.fit()

    def turn(self, degrees: int) -> None:
        self._canvas.image = self._canvas.image.transformed(QTransform().rotate(degrees))
        self._draw()

    def zoom(self, factor: float) -> None:
        self._scale = min(_MOST, max(_LEAST, self.effective_scale() * factor))
        self._draw()

    def fit(self) -> None:
        self._scale = 0.0
        self._draw()

    def effective_scale(self) -> float:
        """Pixels of the screen per pixel of the picture."""
        image = self._canvas.image
        if self._scale or image.isNull():
            return self._scale or 1.0
        room = self.viewport().size()
        return min(1.0, room.width() / image.width(), room.height() / image.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._scale:
            self._draw()

    def _draw(self) -> None:
        size = QSizeF(self._canvas.image.size()) * self.effective_scale()
        self._canvas.show_at(size.toSize().expandedTo(QSize(1, 1)))


class _Canvas(QWidget):
    """Paints only what is in view: an enlarged photograph is never held as a whole."""

    def __init__(self) -> None:
        super().__init__()
        self.image = QImage()
        self._reduced = QImage()

    def show_at(self, size: QSize) -> None:
        pixels = size * self.devicePixelRatioF()
        smaller = not self.image.isNull() and pixels.width() < self.image.width()
        # Drawing a large picture small from the original drops lines of writing; a reduced copy keeps them.
        smooth = Qt.TransformationMode.SmoothTransformation
        ignoring = Qt.AspectRatioMode.IgnoreAspectRatio
        self._reduced = self.image.scaled(pixels, ignoring, smooth) if smaller else self.image
        self.resize(size)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(self.rect()), self._reduced)
        painter.end()
