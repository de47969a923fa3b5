"""Help at the desk: the manual at every page, the tour by keyboard, the news once."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from desktop.views import pages
from desktop.views.assets import asset
from desktop.views.guide.guide import NewsDialog
from desktop.views.guide.topics import newest_version, topics
from desktop.views.main_window import MainWindow
from desktop.views.page import _pages
from tests.views import sample
from tests.views.conftest import MakeDesk
from tests.views.pages.conftest import Open
from tests.views.walk import nameless, without_arabic

_LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
_KEYS = {"Ctrl", "Shift", "Alt", "Enter", "Esc", "Tab", "PDF", "PgDown", "PgUp", "Delete", "Discard"}


def press(window: MainWindow, keys: str) -> None:
    QTest.keySequence(window, QKeySequence(keys))
    QApplication.processEvents()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_page_has_its_section(make_desk: MakeDesk, language: str) -> None:
    """A page that is added without one fails here: write ``resources/help/ar`` and ``en``."""
    pages.load_all()
    make_desk(language)
    found = {one.key: one for one in topics()}
    # Samples of other tests do not count.
    own = {page_id for page_id, one in _pages.items() if one.__module__.startswith("desktop.")}
    assert own <= set(found), own - set(found)
    assert all(one.title and len(one.text) > 150 for one in found.values())


def test_both_languages_say_the_same_things() -> None:
    """Section by section the same headings, the same lists and the same keys."""
    for path in sorted(asset("help", "ar").glob("*.md")):
        arabic = path.read_text("utf-8")
        english = asset("help", "en", path.name).read_text("utf-8")
        for mark in ("## ", "- "):
            counts = [sum(line.startswith(mark) for line in text.splitlines()) for text in (arabic, english)]
            assert counts[0] == counts[1], (path.name, mark)
        plain = re.sub(r"`[^`]*`", "", arabic)
        assert set(_LATIN_WORD.findall(plain)) <= _KEYS, path.name


def test_the_manual_opens_at_the_page_in_view(open_desk: Open) -> None:
    window = open_desk("rana", "counter", "")
    press(window, "Shift+F1")
    manual = window.guide.manual
    assert manual is not None
    assert manual.isVisible()
    assert manual.topic().key == "counter"
    assert manual.reader.document().firstBlock().text() == "طلب من الشباك"
    assert (
        manual.reader.document().firstBlock().blockFormat().layoutDirection()
        == Qt.LayoutDirection.RightToLeft
    )
    assert not nameless(manual)
    assert not without_arabic(manual)
    manual.search.setText("استردادا")
    assert manual.contents.count() < len(topics())
    assert manual.topic().key in {"money", "overview", "approvals", "audit"}
    manual.close()
    window.pages.go_to("settings")
    window.registry.action("manual").trigger()
    assert manual.topic().key == "settings"
    manual.close()


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_tour_goes_by_keyboard_and_comes_once(open_desk: Open, language: str) -> None:
    window = open_desk("rana", language=language)
    window.guide.greet()
    tour = window.guide.tour
    assert tour is not None
    assert not nameless(tour)
    assert tour.following.hasFocus()
    forward = Qt.Key.Key_Left if language == "ar" else Qt.Key.Key_Right
    seen = [tour.title.plain()]
    for _ in range(4):
        QTest.keyClick(tour, forward)
        seen.append(tour.title.plain())
        assert window.rect().contains(tour.bubble.geometry()), seen[-1]
    assert len(set(seen)) == 5
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget() or tour, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() in (tour.skip, tour.before, tour.following)
    tour.following.click()
    assert window.guide.tour is None
    window.guide.greet()
    assert window.guide.tour is None, "it comes once"


def test_escape_leaves_the_tour(open_desk: Open) -> None:
    window = open_desk("rana")
    press(window, "Ctrl+F1")
    assert window.guide.tour is not None
    QTest.keyClick(window.guide.tour, Qt.Key.Key_Escape)
    assert window.guide.tour is None


def test_the_news_are_offered_once_after_a_change(open_desk: Open) -> None:
    window = open_desk("rana")
    window.guide._keep("tour", "seen")
    window.guide._keep("news", "0.0.1")
    window.guide.greet()
    assert newest_version() in window.toasts.sentences[-1]
    window.guide.open_news()
    dialog = next(one for one in window.findChildren(NewsDialog))
    assert newest_version() in dialog.reader.toPlainText()
    assert not nameless(dialog)
    dialog.close()
    before = len(window.toasts.sentences)
    window.guide.greet()
    assert len(window.toasts.sentences) == before


def test_f6_goes_round_the_parts_of_the_window(open_desk: Open) -> None:
    window = open_desk("rana", "settings", "")
    sample.settled(window.desk.runner)
    parts = []
    for _ in range(3):
        press(window, "F6")
        focus = QApplication.focusWidget()
        assert focus is not None
        regions = {"sidebar": window.sidebar, "page": window.pages, "header": window.header}
        parts.append(next(name for name, one in regions.items() if one.isAncestorOf(focus)))
    assert parts == ["header", "sidebar", "page"]
    press(window, "Shift+F6")
    focus = QApplication.focusWidget()
    assert focus is not None
    assert window.sidebar.isAncestorOf(focus)
