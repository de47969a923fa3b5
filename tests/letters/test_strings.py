"""Strings as clerks paste them: read back by two programs, in the order in which people read them."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from desktop.base.errors import Refusal
from desktop.letters import arabic
from desktop.letters.embedding import ONE_DOT
from desktop.letters.fonts import face
from desktop.letters.render import render
from tests.letters.letters import plain
from tests.letters.test_page import pdfium_text, recall
from tests.letters.tools import run

PASTED = (
    "العنوان: شارع (أ) رقم 5-12/أ، بناية [ب-3] (الطابق 2)، عمّان 11118",
    "قال: «إنّ \"الخطة (أ)\" نُفِّذت» ثم أضاف: 'نعم' (انظر [المادة 4/ب] من {النظام})",
    "البريد: ahmad.2026_test+gam@sub.amman.gov.jo أو info-2@gam.jo، والموقع: https://www.amman.jo/ar/p?id=12&x=(a)#top.",
    "الهاتف: +962 79-123-4567 أو 00962 6 4636111 أو (06) 463-6111 فرعي 2210 أو 079 123 4567",
    "بنسبة ٪12.5 أو 12.5٪ أو 12.5% أو ١٢٫٥٪ أو %12.5 من المبلغ، وخصم (20%) ومن 5% إلى 10%",
    "للعام الدراسي 2026/2027 والمدة 2026-2027 والفترة 1-15 والصفحات 12–18 والمدة من 1/3 إلى 15/3",
    "يتقن C++ و C# و .NET و Node.js و A/B و I/O و F-16 و B12 و 3D و ISO 9001:2015 و MS-DOS.",
    "محـــمّد، الأُردُنّ، لِأَنَّ، لَآ، لإِيمان، ٱلْحَمْدُ، الَّلاتي، بلَا، لأْيٍ",
    "فارسی: پچژگ کتابی می‌خواهم؛ اردو: ٹیلی ڈاک ہے گے ں",
    "التواريخ: ٢٢/١١/٢٠٢٦ و ٢٢-١١-٢٠٢٦ م. الموافق ١٢ جمادى الآخرة ١٤٤٨هـ، الساعة ٨:٣٠، هاتف ٠٧٩-١٢٣-٤٥٦٧",
    "الكسور: ½ و ¼ و 3/4 و ١/٢ والأسس م² و م³ و 25° و 25°C و ±5 و × ÷ = و 3×4=12 و 5+3 و 10-3=7",
    "قائمة، مع فاصلة؛ ومنقوطة؟ وتعجب! ونقطتان: وشرطة – وشرطة — ونقاط… ونجمة * وعلامة # و@ و&",
    "الأول 1st والثاني 2nd، رقم 1) ثم 2) ثم (3) ثم 4- ثم 5. ثم أ) ب) ج-",
    "المبلغ 1,234,567.890 د.أ. و -50.000 و (75.000) و 12.5 JOD و $100 و €50 و 12.5$ و 1.234,50",
    "الإحداثيات 31.9539° N, 35.9106° E وإحداثي X=234567.12 والقطعة 1024 حوض 7 (الصبيحي) لوحة 12/أ",
    "البند (1-أ) والبند 3-ب والمادة 4/أ/2 والرمز ABC-123/ع والطلب رقم (م/5/2026) وحساب @gam_jo",
    "السيد O'Connor والشركة Johnson & Johnson (Jordan) Ltd. والموقع gam.jo/ar/services?id=5 والملف v2.pdf",
    'ضبط الجودة (QA/QC) لبيانات "GIS" [الإصدار 10.8.2] – نظام Windows 11 Pro (64-bit)',
)


def bare(text: str) -> str:
    """``text`` without harakat."""
    return "".join(char for char in unicodedata.normalize("NFKC", text) if not unicodedata.combining(char))


@pytest.mark.parametrize("text", PASTED, ids=range(len(PASTED)))
def test_what_is_pasted_reads_back_in_two_programs(text: str, tmp_path: Path) -> None:
    pdf = render(plain(text))
    file = tmp_path / "letter.pdf"
    file.write_bytes(pdf)
    # Marks on a ligature come back after it: what is compared is the letters.
    assert recall(bare(text), bare(run("pdftotext", "-layout", file, "-"))) >= 0.9
    assert recall(bare(text), bare(pdfium_text(pdf))) >= 0.85


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("بناية [ب-3] هنا", "[3-ب]"),
        ("رقم 5-12/أ", "أ/5-12"),
        ("هاتف +962 79-123-4567 ليلًا", "+962 79-123-4567"),
        ("هاتف 00962 6 4636111 ليلًا", "00962 6 4636111"),
        ("هاتف (06) 463-6111 فرعي 2", "(06) 463-6111"),
        ("هاتف 079 123 4567", "079 123 4567"),
        ("الفترة 1-15 والصفحات 12–18", "12–18"),
        ("العام 2026/2027", "2026/2027"),
        ("يتقن C++ و C# و .NET جيدًا", ".NET"),
        ("يتقن C++ جيدًا", "C++"),
        ("حساب @gam_jo الرسمي", "@gam_jo"),
        ("الحرارة 25°C صباحًا", "25°C"),
        ("عند 31.9539° N, 35.9106° E تقريبًا", "31.9539° N, 35.9106° E"),
        ("الفرق ±5 و -50.000 دينار", "±5"),
        ("الفرق -50.000 دينار", "-50.000"),
        ("مبلغ $100 نقدًا", "$100"),
        ("مبلغ 12.5$ نقدًا", "12.5$"),
        ("الناتج 10-3=7 صحيح", "10-3=7"),
        ("الناتج 3×4=12 صحيح", "3×4=12"),
        ("بتاريخ ٢٢-١١-٢٠٢٦ م", "٢٢-١١-٢٠٢٦"),
        ("هاتف +٩٦٢ ٧٩ ١٢٣ ٤٥٦٧ م", "+٩٦٢ ٧٩ ١٢٣ ٤٥٦٧"),
        ("من 08 30 إلى 9", "30 08"),
    ],
)
def test_people_read_it_in_the_order_they_wrote_it(text: str, seen: str) -> None:
    line = arabic.line(text, face("regular")).visual
    readable = unicodedata.normalize("NFKC", line.replace(ONE_DOT, "."))
    assert unicodedata.normalize("NFKC", seen) in readable


@pytest.mark.parametrize(
    ("pasted", "meant"),
    [
        ("واصل\u00adة رخوة", "واصلة رخوة"),
        ("محا\u200bيد", "محايد"),
        ("كت\u200eاب", "كتاب"),
        ("علامة\u200e ABC", "علامة ABC"),
        ("رقم\ufeff 5", "رقم 5"),
    ],
)
def test_signs_without_a_width_divide_no_word(pasted: str, meant: str) -> None:
    assert arabic.line(pasted, face("regular")) == arabic.line(meant, face("regular"))


def test_a_joiner_that_divides_on_purpose_still_does() -> None:
    assert arabic.shaped("می\u200cخواهم") != arabic.shaped("میخواهم")


@pytest.mark.parametrize(
    ("text", "char"),
    [
        ("پښتو", "ښ"),
        ("کوڵان", "ڵ"),
        ("ێوان", "ێ"),
        ("غاز CO₂", "₂"),
        ("تمّ 👍🏽", "👍"),
        ("علم 🇯🇴", "🇯"),
        ("≤ 10", "≤"),
    ],
)
def test_what_cannot_be_printed_well_is_refused_by_name(text: str, char: str) -> None:
    with pytest.raises(Refusal) as refusal:
        render(plain("سليم", text))
    assert refusal.value.problems[0].field == "paragraphs.1"
    assert refusal.value.details["character"] == char


def test_a_letter_that_stands_alone_needs_no_joined_form() -> None:
    assert recall("حرف ڕ وحرف ێ", pdfium_text(render(plain("حرف ڕ وحرف ێ")))) == 1


def test_ten_thousand_characters_and_endless_words_flow_over_pages(tmp_path: Path) -> None:
    long = " ".join(f"كلمة{number}" for number in range(1200))
    endless = "x" * 900
    arabic_endless = "لا" * 400
    content = plain(long, endless, arabic_endless, addressee="السيد/ة " + "عبدالرحمن " * 40)
    (tmp_path / "long.pdf").write_bytes(render(content))
    pages = run("pdftotext", "-layout", tmp_path / "long.pdf", "-").split("\f")[:-1]
    assert len(pages) >= 4
    read = "".join(pages)
    assert all(f"{number}" in read for number in range(1200))
    assert read.count("x") == 900
    assert recall(long, read) >= 0.97
