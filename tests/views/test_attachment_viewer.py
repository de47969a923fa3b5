"""Attachments by content: pictures upright and scaled, PDFs by page, nothing run and nothing followed."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from pypdf.errors import PdfReadError
from PySide6.QtCore import QObject, QPoint, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolButton
from pytestqt.qtbot import QtBot
from reportlab.pdfgen.canvas import Canvas

from desktop.views.desk import Desk
from desktop.views.widgets import attachment_viewer
from desktop.views.widgets.attachment_viewer import (
    LARGEST_SIDE,
    MOST_PAGE_PIXELS,
    AttachmentViewer,
    decode,
    kind_of,
)
from tests.views import sample
from tests.workflows.test_bombs import jpeg, packed, png
from tests.workflows.test_bombs import pdf as packed_pdf


@pytest.fixture
def viewer(qtbot: QtBot, desk: Desk) -> AttachmentViewer:
    made = AttachmentViewer(desk.runner)
    qtbot.addWidget(made)
    made.resize(600, 500)
    made.show()
    return made


def drawn_png(width: int = 40, height: int = 20) -> bytes:
    content = BytesIO()
    Image.new("RGB", (width, height), "white").save(content, "PNG")
    return content.getvalue()


def turned_jpeg() -> bytes:
    """A picture 40 wide and 20 high whose camera was held on its side."""
    content = BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (40, 20), "white").save(content, "JPEG", exif=exif)
    return content.getvalue()


def pdf(pages: int = 2, draw: Callable[[Canvas], None] = lambda canvas: None) -> bytes:
    content = BytesIO()
    canvas = Canvas(content, pagesize=(400, 400))
    for _ in range(pages):
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return content.getvalue()


def show(viewer: AttachmentViewer, desk: Desk, content: bytes, name: str = "file") -> str:
    viewer.show_attachment(name, content)
    sample.settled(desk.runner)
    return viewer.showing


def enabled(viewer: AttachmentViewer) -> int:
    return sum(one.isEnabled() for one in viewer.findChildren(QToolButton) if one.isVisibleTo(viewer))


def test_pictures_and_documents_are_told_by_content(viewer: AttachmentViewer, desk: Desk) -> None:
    assert viewer.showing == "empty"
    assert show(viewer, desk, drawn_png(), "letter.pdf") == "picture"
    assert show(viewer, desk, turned_jpeg(), "letter.exe") == "picture"
    assert show(viewer, desk, pdf(), "picture.png") == "pdf"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"MZ\x90",
        b"GIF89a",
        b"\x89PNG\r\n\x1a\nrest",
        b"%PDF-1.7 cut",
    ],
    ids=["empty", "svg", "program", "gif", "damaged png", "damaged pdf"],
)
@pytest.mark.clause("COM-14")
def test_anything_else_is_not_opened(
    viewer: AttachmentViewer, desk: Desk, qtbot: QtBot, content: bytes, log_qt: None
) -> None:
    assert show(viewer, desk, content) == "damaged"
    assert enabled(viewer) == 0


@pytest.fixture
def log_qt(request: pytest.FixtureRequest) -> None:
    """A damaged file may make Qt complain of it, which is what it is."""
    request.node.add_marker(pytest.mark.qt_log_ignore("libpng|Unable to read|QPdfDocument", extend=True))


def test_a_picture_stands_upright(desk: Desk) -> None:
    image = decode(turned_jpeg(), "jpeg")
    assert (image.width(), image.height()) == (20, 40)


def test_a_large_photograph_is_scaled_while_it_is_read(desk: Desk) -> None:
    image = decode(drawn_png(LARGEST_SIDE * 2, 100), "png")
    assert (image.width(), image.height()) == (LARGEST_SIDE, 50)


def test_a_picture_is_turned_and_enlarged(viewer: AttachmentViewer, desk: Desk) -> None:
    show(viewer, desk, drawn_png(400, 200))
    canvas = viewer._picture._canvas
    assert (canvas.width(), canvas.height()) == (400, 200)
    viewer.turn(90)
    assert (canvas.width(), canvas.height()) == (200, 400)
    viewer.zoom(2)
    assert (canvas.width(), canvas.height()) == (400, 800)
    viewer.fit()
    assert (canvas.width(), canvas.height()) == (200, 400)
    assert enabled(viewer) == 5


def test_a_document_is_enlarged(viewer: AttachmentViewer, desk: Desk) -> None:
    show(viewer, desk, pdf())
    pages = viewer.findChild(QPdfView)
    assert isinstance(pages, QPdfView)
    viewer.zoom(1)
    fitted = pages.zoomFactor()
    viewer.zoom(2)
    assert pages.zoomFactor() == pytest.approx(fitted * 2)
    assert enabled(viewer) == 5


def test_every_page_of_a_document_is_turned_and_the_page_in_view_stays(
    viewer: AttachmentViewer, desk: Desk
) -> None:
    content = BytesIO()
    canvas = Canvas(content, pagesize=(200, 400))
    for _ in range(3):
        canvas.drawString(20, 20, "page")
        canvas.showPage()
    canvas.save()
    show(viewer, desk, content.getvalue())
    viewer._pages.pageNavigator().jump(2, QPointF())
    viewer.turn(90)
    sample.settled(desk.runner)
    sizes = {viewer._document.pagePointSize(place).toTuple() for place in range(3)}
    assert sizes == {(400.0, 200.0)}
    assert viewer._pages.pageNavigator().currentPage() == 2
    viewer.turn(-90)
    sample.settled(desk.runner)
    assert viewer._document.pagePointSize(0).toTuple() == (200.0, 400.0)


def test_a_document_that_cannot_be_taken_apart_stays_as_it_was(
    viewer: AttachmentViewer, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_content: bytes, _degrees: int) -> bytes:
        raise PdfReadError("no trailer")

    show(viewer, desk, pdf())
    monkeypatch.setattr(attachment_viewer, "turned", broken)
    viewer.turn(90)
    sample.settled(desk.runner)
    assert viewer.showing == "pdf"
    assert "تدوير" in viewer._place.text()


def test_a_later_choice_is_not_overtaken_by_an_earlier_one(viewer: AttachmentViewer, desk: Desk) -> None:
    viewer.show_attachment("photo", drawn_png(2000, 2000))
    viewer.show_attachment("document", pdf())
    sample.settled(desk.runner)
    assert viewer.showing == "pdf"
    viewer.show_attachment("photo", drawn_png(2000, 2000))
    viewer.clear()
    sample.settled(desk.runner)
    assert viewer.showing == "empty"


class _Opened(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []

    @Slot(QUrl)
    def take(self, address: QUrl) -> None:
        self.addresses.append(address.toString())


@pytest.mark.clause("COM-14")
def test_links_in_a_document_do_nothing(viewer: AttachmentViewer, desk: Desk, qtbot: QtBot) -> None:
    def link(canvas: Canvas) -> None:
        canvas.linkURL("http://example.org/", (0, 0, 400, 400))

    opened = _Opened()
    # The stub says bytes; the binding takes only a str.
    QDesktopServices.setUrlHandler("http", opened, "take")  # type: ignore[arg-type]
    try:
        QDesktopServices.openUrl(QUrl("http://example.org/heard"))
        show(viewer, desk, pdf(1, link))
        area = viewer._pages.viewport()
        for place in (QPoint(50, 50), area.rect().center()):
            QTest.mouseMove(area, place)
            QTest.mouseClick(area, Qt.MouseButton.LeftButton, pos=place)
            qtbot.wait(20)
    finally:
        QDesktopServices.unsetUrlHandler("http")
    assert opened.addresses == ["http://example.org/heard"]


@pytest.mark.timeout(20)
def test_a_page_about_as_high_as_the_window_settles(viewer: AttachmentViewer, desk: Desk) -> None:
    """Qt's own view lays such a page out again and again without end."""
    show(viewer, desk, pdf(1))
    for height in range(440, 560, 3):
        viewer.resize(500, height)
        QApplication.processEvents()
    assert viewer.showing == "pdf"


