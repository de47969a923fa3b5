"""Builds the guides for ``installers/build-guides``: HTML by Sphinx, PDF by WeasyPrint from the same pages.

    python docs/guides/build.py TARGET [--pictures FOLDER]

The IT officer's guides are ``officer.en.md`` and ``officer.ar.md``. The clerk's manual is made of the texts
that the desk itself shows (``resources/help/ar``, ordered by ``contents.txt``) and of the tour's pictures
with the tour's own words under them, so that neither can say something else than the program.
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
HELP = ROOT / "resources" / "help" / "ar"
FONTS = ROOT / "resources" / "fonts"
FACES = (
    "amiri/Amiri-Regular.ttf",
    "amiri/Amiri-Bold.ttf",
    "ibm-plex-sans-arabic/IBMPlexSansArabic-Regular.ttf",
    "ibm-plex-sans-arabic/IBMPlexSansArabic-SemiBold.ttf",
)
_WORD = re.compile(r"[^\s<>]{2,60}(?!\S)")
CLERK_TITLE = "ديوان: دليل الموظف"
CONTENTS = {"ar": "المحتويات", "en": "Contents"}

PICTURES: Mapping[str, tuple[str, ...]] = {
    "start": ("sign-in", "palette"),
    "queue": ("queue", "empty"),
    "case": ("case", "attachments", "reject", "sms", "correction", "gis", "record", "outside"),
    "counter": ("counter", "claims"),
    "money": ("payment", "payments", "settle", "money"),
    "printing": ("letter", "hand-over"),
    "offerings": ("offerings", "offering-new", "offering-short", "offering-moved", "offering-held"),
    "results": ("exam-sessions", "results", "result-list", "results-check", "level-results"),
    "inspections": ("inspections", "round-moved", "not-conforming"),
    "verify": ("verify", "verify-withdrawn"),
    "approvals": ("no-show", "refund-proposed", "approvals", "refund-approved"),
    "staff": ("staff", "delegations"),
    "reference": ("fees", "holidays", "departments", "wordings"),
    "audit": ("audit",),
    "settings": ("settings",),
    "keyboard": ("shortcuts",),
    "trouble": ("outage",),
}
"""Which of the tour's pictures stand in which chapter, in the order in which they are read."""


def clerk_manual(pictures: Path, captions: Mapping[str, str]) -> str:
    """The clerk's manual as Markdown: one chapter for each text of the desk's own help."""
    chapters = [f"# {CLERK_TITLE}\n"]
    for key in (HELP.parent / "contents.txt").read_text("utf-8").split():
        chapters.append(_deeper((HELP / f"{key}.md").read_text("utf-8")))
        for name in PICTURES.get(key, ()):
            found = next(iter(sorted(pictures.glob(f"*-{name}.png"))), None)
            if found is None:
                raise SystemExit(f"the tour made no picture named {name}")
            caption = captions[name]
            chapters.append(f":::{{figure}} pictures/{found.name}\n:alt: {caption}\n\n{caption}\n:::\n")
    return "\n".join(chapters)


def _deeper(text: str) -> str:
    """The headings one level down: the book's own title stands above them."""
    return re.sub(r"^(#+ )", r"#\1", text, flags=re.MULTILINE)


def _with_contents(source: str, heading: str) -> str:
    """``source`` with its table of contents under the title."""
    title, _, rest = source.partition("\n")
    return f"{title}\n\n:::{{contents}} {heading}\n:local:\n:depth: 1\n:::\n{rest}"


def _copy_pictures(source: str, pictures: Path, target: Path) -> None:
    """The pictures that ``source`` shows, in 256 colours: a screen has few, and the books stay small."""
    from PIL import Image

    target.mkdir()
    for name in re.findall(r"\bpictures/(\S+\.png)", source):
        with Image.open(pictures / name) as picture:
            picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(target / name, optimize=True)


