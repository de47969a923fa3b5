"""Arabic and English text: both languages always, digits, clean lines, the form that is searched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.text import (
    BIDI_CONTROLS,
    FSI,
    LRI,
    PDI,
    Text,
    arabic_digits,
    ascii_digits,
    cleaned,
    isolated,
    ltr,
    search_form,
    without_bidi_controls,
)

ARABIC_LINE = st.text(alphabet="عبدالله أحمدةىئؤإآٱـ\u064b\u0651\u0670٣3aZ-\u200f ", max_size=40)


@pytest.mark.parametrize(("ar", "en"), [("", "x"), ("س", ""), (" \n", "x"), ("س", "\t")])
def test_a_label_needs_both_languages(ar: str, en: str) -> None:
    with pytest.raises(ValueError, match="both languages"):
        Text(ar, en)


def test_a_label_is_chosen_by_language() -> None:
    label = Text("طلب {n}", "Case {n}").format(n=7)
    assert (label.in_language("ar"), label.in_language("en")) == ("طلب 7", "Case 7")


def test_digits_change_and_nothing_else_does() -> None:
    assert ascii_digits("٠١٢٣٤٥٦٧٨٩ ۰۱۲۳۴۵۶۷۸۹ أ1٫٬") == "0123456789 0123456789 أ1٫٬"
    assert arabic_digits("0123456789 TRN") == "٠١٢٣٤٥٦٧٨٩ TRN"


@given(st.text(alphabet="0123456789-/. سa"))
def test_arabic_digits_come_back(value: str) -> None:
    assert ascii_digits(arabic_digits(value)) == value


def test_isolates_are_put_around_something_only() -> None:
    assert ltr("TRN-1") == f"{LRI}TRN-1{PDI}"
    assert isolated("أحمد") == f"{FSI}أحمد{PDI}"
    assert ltr("") == isolated("") == ""


@given(st.text())
def test_isolates_leave_nothing_behind_in_a_copy(value: str) -> None:
    plain = without_bidi_controls(value)
    assert without_bidi_controls(ltr(isolated(value))) == plain
    assert not BIDI_CONTROLS & set(plain)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  أحمد \t\n علي  ", "أحمد علي"),
        ("أحمد\u00a0علي\u2003", "أحمد علي"),
        ("a\x00b\x07c", "abc"),
        ("\u202egpj.exe\u202c", "gpj.exe"),
        ("٠٧٩", "٠٧٩"),
        ("e\u0301", "é"),
        ("e\x00\u0301", "é"),
        ("e\u200f\u0301", "é"),
        ("\ud800x", "x"),
        ("👩\u200d👧", "👩\u200d👧"),
        ("\x00\u200f \u2029", ""),
    ],
)
def test_a_typed_line_is_kept_as_it_was_meant(typed: str, kept: str) -> None:
    assert cleaned(typed) == kept


@given(st.text(st.characters(), max_size=60))
def test_a_clean_line_is_clean(value: str) -> None:
    line = cleaned(value)
    assert cleaned(line) == line
    assert unicodedata.is_normalized("NFC", line)
    assert line == line.strip()
    assert "  " not in line
    assert not BIDI_CONTROLS & set(line)
    assert not any(unicodedata.category(c) in ("Cc", "Cs", "Co", "Zl", "Zp") for c in line)
    line.encode("utf-8")


@pytest.mark.parametrize(
    "spellings",
    [
        ("عبدالله", "عبد الله", "عَبْدُ اللَّه", "عبـــد الله", " عبد\u200f الله "),
        ("أحمد", "احمد", "إحمد", "آحمد", "ٱحمد"),
        ("فاطمة", "فاطمه", "فاطِمة"),
        ("مصطفى", "مصطفي"),
        ("لؤي", "لوي"),
        ("رائد", "رايد"),
        ("محمد عبد الرحمن الخطيب", "محمد عبدالرحمن  الخطيب"),
        ("٠٧٩", "079"),
        ("Al-Hadid", "al hadid", "AL  HADID"),
        ("TRN-2026-000123-7", "trn 2026 000123 7"),
    ],
)
def test_spellings_of_one_name_are_found_as_one(spellings: tuple[str, ...]) -> None:
    assert len({search_form(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"), [("أحمد", "حامد"), ("سعيد", "سعد"), ("معبد الله", "معبدالله"), ("عبد", "")]
)
def test_different_names_stay_different(one: str, other: str) -> None:
    assert search_form(one) != search_form(other)


@given(st.one_of(ARABIC_LINE, st.text(max_size=40)))
def test_the_searched_form_is_plain_and_stands_still(value: str) -> None:
    form = search_form(value)
    assert set(form) <= set("0123456789abcdefghijklmnopqrstuvwxyz ") | {chr(c) for c in range(0x621, 0x64B)}
    assert search_form(form) == form
    assert form == form.strip()


@given(ARABIC_LINE)
def test_marks_and_directions_do_not_change_what_is_found(value: str) -> None:
    marked = "".join(c + ("\u0651\u064e" if "\u0628" <= c <= "\u063a" else "") for c in value)
    assert search_form(marked) == search_form(value)
