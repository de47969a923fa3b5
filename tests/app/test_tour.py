"""The tour: its page always, the whole day behind ``--all``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from desktop.app.tour import make_tour
from desktop.app.tour.index import write_index
from desktop.app.tour.scenes import CAPTIONS
from desktop.base.text import Text


def test_the_page_names_its_pictures_in_both_languages(tmp_path: Path) -> None:
    letter = tmp_path / "letters" / "HR-2026-00001.pdf"
    hostile = Text("عنوان </script>", "Title </script> & more")
    page = write_index(tmp_path, [("01-queue.png", hostile)], [letter], "ar", "light").read_text("utf-8")
    assert '<html lang="ar" dir="rtl">' in page
    assert page.count("</script>") == 1, "what is told cannot end the script"
    assert "01-queue.png" in page
    assert 'href="letters/HR-2026-00001.pdf"' in page
    assert 'dir="ltr"' in write_index(tmp_path, [], [], "en", "dark").read_text("utf-8")


@pytest.mark.heavy
@pytest.mark.timeout(300)
@pytest.mark.parametrize(("language", "theme"), [("ar", "light"), ("en", "dark")])
def test_the_whole_day(qapp: QApplication, tmp_path: Path, language: str, theme: str) -> None:
    page = make_tour(tmp_path, language, theme)
    pictures = sorted(tmp_path.glob("*.png"))
    assert len(pictures) == len(CAPTIONS)
    for path in pictures:
        picture = QImage(str(path))
        assert (picture.width(), picture.height()) == (1440, 900), path.name
    named = re.findall(r'"file": "([^"]+)"', page.read_text("utf-8"))
    assert named == [path.name for path in pictures]
    letters = list((tmp_path / "letters").glob("*.pdf"))
    assert len(letters) >= 2
    assert all(path.read_bytes().startswith(b"%PDF-") for path in letters)