def test_kinds_are_told_from_the_first_bytes() -> None:
    assert kind_of(pdf(1)) == "pdf"
    assert kind_of(drawn_png()) == "png"
    assert kind_of(turned_jpeg()) == "jpeg"
    assert kind_of(b"PK\x03\x04") == ""


@pytest.mark.parametrize("kind", ["png", "jpeg", "pdf"])
def test_what_grows_beyond_measure_is_not_opened(viewer: AttachmentViewer, desk: Desk, kind: str) -> None:
    """Whoever put it there past the program: the viewer judges for itself."""
    bombs = {
        "png": lambda: png(50_000, 50_000),
        "jpeg": lambda: jpeg(60_000, 60_000),
        "pdf": lambda: packed_pdf(packed(300 << 20)),
    }
    viewer.show_attachment("file", bombs[kind]())
    sample.settled(desk.runner, 30)
    assert viewer.showing == "damaged"


def test_pages_of_an_absurd_shape_are_not_drawn(viewer: AttachmentViewer, desk: Desk) -> None:
    content = BytesIO()
    canvas = Canvas(content, pagesize=(2, 14_000))
    canvas.showPage()
    canvas.save()
    assert show(viewer, desk, content.getvalue()) == "damaged"


def test_a_large_plan_is_enlarged_only_as_far_as_it_can_be_drawn(
    viewer: AttachmentViewer, desk: Desk
) -> None:
    content = BytesIO()
    canvas = Canvas(content, pagesize=(5000, 5000))
    canvas.showPage()
    canvas.save()
    assert show(viewer, desk, content.getvalue()) == "pdf"
    for _ in range(40):
        viewer.zoom(1.5)
    pages = viewer.findChild(QPdfView)
    assert isinstance(pages, QPdfView)
    drawn = (5000 * pages.zoomFactor() * pages.logicalDpiX() / 72) ** 2
    assert drawn <= MOST_PAGE_PIXELS * 1.001
