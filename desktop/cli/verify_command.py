"""``diwan verify``: whether a letter is genuine, with the database or with public keys alone (VER-01)."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from desktop.base.errors import Refusal
from desktop.cli.output import print_json
from desktop.letters.signing import PublicKey
from desktop.usecases.verification import Verification, verify_letter, verify_offline

MOST_BYTES = 50_000_000
_ENDINGS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff")


def verify(options: argparse.Namespace) -> int:
    """Prints the verdict in Arabic and English; exit status 0 for a genuine letter, 1 for any other."""
    subject = _subject(options)
    if options.key:
        found = verify_offline(subject, [PublicKey.from_pem(_read(name, "--key")) for name in options.key])
    else:
        from desktop.cli.chosen import working_login
        from desktop.cli.workplace import open_workplace

        with open_workplace(options, login=options.login or "") as workplace:
            found = verify_letter(workplace.session(working_login(options)), subject)
    _print(found, as_json=options.json)
    return 0 if found.is_genuine else 1


def _subject(options: argparse.Namespace) -> str | bytes:
    """The code's text, or the bytes of the file named."""
    if options.image and options.subject:
        raise Refusal.one(
            "arguments", "اذكر ملفًا واحدًا فقط.", "Name one thing to verify, not two.", field="--image"
        )
    if options.image:
        return _read(options.image, "--image")
    if not options.subject:
        raise Refusal.one(
            "arguments",
            "اذكر ملف الكتاب أو نص رمزه.",
            "Name the letter's file or give its code's text.",
            field="subject",
        )
    name = str(options.subject)
    # A code's text is longer than a file's name may be, which pathlib takes for a fault.
    if name.lower().endswith(_ENDINGS) or os.path.isfile(name):
        return _read(name, "subject")
    return name


def _read(name: str, field: str) -> bytes:
    path = Path(name)
    try:
        if path.stat().st_size > MOST_BYTES:
            raise Refusal.one(
                "too_large", f"الملف {name} كبير جدًا.", f"The file {name} is too large.", field=field
            )
        return path.read_bytes()
    except OSError as error:
        raise Refusal.one(
            "unreadable", f"تعذّرت قراءة الملف {name}.", f"Cannot read {name}: {error.strerror}.", field=field
        ) from error


def _print(found: Verification, *, as_json: bool) -> None:
    if as_json:
        print_json(found)
        return
    print(f"{found.standing.value}\n{found.text.ar}\n{found.text.en}")