def _pack_pictures(pdf: Path) -> None:
    """Writes the pictures of ``pdf`` with a palette again: WeasyPrint unfolds them to three bytes a point."""
    from PIL import Image
    from pypdf import PdfWriter
    from pypdf.generic import (
        ArrayObject,
        ByteStringObject,
        DecodedStreamObject,
        NameObject,
        NumberObject,
        StreamObject,
    )

    book = PdfWriter(clone_from=pdf)
    for place, held in enumerate(book._objects):
        if not isinstance(held, StreamObject) or held.get("/ColorSpace") != "/DeviceRGB" or "/SMask" in held:
            continue
        size = (int(held["/Width"]), int(held["/Height"]))
        few = Image.frombytes("RGB", size, held.get_data()).quantize(256, dither=Image.Dither.NONE)
        palette = bytes(few.getpalette() or ())
        space = (NameObject("/Indexed"), NameObject("/DeviceRGB"), NumberObject(len(palette) // 3 - 1))
        plain = DecodedStreamObject()
        plain.update({key: held[key] for key in held if key not in ("/Filter", "/DecodeParms", "/Length")})
        plain[NameObject("/ColorSpace")] = ArrayObject([*space, ByteStringObject(palette)])
        plain.set_data(few.tobytes())
        packed = plain.flate_encode(level=9)
        packed.indirect_reference = held.indirect_reference
        book._objects[place] = packed
    book.write(pdf)


def lines_kept(page: str) -> str:
    """``page`` with each typed line as a line of its own, so that one that is folded is seen to be folded.

    A word of it (an option, a path) is never folded, unless it is as wide as the paper.
    """

    def block(found: re.Match[str]) -> str:
        # Colours of a shell's syntax are lost on commands that begin with a prompt.
        text = re.sub(r"</?span[^>]*>", "", found.group(1)).rstrip("\n")
        lines = (_WORD.sub(r'<span class="word">\g<0></span>', line) for line in text.split("\n"))
        return "<pre>" + "".join(f'<span class="line">{line}</span>' for line in lines) + "</pre>"

    return re.sub(r"<pre>(.*?)</pre>", block, page, flags=re.DOTALL)


def build(name: str, language: str, source: str, pictures: Path, target: Path) -> None:
    """One book: ``target/NAME/index.html`` and ``target/pdf/diwan-NAME.pdf``."""
    from weasyprint import HTML

    with tempfile.TemporaryDirectory(prefix="diwan-guide-") as kept:
        folder = Path(kept)
        (folder / "index.md").write_text(_with_contents(source, CONTENTS[language]), "utf-8")
        if "pictures/" in source:
            _copy_pictures(source, pictures, folder / "pictures")
        title = source.partition("\n")[0].removeprefix("# ").strip()
        fonts = folder / "static" / "fonts"
        fonts.mkdir(parents=True)
        for face in FACES:
            shutil.copy(FONTS / face, fonts)
        settings = {
            "project": title,
            "extensions": ["myst_parser"],
            "myst_enable_extensions": ["colon_fence"],
            "language": language,
            "html_theme": "theme",
            "html_theme_path": [str(HERE)],
            "html_static_path": [str(folder / "static")],
            "html_copy_source": False,
            "highlight_language": "none",
            "html_context": {"direction": "rtl" if language == "ar" else "ltr"},
            # Shell transcripts and settings are shown as they are.
            "suppress_warnings": ["misc.highlighting_failure"],
            "exclude_patterns": ["pictures", "static", "trees"],
        }
        lines = [f"{name} = {value!r}" for name, value in settings.items()]
        (folder / "conf.py").write_text("\n".join(lines), "utf-8")
        out = target / name
        # A broken link or heading is a fault of the book. A process for each: Sphinx is made for one.
        command = ["-m", "sphinx", "-q", "-W", "-E", "-b", "singlehtml", "-d", str(folder / "trees")]
        subprocess.run([sys.executable, *command, str(folder), str(out)], check=True)
    for waste in (out / "objects.inv", out / ".buildinfo", out / "_sources"):
        shutil.rmtree(waste) if waste.is_dir() else waste.unlink(missing_ok=True)
    pdf = target / "pdf" / f"diwan-{name}.pdf"
    pdf.parent.mkdir(parents=True, exist_ok=True)
    page = out / "index.html"
    page.write_text(lines_kept(page.read_text("utf-8")), "utf-8")
    HTML(filename=str(page)).write_pdf(str(pdf))
    _pack_pictures(pdf)
    print(f"{pdf}: {pdf.stat().st_size // 1000} kB")


def main(target: Path, pictures: Path) -> None:
    """Builds the three books from the pictures of a tour."""
    sys.path.insert(0, str(ROOT))
    from desktop.app.tour.scenes import CAPTIONS

    captions = {name: caption.ar for name, caption in CAPTIONS.items()}
    build("officer-en", "en", (HERE / "officer.en.md").read_text("utf-8"), pictures, target)
    build("officer-ar", "ar", (HERE / "officer.ar.md").read_text("utf-8"), pictures, target)
    build("clerk-ar", "ar", clerk_manual(pictures, captions), pictures, target)


if __name__ == "__main__":
    given = argparse.ArgumentParser(description="Builds the guides.")
    given.add_argument("target", type=Path)
    given.add_argument("--pictures", type=Path, required=True, help="the folder of a tour in Arabic")
    options = given.parse_args()
    main(options.target.resolve(), options.pictures.resolve())
