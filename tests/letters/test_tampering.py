"""Further ways to forge a file: appended changes, notes, attachments, fonts, titles, readers that differ."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.annotations import FreeText
from pypdf.generic import (
    ArrayObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
    TextStringObject,
)

from desktop.letters.issue import IssuedLetter, issue
from desktop.letters.render import render
from desktop.letters.signing import KeyPair
from desktop.letters.verification import State, verify_image, verify_pdf
from tests.letters.letters import approval
from tests.letters.test_verification import changed, drawing
from tests.letters.tools import picture, run

pytestmark = pytest.mark.clause("VER-01")


def appended(pdf: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    """``pdf`` with ``change`` after its end, every byte of the original untouched."""
    writer = PdfWriter(io.BytesIO(pdf), incremental=True)
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    assert target.getvalue().startswith(pdf)
    return target.getvalue()


def _covering_note(writer: PdfWriter) -> None:
    note = FreeText(text="900.000", rect=(60, 400, 400, 440), background_color="ffffff")
    writer.add_annotation(0, note)


def _stamp(writer: PdfWriter) -> None:
    page = writer.pages[0]
    page[NameObject("/Contents")] = page["/Contents"].get_object()
    drawing(writer).set_data(drawing(writer).get_data() + b"\n0 0 0 rg 300 300 80 80 re f")


def _page_twice(writer: PdfWriter) -> None:
    writer.add_page(writer.pages[0])


def _other_title(writer: PdfWriter) -> None:
    writer.add_metadata({"/Title": "كتاب إعفاء من الرسوم"})


def _script(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject("app.alert(1)")}
    )
    writer.root_object[NameObject("/OpenAction")] = action


def _opens_elsewhere(writer: PdfWriter) -> None:
    action = DictionaryObject(
        {NameObject("/S"): NameObject("/URI"), NameObject("/URI"): TextStringObject("https://example.org")}
    )
    writer.root_object[NameObject("/OpenAction")] = action


def _further_file(writer: PdfWriter) -> None:
    writer.add_attachment("amendment.txt", "الرسوم 900.000".encode())


def _other_font(writer: PdfWriter) -> None:
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    bold, regular = (fonts[name]["/DescendantFonts"][0].get_object() for name in ("/F2+0", "/F1+0"))
    regular["/FontDescriptor"][NameObject("/FontFile2")] = bold["/FontDescriptor"].raw_get("/FontFile2")


def _other_glyphs(writer: PdfWriter) -> None:
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    places = fonts["/F1+0"]["/DescendantFonts"][0].get_object()["/CIDToGIDMap"].get_object()
    assert isinstance(places, StreamObject)
    data = bytearray(places.get_data())
    # Two digits change places: 2 is drawn as 9 everywhere, and copies as 2.
    two, nine = _glyph(writer, "2"), _glyph(writer, "9")
    data[2 * two : 2 * two + 2], data[2 * nine : 2 * nine + 2] = (
        data[2 * nine : 2 * nine + 2],
        data[2 * two : 2 * two + 2],
    )
    places.set_data(bytes(data))


def _glyph(writer: PdfWriter, char: str) -> int:
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    texts = fonts["/F1+0"]["/ToUnicode"].get_object().get_data().decode()
    found = re.search(rf"<([0-9A-F]{{4}})><{ord(char):04X}>", texts)
    assert found is not None
    return int(found.group(1), 16)


def _cropped(writer: PdfWriter) -> None:
    writer.pages[0].cropbox.upper_right = (595, 600)


def _larger(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/UserUnit")] = FloatObject(2)


def _widths(writer: PdfWriter) -> None:
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    descendant = fonts["/F1+0"]["/DescendantFonts"][0].get_object()
    descendant[NameObject("/W")] = ArrayObject([NumberObject(0), NumberObject(9000), NumberObject(50)])


FORGERIES = (
    _covering_note, _stamp, _page_twice, _other_title, _script, _opens_elsewhere, _further_file, _other_font,
    _other_glyphs, _cropped, _larger, _widths,
)  # fmt: skip


@pytest.mark.parametrize("forge", FORGERIES)
@pytest.mark.parametrize("how", [changed, appended])
def test_a_forgery_is_found_whether_rewritten_or_appended(
    issued: IssuedLetter,
    keys: KeyPair,
    forge: Callable[[PdfWriter], None],
    how: Callable[[bytes, Callable[[PdfWriter], None]], bytes],
) -> None:
    verdict = verify_pdf(how(issued.pdf, forge), [keys.public])
    assert verdict.state is State.ALTERED
    assert verdict.altered
    assert verdict.facts == issued.facts, "what was issued is still told"


def test_an_empty_update_changes_nothing_that_is_seen(issued: IssuedLetter, keys: KeyPair) -> None:
    later = appended(issued.pdf, lambda writer: writer.add_metadata({"/Producer": "Viewer"}))
    assert verify_pdf(later, [keys.public]).state is State.GENUINE


def test_two_records_in_one_file_are_no_letter(issued: IssuedLetter, keys: KeyPair) -> None:
    other = issue(approval(serial="م ب/2026/009999"), keys.private)
    record = PdfReader(io.BytesIO(other.pdf)).attachments["letter.json"][0]
    two = changed(issued.pdf, lambda writer: _attach(writer, record))
    assert verify_pdf(two, [keys.public]).state is not State.GENUINE


def _attach(writer: PdfWriter, record: bytes) -> None:
    writer.add_attachment("letter.json", record)


def test_a_file_that_programs_read_differently_is_not_believed(issued: IssuedLetter, keys: KeyPair) -> None:
    # Readers that know hybrid files take further objects from a stream that others never see.
    hybrid = issued.pdf.replace(b"trailer\n<<", b"trailer\n<< /XRefStm 15", 1)
    assert hybrid != issued.pdf
    assert verify_pdf(hybrid, [keys.public]).state is not State.GENUINE


def test_bytes_before_and_after_the_file_are_no_forgery_but_a_second_file_is(
    issued: IssuedLetter, keys: KeyPair
) -> None:
    other = render(replace(issued.content, addressee="السادة / شركة الأفق المحترمين"))
    assert verify_pdf(issued.pdf + other, [keys.public]).state is not State.GENUINE
    assert verify_pdf(issued.pdf + b"\n\n", [keys.public]).state is State.GENUINE


def test_a_seal_moved_to_another_letter_proves_nothing(issued: IssuedLetter, keys: KeyPair) -> None:
    seal = re.search(rb"%DIWAN-SEAL [A-Z2-7]+\n", issued.pdf)
    assert seal is not None
    forged = render(replace(issued.content, subject="إعفاء من الرسوم"))
    start = forged.rindex(b"startxref")
    with_seal = forged[:start] + forged[start:] + seal.group() + forged[start:]
    assert verify_pdf(with_seal, [keys.public]).altered == ("text",)


def test_a_code_from_another_genuine_letter_pasted_over_the_scan_tells_that_letters_facts(
    issued: IssuedLetter, keys: KeyPair, tmp_path: Path
) -> None:
    # The code alone is genuine: the verdict names its facts and says to compare them with the paper.
    from PIL import Image

    other = issue(approval(serial="م ب/2026/001999", addressee="السادة / شركة الأفق المحترمين"), keys.private)
    folders = [tmp_path / name for name in ("a", "b")]
    for folder in folders:
        folder.mkdir()
    page, foreign = (
        Image.open(picture(pdf, folder, dpi=150)).convert("L")
        for pdf, folder in zip((issued.pdf, other.pdf), folders, strict=True)
    )
    box = (page.width * 70 // 100, page.height * 70 // 100, page.width, page.height * 92 // 100)
    page.paste(foreign.crop(box), box)
    target = io.BytesIO()
    page.save(target, "PNG")
    verdict = verify_image(target.getvalue(), [keys.public])
    assert (verdict.state, verdict.whole) == (State.GENUINE, False)
    assert verdict.facts == other.facts
    assert "قارنوا" in verdict.text.ar


def test_a_file_that_was_only_packed_otherwise_is_genuine(
    issued: IssuedLetter, keys: KeyPair, tmp_path: Path
) -> None:
    (tmp_path / "letter.pdf").write_bytes(issued.pdf)
    before, after = tmp_path / "letter.pdf", tmp_path / "plain.pdf"
    run("qpdf", "--stream-data=uncompress", "--object-streams=generate", before, after)
    assert verify_pdf(after.read_bytes(), [keys.public]).state is State.GENUINE
