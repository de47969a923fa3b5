"""What the catalogue's tool finds in code that ``lupdate`` alone would overlook."""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest

from desktop.views import catalogue
from desktop.views.assets import asset


def test_every_call_is_written_so_that_lupdate_reads_it() -> None:
    code = 'a = tr_("Diwan", "Open", "state") + tr_(\n    "Diwan",\n    "%n day(s)", None, len(days) // 2)'
    assert catalogue.calls(code) == [
        'tr_("Diwan", "Open", "state")',
        'tr_("Diwan", "%n day(s)", "", 1)',
    ]
    assert catalogue.calls("other('Diwan', 'x')") == []


def test_a_counted_sentence_has_its_plurals(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    code = tmp_path / "code"
    code.mkdir()
    (code / "page.py").write_text('tr_("Diwan", "%n case(s) \\"late\\"", None, len(found))\n', "utf-8")
    monkeypatch.setattr(catalogue, "SOURCES", code)
    arabic, english = tmp_path / "ar.ts", tmp_path / "en.ts"
    for path in (arabic, english):
        shutil.copy(asset("i18n", path.name), path)
    assert catalogue.update(arabic, english) == 1
    for path, forms in ((arabic, 6), (english, 2)):
        (message,) = ElementTree.parse(path).iter("message")
        assert message.get("numerus") == "yes"
        assert len([*message.iter("numerusform")]) == forms
