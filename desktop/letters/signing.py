"""Proof that a letter is the municipality's: Ed25519 over its facts, small enough for a QR code.

The code's text is ``DIWAN1.`` and base32: capital letters and digits only, so that a QR code stores it
densely and a hand scanner types it under any keyboard layout that has Latin letters (COM-11, VER-01).
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from desktop.base.errors import Bug, Refusal
from desktop.base.text import cleaned
from desktop.letters.content import LetterContent

PAYLOAD_PREFIX = "DIWAN1."

_LETTER_CONTEXT = b"diwan letter 1\x00"
_SEAL_CONTEXT = b"diwan file 1\x00"
_START = re.compile(rb"startxref\n[0-9]+\n%%EOF\n\Z")
_SEALED = re.compile(rb"%DIWAN-SEAL ([A-Z2-7]{116})\n(startxref\n[0-9]+\n%%EOF\n)\Z")
_KEY_ID_BYTES = 8
_HASH_BYTES = 32
_SIGNATURE_BYTES = 64
_EPOCH = date(2000, 1, 1)
_FIELDS = ("serial", "reference", "kind", "addressee")


@dataclass(frozen=True, slots=True)
class LetterFacts:
    """What a signature vouches for.

    ``text_sha256`` is ``LetterContent.text_sha256()``: 64 hexadecimal digits over everything printed.
    """

    serial: str
    reference: str
    kind: str
    issued_on: date
    addressee: str
    text_sha256: str

    @classmethod
    def of(cls, content: LetterContent) -> LetterFacts:
        """The facts of ``content``."""
        return cls(
            serial=cleaned(content.serial),
            reference=cleaned(content.reference),
            kind=content.kind,
            issued_on=content.issued_on,
            addressee=cleaned(content.addressee),
            text_sha256=content.text_sha256(),
        )

    def canonical_bytes(self) -> bytes:
        """The facts in the one form that is signed."""
        facts = {
            "addressee": self.addressee,
            "issued_on": self.issued_on.isoformat(),
            "kind": self.kind,
            "reference": self.reference,
            "serial": self.serial,
            "text_sha256": self.text_sha256,
        }
        return json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


@dataclass(frozen=True)
class PublicKey:
    """A key that proves letters; every key that ever signed is kept, so old letters stay provable."""

    raw: bytes

    @cached_property
    def key_id(self) -> str:
        """16 hexadecimal digits that name the key, printed in every payload."""
        return hashlib.sha256(self.raw).digest()[:_KEY_ID_BYTES].hex()

    def verifies(self, signature: bytes, message: bytes) -> bool:
        """Whether ``signature`` over ``message`` was made by this key's owner."""
        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True

    def to_pem(self) -> bytes:
        """The key as PEM text, to hand to institutions."""
        return Ed25519PublicKey.from_public_bytes(self.raw).public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )

    @classmethod
    def from_pem(cls, pem: bytes) -> PublicKey:
        """The key in ``pem``; a ``Refusal`` where it holds no Ed25519 public key."""
        try:
            key = serialization.load_pem_public_key(pem)
        except ValueError as error:
            raise _no_key() from error
        if not isinstance(key, Ed25519PublicKey):
            raise _no_key()
        return cls(key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw))


@dataclass(frozen=True)
class PrivateKey:
    """The key that signs. It never prints itself."""

    _key: Ed25519PrivateKey

    def __repr__(self) -> str:
        return f"PrivateKey({self.public.key_id})"

    @cached_property
    def public(self) -> PublicKey:
        """The key that proves what this one signed."""
        return PublicKey(
            self._key.public_key().public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        )

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature of ``message``."""
        return self._key.sign(message)

    def to_pem(self, password: bytes | None = None) -> bytes:
        """The key as PKCS #8 PEM text, encrypted where a ``password`` is given."""
        protection = (
            serialization.BestAvailableEncryption(password) if password else serialization.NoEncryption()
        )
        return self._key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, protection
        )

    @classmethod
    def from_pem(cls, pem: bytes, password: bytes | None = None) -> PrivateKey:
        """The key in ``pem``; a ``Refusal`` where it holds none or the password is wrong."""
        try:
            key = serialization.load_pem_private_key(pem, password)
        except (ValueError, TypeError) as error:
            raise _no_key() from error
        if not isinstance(key, Ed25519PrivateKey):
            raise _no_key()
        return cls(key)


@dataclass(frozen=True)
class KeyPair:
    """A signing key with its public half."""

    private: PrivateKey

    @classmethod
    def generate(cls) -> KeyPair:
        """A new pair from the system's random source."""
        return cls(PrivateKey(Ed25519PrivateKey.generate()))

    @property
    def public(self) -> PublicKey:
        """The half that proves."""
        return self.private.public

    @property
    def key_id(self) -> str:
        """The name both halves share."""
        return self.public.key_id


