"""Forgers at work: each tampering is found, and named where it can be."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, NameObject, RectangleObject, StreamObject

from desktop.letters.content import LetterContent
from desktop.letters.issue import IssuedLetter, issue
from desktop.letters.render import render
from desktop.letters.signing import KeyPair, LetterFacts, sign
from desktop.letters.verification import (
    State,
    Verdict,
    verify_image,
    verify_payload,
    verify_pdf,
    verify_text,
)
from tests.letters.letters import TABLE, approval
from tests.letters.tools import picture, run

pytestmark = pytest.mark.clause("VER-01")


# What the shifted keys of an Arabic (101) layout give, in the order of a Latin keyboard.
ARABIC_KEYS = ["َ", "ً", "ُ", "ٌ", "إ", "‘", "÷", "×", "؛", "ِ", "ٍ", "]", "[", "أ", "ـ", "،", "/", "~", "ْ",
               "}", "{", "آ", "’", "ز"]  # fmt: skip


def changed(pdf: bytes, change: Callable[[PdfWriter], None]) -> bytes:
    writer = PdfWriter(clone_from=io.BytesIO(pdf))
    change(writer)
    target = io.BytesIO()
    writer.write(target)
    return target.getvalue()


def drawing(writer: PdfWriter, page: int = 0) -> StreamObject:
    contents = writer.pages[page]["/Contents"].get_object()
    assert isinstance(contents, StreamObject)
    return contents


def pages_of(other: bytes) -> Callable[[PdfWriter], None]:
    """What is drawn becomes that of ``other``; everything else stays."""

    def change(writer: PdfWriter) -> None:
        foreign = PdfReader(io.BytesIO(other)).pages[0]["/Contents"].get_object()
        assert isinstance(foreign, StreamObject)
        drawing(writer).set_data(foreign.get_data())

    return change


def said_instead(content: LetterContent, old: str, new: str) -> bytes:
    """The same letter, code and all, with other words on the page."""
    paragraphs = tuple(paragraph.replace(old, new) for paragraph in content.paragraphs)
    assert paragraphs != content.paragraphs
    return render(replace(content, paragraphs=paragraphs))


def test_a_letter_as_issued_is_genuine(issued: IssuedLetter, keys: KeyPair) -> None:
    verdict = verify_pdf(issued.pdf, [KeyPair.generate().public, keys.public])
    assert (verdict.state, verdict.facts, verdict.whole) == (State.GENUINE, issued.facts, True)
    assert issued.facts.serial in verdict.text.ar
    assert issued.facts.serial in verdict.text.en


def test_a_letter_that_another_program_saved_is_genuine(
    issued: IssuedLetter, keys: KeyPair, tmp_path: Path
) -> None:
    (tmp_path / "a.pdf").write_bytes(issued.pdf)
    run("qpdf", "--linearize", "--object-streams=generate", tmp_path / "a.pdf", tmp_path / "b.pdf")
    assert verify_pdf((tmp_path / "b.pdf").read_bytes(), [keys.public]).state is State.GENUINE
    assert verify_pdf(changed(issued.pdf, lambda _writer: None), [keys.public]).state is State.GENUINE


def test_a_seal_proves_a_letter_drawn_by_another_version(
    issued: IssuedLetter, keys: KeyPair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.letters.verification.LAYOUT_VERSION", 99)
    assert verify_pdf(issued.pdf, [keys.public]).state is State.GENUINE
    resaved = verify_pdf(changed(issued.pdf, lambda _writer: None), [keys.public])
    assert (resaved.state, resaved.altered) == (State.ALTERED, ("file",))


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [
        ("200.000", "900.000", "200.000"),
        ("الجغرافية", "البيئية", "الجغرافية"),
        ("31/12/2026", "31/12/2027", "31/12/2026"),
    ],
)
def test_other_words_on_the_page_are_found_and_the_lost_ones_named(
    issued: IssuedLetter, keys: KeyPair, old: str, new: str, word: str
) -> None:
    forged = changed(issued.pdf, pages_of(said_instead(issued.content, old, new)))
    verdict = verify_pdf(forged, [keys.public])
    assert (verdict.state, verdict.altered) == (State.ALTERED, ("text",))
    assert word in verdict.missing_words
    assert word in verdict.text.ar


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"serial": "م ب/2026/009999"}, "serial"),
        ({"issued_on": date(2026, 12, 21)}, "issued_on"),
        ({"addressee": "السادة / شركة الأفق المحترمين"}, "addressee"),
        ({"reference": "TRN-2026-000999-1"}, "reference"),
    ],
)
def test_a_changed_fact_is_named_on_the_page_and_in_the_record(
    issued: IssuedLetter, keys: KeyPair, change: dict[str, Any], part: str
) -> None:
    other = render(replace(issued.content, **change))
    on_page = verify_pdf(changed(issued.pdf, pages_of(other)), [keys.public])
    assert on_page.state is State.ALTERED
    assert part in on_page.altered
    in_record = verify_pdf(other, [keys.public])
    assert (in_record.state, in_record.altered) == (State.ALTERED, (part,))


def test_a_forger_who_redraws_the_whole_file_is_found(issued: IssuedLetter, keys: KeyPair) -> None:
    forged = said_instead(issued.content, "200.000", "900.000")
    assert verify_pdf(forged, [keys.public]).altered == ("text",)
    contact = render(replace(issued.content, contact="هاتف 0790000000"))
    assert verify_pdf(contact, [keys.public]).altered == ("text",)


def test_a_code_swapped_from_another_letter_is_found(issued: IssuedLetter, keys: KeyPair) -> None:
    other = issue(approval(serial="م ب/2026/001458"), keys.private)
    # In the whole file, record and all.
    swapped = render(replace(issued.content, qr_payload=other.payload))
    assert verify_pdf(swapped, [keys.public]).altered == ("serial",)

    def code_only(writer: PdfWriter) -> None:
        page = PdfReader(io.BytesIO(other.pdf)).pages[0]
        code = page["/Resources"]["/XObject"]["/FormXob.Code"].get_object()  # type: ignore[index]
        ours = writer.pages[0]["/Resources"]["/XObject"]["/FormXob.Code"].get_object()  # type: ignore[index]
        ours.set_data(code.get_data())

    assert verify_pdf(changed(issued.pdf, code_only), [keys.public]).altered == ("code",)


def test_a_genuine_record_under_another_page_is_found(issued: IssuedLetter, keys: KeyPair) -> None:
    other = issue(approval(paragraphs=("كتاب آخر تمامًا.",)), keys.private)
    assert verify_pdf(changed(issued.pdf, pages_of(other.pdf)), [keys.public]).state is State.ALTERED


def _covered(writer: PdfWriter) -> None:
    page = drawing(writer)
    page.set_data(page.get_data() + b"\n1 1 1 rg 56 400 483 40 re f")


def _note(writer: PdfWriter) -> None:
    writer.add_uri(0, "https://example.org", RectangleObject((56, 400, 500, 440)))


def _further_page(writer: PdfWriter) -> None:
    writer.add_blank_page(595, 842)


def _turned(writer: PdfWriter) -> None:
    writer.pages[0].rotate(180)


def _text_map_changed(writer: PdfWriter) -> None:
    fonts = writer.pages[0]["/Resources"]["/Font"]  # type: ignore[index]
    stream = fonts["/F1+0"]["/ToUnicode"].get_object()
    stream.set_data(stream.get_data().replace(b"><0627>", b"><0628>"))


def _layer(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OCProperties")] = writer.pages[0]["/Resources"]


def _form_changed(writer: PdfWriter) -> None:
    head = writer.pages[0]["/Resources"]["/XObject"]["/FormXob.Head"].get_object()  # type: ignore[index]
    head.set_data(head.get_data() + b"\n0 0 1 rg 0 0 50 50 re f")


@pytest.mark.parametrize(
    ("forge", "part"),
    [
        (_covered, "drawing"), (_note, "drawing"), (_turned, "drawing"), (_text_map_changed, "text"),
        (_layer, "drawing"), (_form_changed, "drawing"), (_further_page, "pages"),
    ],
)  # fmt: skip
def test_what_changes_the_page_but_not_its_words_is_found(
    issued: IssuedLetter, keys: KeyPair, forge: Callable[[PdfWriter], None], part: str
) -> None:
    verdict = verify_pdf(changed(issued.pdf, forge), [keys.public])
    assert verdict.state is State.ALTERED
    assert part in verdict.altered
    assert verdict.facts == issued.facts


def test_a_letter_of_another_key_is_unknown(issued: IssuedLetter) -> None:
    verdict = verify_pdf(issued.pdf, [KeyPair.generate().public])
    assert verdict.state is State.UNKNOWN_KEY
    assert verdict.facts is None, "nothing unproved is shown as a fact"


def test_a_forgers_own_key_under_our_name_is_no_proof(issued: IssuedLetter, keys: KeyPair) -> None:
    forged = sign(replace(issued.facts, addressee="السادة / شركة الأفق"), KeyPair.generate().private)
    ours = issued.payload[:20] + forged[20:]
    verdict = verify_payload(ours, [keys.public])
    assert (verdict.state, verdict.altered, verdict.facts) == (State.ALTERED, ("code",), None)


@pytest.mark.parametrize("pdf", [b"", b"hello", b"%PDF-1.7\n%%EOF", b"%PDF-1.7\n" + b"0" * 500])
def test_what_is_no_letter_is_not_called_one(keys: KeyPair, pdf: bytes) -> None:
    assert verify_pdf(pdf, [keys.public]).state is State.NOT_A_LETTER


def test_damaged_files_get_a_verdict_and_never_a_crash(issued: IssuedLetter, keys: KeyPair) -> None:
    for position in range(50, len(issued.pdf), 6007):
        damaged = bytearray(issued.pdf)
        damaged[position] ^= 0xFF
        assert verify_pdf(bytes(damaged), [keys.public]).state in State
    for length in range(1000, len(issued.pdf), 9001):
        assert verify_pdf(issued.pdf[:length], [keys.public]).state is not State.GENUINE


def test_drafts_are_not_genuine(keys: KeyPair) -> None:
    assert verify_pdf(render(approval()), [keys.public]).state is State.NOT_A_LETTER


def test_a_record_that_lies_about_its_shape_is_no_letter(issued: IssuedLetter, keys: KeyPair) -> None:
    def broken(record: object) -> Callable[[PdfWriter], None]:
        def change(writer: PdfWriter) -> None:
            files = writer.root_object["/Names"]["/EmbeddedFiles"]["/Names"]  # type: ignore[index]
            stream = files[1]["/EF"]["/F"].get_object()
            assert isinstance(stream, DecodedStreamObject | StreamObject)
            stream.set_data(json.dumps(record).encode())

        return change

    lies: list[object] = [[], {}, {"letter": 3, "layout": 1}, {"letter": {"serial": []}, "layout": "x"}]
    for record in lies:
        verdict = verify_pdf(changed(issued.pdf, broken(record)), [keys.public])
        assert verdict.state is State.NOT_A_LETTER


def test_scanners_give_what_the_code_says(issued: IssuedLetter, keys: KeyPair) -> None:
    latin = "QWERYUIOPASDFHJKLZXCVNM."
    arabic = {**dict(zip(latin, ARABIC_KEYS, strict=True)), "T": "لإ", "G": "لأ", "B": "لآ"}
    typed = "".join(arabic.get(char, char) for char in issued.payload)
    for text in (
        issued.payload,
        issued.payload.lower(),
        f"  {issued.payload}\r\n",
        f"https://www.amman.jo/verify?c={issued.payload}&x=1",
        typed,
    ):
        verdict = verify_payload(text, [keys.public])
        assert (verdict.state, verdict.facts, verdict.whole) == (State.GENUINE, issued.facts, False)


@pytest.mark.parametrize("text", ["", "كتاب رقم 5", "DIWAN", "https://www.amman.jo"])
def test_other_texts_are_no_letters(keys: KeyPair, text: str) -> None:
    assert verify_payload(text, [keys.public]).state is State.NOT_A_LETTER


def test_a_code_beside_a_letters_text_must_agree_with_it(issued: IssuedLetter, keys: KeyPair) -> None:
    def judged(content: LetterContent) -> Verdict:
        return verify_text(issued.payload, [keys.public], content)

    assert judged(issued.content).whole
    assert judged(approval(copy_number=2)).state is State.GENUINE
    assert judged(approval(serial="م ب/2026/000001")).altered == ("serial",)
    assert judged(approval(table=TABLE)).altered == ("text",)
    # A serial used again for another letter does not carry its proof over.
    replayed = approval(paragraphs=("نص آخر.",))
    assert LetterFacts.of(replayed).serial == issued.facts.serial
    assert judged(replayed).altered == ("text",)


def test_codes_are_read_from_pictures(issued: IssuedLetter, keys: KeyPair, tmp_path: Path) -> None:
    page = picture(issued.pdf, tmp_path, dpi=150)
    assert verify_image(page.read_bytes(), [keys.public]).facts == issued.facts
    poor = Image.open(page).convert("L").rotate(3, fillcolor=255, expand=True)
    target = io.BytesIO()
    poor.save(target, "JPEG", quality=35)
    assert verify_image(target.getvalue(), [keys.public]).state is State.GENUINE
    clear = Image.new("RGBA", (600, 600), (0, 0, 0, 0))
    target = io.BytesIO()
    clear.save(target, "PNG")
    assert verify_image(target.getvalue(), [keys.public]).state is State.NOT_A_LETTER
    assert verify_image(b"not a picture", [keys.public]).state is State.NOT_A_LETTER


def test_a_scanned_letter_is_judged_by_its_code(issued: IssuedLetter, keys: KeyPair, tmp_path: Path) -> None:
    page = Image.open(picture(issued.pdf, tmp_path, dpi=150)).convert("L")
    target = io.BytesIO()
    page.save(target, "PDF", resolution=150)
    verdict = verify_pdf(target.getvalue(), [keys.public])
    assert (verdict.state, verdict.whole) == (State.GENUINE, False)


def test_a_picture_with_two_letters_codes_is_suspect(keys: KeyPair, tmp_path: Path) -> None:
    pictures = []
    for serial in ("1", "2"):
        (tmp_path / serial).mkdir()
        letter = issue(approval(serial=serial), keys.private)
        pictures.append(Image.open(picture(letter.pdf, tmp_path / serial, dpi=150)).convert("L"))
    both = Image.new("L", (pictures[0].width * 2, pictures[0].height), 255)
    both.paste(pictures[0], (0, 0))
    both.paste(pictures[1], (pictures[0].width, 0))
    target = io.BytesIO()
    both.save(target, "PNG")
    assert verify_image(target.getvalue(), [keys.public]).state is State.ALTERED


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_a_municipalitys_own_logo_is_drawn_and_proved(keys: KeyPair, kind: str) -> None:
    file = io.BytesIO()
    mode = "RGBA" if kind == "PNG" else "RGB"
    Image.new(mode, (300, 200), (10, 90, 60, 128) if kind == "PNG" else (10, 90, 60)).save(file, kind)
    content = approval(letterhead=replace(approval().letterhead, logo=file.getvalue()))
    letter = issue(content, keys.private)
    assert verify_pdf(letter.pdf, [keys.public]).state is State.GENUINE
    assert verify_pdf(changed(letter.pdf, lambda _writer: None), [keys.public]).state is State.GENUINE

    def other_logo(writer: PdfWriter) -> None:
        head = writer.pages[0]["/Resources"]["/XObject"]["/FormXob.Head"].get_object()  # type: ignore[index]
        logo = head["/Resources"]["/XObject"]["/FormXob.Logo"].get_object()
        logo.set_data(bytes(len(logo.get_data())))

    assert verify_pdf(changed(letter.pdf, other_logo), [keys.public]).altered == ("drawing",)


def test_verification_needs_no_database_and_no_window() -> None:
    program = (
        "import sys\nimport desktop.letters.verification\n"
        "assert not [m for m in sys.modules if m.partition('.')[0] in ('PySide6', 'sqlalchemy', 'psycopg')]"
    )
    subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=True)
