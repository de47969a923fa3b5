"""Attachments: judged by their content, at most ten megabytes, one in each slot, with harmless names."""

from __future__ import annotations

import base64
import hashlib
import io
import zipfile
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from desktop.models.records.plan import NewAttachment
from desktop.workflows.documents import MAX_BYTES, new_attachment, read_attachments
from tests.workflows.builders import FACILITATION, INDIVIDUAL, JPEG, NOMINATED, PDF, PNG, TRN, attached

pytestmark = pytest.mark.clause("COM-14")


def read(
    items: object, facts: Mapping[str, object] = INDIVIDUAL
) -> tuple[tuple[NewAttachment, ...], dict[str, str]]:
    found, problems = read_attachments(TRN.attachments, items, facts)
    assert all(p.text.ar.strip() and p.text.en.strip() for p in problems)
    return found, {problem.field: problem.code for problem in problems}


def pictured(kind: str) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (4, 4)).save(file, kind)
    return file.getvalue()


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (PDF, "application/pdf"),
        (PNG, "image/png"),
        (JPEG, "image/jpeg"),
        (pictured("PNG"), "image/png"),
        (pictured("JPEG"), "image/jpeg"),
    ],
)
@pytest.mark.parametrize("filename", ["a.pdf", "a.exe", "a", "a.docx"])
def test_the_type_is_read_from_the_content(content: bytes, media_type: str, filename: str) -> None:
    found, problems = read([attached("certificate", content, filename)])
    assert not problems
    assert [(a.media_type, a.filename, a.content) for a in found] == [(media_type, filename, content)]
    assert found[0].sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00" + b"\x00" * 60,
        b"\x7fELF" + b"\x00" * 60,
        b"<!DOCTYPE html><script>alert(1)</script>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"#!/bin/sh\nrm -rf /\n",
        zipped(),
        pictured("GIF"),
        pictured("BMP"),
        pictured("TIFF"),
        pictured("WEBP"),
        b"plain text that talks of %PDF-1.7",
        b"\x89PN",
        b"\xff",
        b"\x00" * 100,
    ],
    ids=[
        "exe",
        "elf",
        "html",
        "svg",
        "script",
        "docx",
        "gif",
        "bmp",
        "tiff",
        "webp",
        "text",
        "half-png",
        "one-byte",
        "zeros",
    ],
)
@pytest.mark.parametrize("filename", ["certificate.pdf", "certificate.png"])
def test_liars_about_their_type_are_refused(content: bytes, filename: str) -> None:
    found, problems = read([attached("certificate", content, filename)])
    assert not found
    assert problems == {"attachments[0].content": "media_type"}


def test_ten_megabytes_are_taken_and_one_byte_more_is_not() -> None:
    full = PDF + b"\0" * (MAX_BYTES - len(PDF))
    for content in (full, base64.b64encode(full).decode()):
        assert new_attachment("certificate", "a.pdf", content, "a")[1] is None
    for content in (full + b"\0", base64.b64encode(full + b"\0").decode(), "A" * (MAX_BYTES * 2)):
        attachment, problem = new_attachment("certificate", "a.pdf", content, "a")
        assert attachment is None
        assert problem is not None
        assert (problem.field, problem.code) == ("a.content", "too_big")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "required"), (b"", "required"), (None, "required"), (7, "required"), (["a"], "required"),
        ("not base64!", "base64"), ("QUJ", "base64"), ("أبجد", "base64"), ("\ud800", "base64"),
        ("QQ=\x00=", "base64"),
    ],
)  # fmt: skip
def test_content_that_cannot_be_read_is_refused(content: object, code: str) -> None:
    _, problems = read([{"slot": "certificate", "filename": "a.pdf", "content": content}])
    assert problems == {"attachments[0].content": code}


@pytest.mark.parametrize(
    ("filename", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("/etc/cron.d/x.pdf", "x.pdf"),
        ("C:\\Users\\a\\شهادة.pdf", "شهادة.pdf"),
        ("a/../../b.pdf", "b.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("a\x00.pdf", "a.pdf"),
        (".hidden", ".hidden"),
        (" شهادة  .pdf ", "شهادة .pdf"),
        ("n" * 10_000, "n" * 120),
    ],
)
def test_a_file_name_names_no_folder(filename: str, kept: str) -> None:
    found, problems = read([attached("certificate", filename=filename)])
    assert not problems
    assert found[0].filename == kept


@pytest.mark.parametrize(
    "filename", ["", None, "..", ".", "../..", "a/", "a\\", "\x00", "\u202e", " ", "/", "a/..", "..."]
)
def test_a_file_without_a_name_is_refused(filename: object) -> None:
    _, problems = read([{**attached("certificate"), "filename": filename}])
    assert problems == {"attachments[0].filename": "required"}


@given(st.text(st.characters()))
def test_no_name_leads_out_of_its_folder(filename: str) -> None:
    attachment, problem = new_attachment("certificate", filename, PDF, "a")
    assert (attachment is None) != (problem is None)
    if attachment:
        name = attachment.filename
        assert 0 < len(name) <= 120
        assert name not in (".", "..")
        assert not set("/\\\x00\u202e") & set(name)
        name.encode("utf-8")


def test_each_slot_is_filled_once() -> None:
    found, problems = read([attached("certificate"), attached("certificate", PNG), attached("other", JPEG)])
    assert problems == {"attachments[1].slot": "twice"}
    assert [(a.slot, a.media_type) for a in found] == [
        ("certificate", "application/pdf"),
        ("other", "image/jpeg"),
    ]


@pytest.mark.parametrize("slot", ["official_letter", "nothing", "", None, 7, ["certificate"]])
def test_an_attachment_that_is_not_asked_for_is_refused(slot: object) -> None:
    _, problems = read([attached("certificate"), {**attached("certificate"), "slot": slot}])
    assert problems == {"attachments[1].slot": "choice"}


@pytest.mark.clause("TRN-02", "TRN-03")
@pytest.mark.parametrize(
    ("facts", "needed"),
    [
        (NOMINATED, "official_letter"),
        ({**NOMINATED, "kind": "facilitation"}, "official_letter"),
        (INDIVIDUAL, "certificate"),
        (FACILITATION, "certificate"),
    ],
)
def test_each_category_has_its_document(facts: Mapping[str, object], needed: str) -> None:
    assert read([], facts)[1] == {f"attachments.{needed}": "required"}
    assert read(None, facts)[1] == {f"attachments.{needed}": "required"}
    assert read([attached("other")], facts)[1] == {f"attachments.{needed}": "required"}
    assert read([attached(needed)], facts)[1] == {}


def test_a_correction_brings_only_what_was_wrong() -> None:
    found, problems = read_attachments(TRN.attachments, [attached("other")], INDIVIDUAL, all_required=False)
    assert [a.slot for a in found] == ["other"]
    assert not problems


@pytest.mark.parametrize("items", ["text", b"bytes", 7, {"slot": "certificate"}, True])
def test_a_list_is_expected(items: object) -> None:
    assert read(items)[1]["attachments"] == "not_list"


@pytest.mark.parametrize("items", [[None], ["a"], [7], [[]]])
def test_each_of_them_is_an_object(items: Sequence[object]) -> None:
    assert read(items)[1]["attachments[0]"] == "not_object"
