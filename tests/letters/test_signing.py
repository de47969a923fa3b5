"""Keys, facts and the text of the code."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.base.errors import Bug, Refusal
from desktop.letters.ink import qr_code
from desktop.letters.issue import IssuedLetter
from desktop.letters.render import render
from desktop.letters.signing import (
    PAYLOAD_PREFIX,
    KeyPair,
    LetterFacts,
    PrivateKey,
    PublicKey,
    seal,
    sealed_by,
    sign,
    unpack,
)
from tests.letters.letters import approval

FACTS = LetterFacts("م/1", "TRN-2026-000123-7", "training_approval", date(2026, 11, 21), "السادة", "ab" * 32)
_names = st.text(st.characters(categories=("L", "N", "P", "Zs")), max_size=60)


@given(serial=_names, addressee=_names, day=st.dates(date(2000, 1, 1), date(2099, 12, 31)))
def test_what_is_signed_is_what_is_read(serial: str, addressee: str, day: date) -> None:
    facts = replace(FACTS, serial=serial, addressee=addressee, issued_on=day)
    pair = KeyPair.generate()
    read = unpack(sign(facts, pair.private))
    assert read is not None
    assert read.facts == facts
    assert read.key_id == pair.key_id
    assert read.proved_by(pair.public)
    assert not read.proved_by(KeyPair.generate().public)


@pytest.mark.clause("COM-11")
@pytest.mark.parametrize(
    "change",
    [
        {"serial": "م/2"},
        {"reference": "TRN-2026-000124-5"},
        {"kind": "training_completion"},
        {"issued_on": date(2026, 11, 22)},
        {"addressee": "السيد"},
        {"text_sha256": "ac" * 32},
    ],
)
def test_no_fact_can_be_changed_under_a_signature(keys: KeyPair, change: dict[str, Any]) -> None:
    read = unpack(sign(FACTS, keys.private))
    assert read is not None
    assert not replace(read, facts=replace(FACTS, **change)).proved_by(keys.public)


def test_every_changed_byte_of_a_payload_is_noticed(keys: KeyPair) -> None:
    payload = sign(FACTS, keys.private)
    packed = base64.b32decode(_padded(payload.removeprefix(PAYLOAD_PREFIX)))
    for position in range(len(packed)):
        changed = bytearray(packed)
        changed[position] ^= 1
        read = unpack(PAYLOAD_PREFIX + base64.b32encode(changed).decode().rstrip("="))
        assert read is None or read.key_id != keys.key_id or not read.proved_by(keys.public), position


def _padded(text: str) -> str:
    return text + "=" * (-len(text) % 8)


def test_payload_is_recognisable_and_small_enough_for_a_photocopy(issued: IssuedLetter) -> None:
    assert re.fullmatch(r"DIWAN1\.[A-Z2-7]+", issued.payload)
    # Version 13: at 32 mm a module is 0.46 mm.
    assert qr_code(issued.payload).modules <= 69


@pytest.mark.parametrize("text", ["", "DIWAN1.", "DIWAN1.ABC", "DIWAN2.ABCD", "hello", "DIWAN1." + "A" * 400])
def test_what_is_no_payload_is_not_read(text: str) -> None:
    assert unpack(text) is None


def test_an_addressee_too_long_for_a_code_is_refused_by_name(keys: KeyPair) -> None:
    with pytest.raises(Refusal) as refusal:
        sign(replace(FACTS, addressee="ا" * 256), keys.private)
    assert refusal.value.problems[0].field == "addressee"


def test_private_keys_go_to_files_and_back(keys: KeyPair) -> None:
    for password in (None, b"secret"):
        pem = keys.private.to_pem(password)
        assert PrivateKey.from_pem(pem, password).public == keys.public
    with pytest.raises(Refusal):
        PrivateKey.from_pem(keys.private.to_pem(b"secret"), b"wrong")
    with pytest.raises(Refusal):
        PrivateKey.from_pem(keys.private.to_pem(b"secret"))
    with pytest.raises(Refusal):
        PrivateKey.from_pem(b"rubbish")


def test_public_keys_go_to_files_and_back(keys: KeyPair) -> None:
    assert PublicKey.from_pem(keys.public.to_pem()) == keys.public
    assert re.fullmatch("[0-9a-f]{16}", keys.key_id)
    for pem in (b"rubbish", keys.private.to_pem()):
        with pytest.raises(Refusal):
            PublicKey.from_pem(pem)


def test_a_key_never_prints_itself(keys: KeyPair) -> None:
    assert repr(keys.private) == f"PrivateKey({keys.key_id})"


def test_a_seal_covers_every_byte(keys: KeyPair) -> None:
    pdf = render(approval())
    sealed = seal(pdf, keys.private)
    assert sealed_by(sealed, keys.public)
    assert not sealed_by(pdf, keys.public)
    assert not sealed_by(sealed, KeyPair.generate().public)
    assert not sealed_by(sealed + b"\n", keys.public)
    for position in (0, 100, len(pdf) // 2, len(pdf) - 3, len(pdf) + 20, len(sealed) - 9):
        changed = bytearray(sealed)
        changed[position] ^= 1
        assert not sealed_by(bytes(changed), keys.public), position


def test_only_a_letter_is_sealed(keys: KeyPair) -> None:
    with pytest.raises(Bug):
        seal(b"%PDF-1.7", keys.private)


def test_the_text_that_is_signed_leaves_nothing_printed_out() -> None:
    content = approval()
    changes: list[dict[str, Any]] = [
        {"title": "آخر"}, {"subject": "آخر"}, {"addressee": "آخر"}, {"paragraphs": ("آخر",)}, {"serial": "9"},
        {"reference": "X"}, {"issued_on": date(2026, 1, 1)}, {"enclosures": ()}, {"contact": "آخر"},
        {"hijri": "1448"}, {"kind": "x"}, {"digits": "arabic"},
        {"letterhead": replace(content.letterhead, address_line="آخر")},
        {"letterhead": replace(content.letterhead, logo=b"x")},
        {"signatory": replace(content.signatory, name="آخر")},
    ]  # fmt: skip
    hashes = {replace(content, **change).text_sha256() for change in changes}
    assert len(hashes | {content.text_sha256()}) == len(changes) + 1


@pytest.mark.clause("COM-11")
def test_a_reprint_carries_the_same_proof() -> None:
    assert approval(copy_number=3).text_sha256() == approval().text_sha256()
    spaced = approval(subject=" " + approval().subject.replace(" ", "  "))
    assert spaced.text_sha256() == approval().text_sha256()