@dataclass(frozen=True, slots=True)
class SignedFacts:
    """A payload taken apart; nothing in it is proved until ``proved_by`` said so."""

    key_id: str
    facts: LetterFacts
    signature: bytes

    def proved_by(self, key: PublicKey) -> bool:
        """Whether ``key`` made the signature over exactly these facts."""
        return key.verifies(self.signature, _LETTER_CONTEXT + self.facts.canonical_bytes())


def sign(facts: LetterFacts, private_key: PrivateKey) -> str:
    """The text of the QR code: key, facts and signature.

    Raises ``Refusal`` for a fact too long for a code (255 bytes; about 250 Arabic letters).
    """
    signature = private_key.sign(_LETTER_CONTEXT + facts.canonical_bytes())
    packed = bytearray.fromhex(private_key.public.key_id)
    packed += (facts.issued_on - _EPOCH).days.to_bytes(2, "big")
    flags, texts = 0, bytearray()
    for position, field in enumerate(_FIELDS):
        value: str = getattr(facts, field)
        try:
            # One byte per letter keeps the code small; other scripts fall back to UTF-8.
            encoded = value.encode("cp1256")
        except UnicodeEncodeError:
            encoded = value.encode()
            flags |= 1 << position
        if len(encoded) > 255:
            raise Refusal.one(
                "letter.fact_too_long",
                "هذا النص أطول مما يتسع له رمز التحقق (255 حرفًا).",
                "This text is longer than the verification code holds (255 characters).",
                field=field,
            )
        texts.append(len(encoded))
        texts += encoded
    packed.append(flags)
    packed += texts
    packed += bytes.fromhex(facts.text_sha256)
    packed += signature
    return PAYLOAD_PREFIX + base64.b32encode(packed).decode().rstrip("=")


def unpack(payload: str) -> SignedFacts | None:
    """``payload`` taken apart, or ``None`` where it is no payload of a letter."""
    if not payload.startswith(PAYLOAD_PREFIX):
        return None
    body = payload[len(PAYLOAD_PREFIX) :]
    try:
        return _taken_apart(base64.b32decode(body + "=" * (-len(body) % 8)))
    except (ValueError, IndexError, OverflowError):
        return None


def _taken_apart(packed: bytes) -> SignedFacts:
    days = int.from_bytes(packed[_KEY_ID_BYTES : _KEY_ID_BYTES + 2], "big")
    flags = packed[_KEY_ID_BYTES + 2]
    position = _KEY_ID_BYTES + 3
    values: dict[str, str] = {}
    for index, field in enumerate(_FIELDS):
        length = packed[position]
        encoded = packed[position + 1 : position + 1 + length]
        position += 1 + length
        values[field] = encoded.decode("utf-8" if flags >> index & 1 else "cp1256")
    if len(packed) != position + _HASH_BYTES + _SIGNATURE_BYTES:
        raise ValueError("a payload of the wrong length")
    facts = LetterFacts(
        issued_on=_EPOCH + timedelta(days=days),
        text_sha256=packed[position : position + _HASH_BYTES].hex(),
        **values,
    )
    return SignedFacts(packed[:_KEY_ID_BYTES].hex(), facts, packed[position + _HASH_BYTES :])


def seal(pdf: bytes, private_key: PrivateKey) -> bytes:
    """``pdf`` with a closing line that proves the file itself, byte for byte.

    The line is a comment: viewers and printers ignore it. ``verification.verify_pdf`` reads it, so that a
    letter stays provable also when a later version of the program would draw it differently.
    """
    start = _START.search(pdf)
    if start is None:
        raise Bug("only a file that this program wrote can be sealed")
    signature = private_key.sign(_SEAL_CONTEXT + hashlib.sha256(pdf).digest())
    packed = bytes.fromhex(private_key.public.key_id) + signature
    return b"".join((pdf, b"%DIWAN-SEAL ", base64.b32encode(packed).rstrip(b"="), b"\n", start.group()))


def sealed_by(pdf: bytes, key: PublicKey) -> bool:
    """Whether ``pdf`` ends in a seal by ``key`` over everything before it."""
    found = _SEALED.search(pdf)
    if found is None:
        return False
    content, line = pdf[: found.start()], found.group(1)
    start = _START.search(content)
    if start is None or start.group() != found.group(2):
        return False
    packed = base64.b32decode(line + b"=" * (-len(line) % 8))
    if packed[:_KEY_ID_BYTES].hex() != key.key_id:
        return False
    return key.verifies(packed[_KEY_ID_BYTES:], _SEAL_CONTEXT + hashlib.sha256(content).digest())


def _no_key() -> Refusal:
    return Refusal.one(
        "key.unreadable",
        "الملف لا يحوي مفتاح توقيع صالحًا، أو أن كلمة سره غير صحيحة.",
        "The file holds no valid signing key, or its password is wrong.",
        field="key",
    )
