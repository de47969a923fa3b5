"""The catalogues: complete, in step with the code, and what Qt itself says in Arabic."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path
from xml.etree import ElementTree

import PySide6
import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication, QDialogButtonBox
from pytestqt.qtbot import QtBot

from desktop.base.text import Text
from desktop.views import catalogue, i18n, qm
from desktop.views.assets import asset
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.main_window import MainWindow
from tests.views import sample
from tests.views.conftest import MakeDesk

_PLURALS = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="{language}">
<context><name>Diwan</name>
<message numerus="yes"><source>%n case(s)</source><translation>{forms}</translation></message>
<message><source>Open</source><comment>state</comment><translation>مفتوح</translation></message>
<message><source>Open</source><translation>افتح</translation></message>
<message><source>Half</source><translation type="unfinished">نصف</translation></message>
</context></TS>"""


@pytest.fixture
def copies(tmp_path: Path) -> tuple[Path, Path]:
    """The catalogues brought up to date with the code, in a folder of their own."""
    arabic, english = tmp_path / "ar.ts", tmp_path / "en.ts"
    for path in (arabic, english):
        shutil.copy(asset("i18n", path.name), path)
    assert catalogue.update(arabic, english) > 50
    return arabic, english


def test_the_catalogues_hold_what_the_code_says(copies: tuple[Path, Path]) -> None:
    for path in copies:
        kept = catalogue.sources(asset("i18n", path.name))
        assert catalogue.sources(path) == kept, "run python -m desktop.views.catalogue"


@pytest.mark.parametrize("name", ["ar.ts", "en.ts", "qt_ar.ts"])
def test_nothing_is_left_to_translate(name: str) -> None:
    assert not catalogue.unfinished(asset("i18n", name))


def test_what_is_unfinished_is_found(tmp_path: Path) -> None:
    path = tmp_path / "ar.ts"
    path.write_text(
        _PLURALS.format(language="ar", forms="<numerusform>x</numerusform><numerusform/>"), "utf-8"
    )
    assert catalogue.unfinished(path) == ["%n case(s)", "Half"]


@pytest.mark.parametrize(("name", "count"), [("ar.ts", 6), ("en.ts", 2)])
def test_every_plural_has_all_its_forms(name: str, count: int) -> None:
    for message in ElementTree.parse(asset("i18n", name)).iter("message"):
        if message.get("numerus") == "yes":
            assert len([*message.iter("numerusform")]) == count, message.findtext("source")


def test_placeholders_survive_translation() -> None:
    import re

    for message in qm.messages(asset("i18n", "ar.ts")):
        wanted = set(re.findall(r"\{\w*\}", message.source))
        for form in message.forms:
            assert set(re.findall(r"\{\w*\}", form)) == wanted, message.source


def test_arabic_counts_in_six_forms(qapp: QApplication, tmp_path: Path) -> None:
    forms = "".join(
        f"<numerusform>{name}</numerusform>" for name in ("zero", "one", "two", "few", "many", "other")
    )
    path = tmp_path / "ar.ts"
    path.write_text(_PLURALS.format(language="ar", forms=forms), "utf-8")
    translator = QTranslator()
    compiled = qm.compiled("ar", path)
    assert translator.load(compiled)
    said = {
        number: translator.translate("Diwan", "%n case(s)", None, number)
        for number in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)
    }
    assert list(said.values()) == [
        "zero",
        "one",
        "two",
        "few",
        "few",
        "many",
        "many",
        "other",
        "other",
        "few",
    ]
    assert translator.translate("Diwan", "Open", "state") == "مفتوح"
    assert translator.translate("Diwan", "Open") == "افتح"
    assert not translator.translate("Diwan", "Half")


@pytest.mark.parametrize("language", ["ar", "en"])
def test_our_binary_says_what_lrelease_says(qapp: QApplication, tmp_path: Path, language: str) -> None:
    tool = shutil.which("lrelease", path=str(Path(PySide6.__file__).parent))
    assert tool is not None
    source, theirs_path = asset("i18n", f"{language}.ts"), tmp_path / "theirs.qm"
    subprocess.run([tool, "-silent", str(source), "-qm", str(theirs_path)], check=True, capture_output=True)
    compiled = qm.compiled(language, source)
    ours, theirs = QTranslator(), QTranslator()
    assert ours.load(compiled)
    assert theirs.load(str(theirs_path))
    for message in qm.messages(source):
        for number in (-1, 0, 1, 2, 5, 11, 100) if len(message.forms) > 1 else (-1,):
            asked = (message.context, message.source, message.comment or None, number)
            assert ours.translate(*asked) == theirs.translate(*asked) != ""


def test_the_direction_and_the_numbers_follow_the_language(qapp: QApplication, make_desk: MakeDesk) -> None:
    make_desk("ar")
    assert qapp.layoutDirection() == Qt.LayoutDirection.RightToLeft
    assert tr_("Diwan", "Refresh") == "تحديث"
    assert QLocale().toString(1234.5, "f", 3) == "1,234.500"
    assert i18n.said(Text("نعم", "Yes")) == "نعم"
    make_desk("en")
    assert qapp.layoutDirection() == Qt.LayoutDirection.LeftToRight
    assert tr_("Diwan", "Refresh") == "Refresh"
    assert i18n.said(Text("نعم", "Yes")) == "Yes"


def test_a_language_that_is_not_ours_is_refused(qapp: QApplication) -> None:
    with pytest.raises(ValueError, match="fr"):
        i18n.install(qapp, "fr")


def test_qts_own_buttons_say_what_they_do(qtbot: QtBot, desk: Desk) -> None:
    """Qt's Arabic for "Discard" means "reject"."""
    kinds = QDialogButtonBox.StandardButton
    box = QDialogButtonBox(kinds.Save | kinds.Discard | kinds.Cancel)
    qtbot.addWidget(box)
    said = [box.button(kind).text() for kind in (kinds.Save, kinds.Discard, kinds.Cancel)]
    assert said == ["حفظ", "لا تحفظ", "إلغاء"]


class _Spy(QTranslator):
    """Installed first, so asked last: it hears what no catalogue knew."""

    def __init__(self) -> None:
        super().__init__()
        self.heard: set[tuple[str, str]] = set()

    def isEmpty(self) -> bool:
        return False

    def translate(self, context: str, source: str, comment: str | None = None, number: int = -1) -> str:
        del comment, number
        self.heard.add((context, source))
        return None  # type: ignore[return-value]  # which is how a translator says that it does not know


@pytest.mark.usefixtures("sample_pages")
def test_no_sentence_in_view_lacks_its_arabic(qapp: QApplication, qtbot: QtBot, make_desk: MakeDesk) -> None:
    spy = _Spy()
    qapp.installTranslator(spy)
    desk = make_desk("ar")
    try:
        QCoreApplication.translate("Diwan", "planted: nobody translated this")
        window = MainWindow(desk)
        qtbot.addWidget(window)
        window.show_first()
        window.pages.go_to("form")
        window.open_palette().close()
        window.open_shortcuts().close()
        sample.settled(desk.runner)
    finally:
        qapp.removeTranslator(spy)
    ours = {source for context, source in spy.heard if context == "Diwan"}
    assert ours == {"planted: nobody translated this"}
