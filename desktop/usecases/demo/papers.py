"""Documents for the demo's applications: drawn when they are needed, small, and real files of their kind."""

from __future__ import annotations

import io
import math
import random
from functools import lru_cache
from importlib import resources
from typing import Literal

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from desktop.letters.arabic import line
from desktop.letters.fonts import Weight, face

Kind = Literal["pdf", "jpeg", "png"]
_EXTENSION = {"pdf": "pdf", "jpeg": "jpg", "png": "png"}
_PAPER, _INK, _FADED, _STAMP, _PEN = (
    (250, 248, 243),
    (38, 36, 34),
    (120, 116, 110),
    (36, 66, 150),
    (22, 32, 96),
)
_PORTRAIT, _LANDSCAPE = (744, 1052), (1000, 707)
_RESOLUTION = 90.0
_FILES: dict[Weight, str] = {"regular": "Amiri-Regular.ttf", "bold": "Amiri-Bold.ttf"}


def certificate(
    name: str, degree: str, subject: str, school: str, year: int, *, kind: Kind = "pdf", unclear: bool = False
) -> bytes:
    """A certificate of ``school`` for ``name``; an ``unclear`` one is out of focus."""
    page = _Page(_LANDSCAPE, f"{name}{subject}{year}")
    wide, high = _LANDSCAPE
    for inset, width in ((22, 4), (32, 1)):
        page.draw.rectangle((inset, inset, wide - inset, high - inset), outline=(128, 98, 36), width=width)
    page.centred(school, 78, 38, "bold", (96, 72, 20))
    page.centred(degree, 160, 46, "bold")
    page.centred("تشهد عمادة القبول والتسجيل بأن", 252, 27)
    page.centred(name, 306, 38, "bold")
    page.centred(f"قد أتمّ متطلبات التخرج في تخصص {subject}", 376, 27)
    page.centred(
        f"في العام الجامعي {year - 1}/{year} بتقدير {page.choice('جيد جداً', 'جيد', 'ممتاز')}", 428, 27
    )
    page.signature(150, 560)
    page.centred("عميد القبول والتسجيل", 612, 21, at=210)
    page.stamp(wide - 190, 568, school)
    return page.saved(kind, unclear=unclear)


def official_letter(
    body: str,
    name: str,
    subject: str,
    number: str,
    day: str,
    *,
    kind: Kind = "jpeg",
    stamped: bool = True,
    signed: bool = True,
    unclear: bool = False,
) -> bytes:
    """A scanned letter in which ``body`` nominates ``name``; with its stamp and signature, or without."""
    page = _Page(_PORTRAIT, f"{body}{name}{number}")
    wide, _ = _PORTRAIT
    page.centred(body, 56, 34, "bold")
    page.draw.line((60, 122, wide - 60, 122), fill=_FADED, width=2)
    page.right(f"الرقم: {number}", 150, 20)
    page.right(f"التاريخ: {day}", 182, 20)
    page.right("السادة أمانة عمّان الكبرى المحترمين", 262, 27, "bold")
    page.right("دائرة الموارد البشرية", 306, 25)
    page.centred("الموضوع: تنسيب للتدريب وتسهيل المهمة", 384, 26, "bold")
    page.right("تحية طيبة وبعد،", 450, 24)
    page.right(f"نرجو التكرم بالموافقة على استقبال السيد/ة {name}", 500, 24)
    page.right(f"في مجال {subject}،", 546, 24)
    page.right("وتقديم ما يلزم لإنجاح المهمة خلال الفترة المبينة في الطلب.", 592, 24)
    page.right("شاكرين لكم حسن تعاونكم، وتفضلوا بقبول فائق الاحترام.", 660, 24)
    page.centred(page.choice("العميد", "المدير العام", "رئيس القسم", "الأمين العام"), 762, 24, "bold", at=200)
    if signed:
        page.signature(130, 830)
    if stamped:
        page.stamp(330, 850, body)
    return page.saved(kind, turned=True, unclear=unclear)


def marks_sheet(name: str, year: int, *, kind: Kind = "png") -> bytes:
    """A secondary-school certificate with its marks."""
    page = _Page(_PORTRAIT, f"{name}{year}")
    wide, _ = _PORTRAIT
    page.centred("وزارة التربية والتعليم", 60, 32, "bold")
    page.centred("كشف علامات شهادة الدراسة الثانوية العامة", 120, 29, "bold")
    page.centred(f"{name} - دورة {year}", 184, 25)
    top = 250
    for row, subject in enumerate(("اللغة العربية", "اللغة الإنجليزية", "الرياضيات", "الفيزياء", "الحاسوب")):
        at = top + row * 62
        page.draw.rectangle((90, at, wide - 90, at + 62), outline=_INK, width=1)
        page.draw.line((260, at, 260, at + 62), fill=_INK, width=1)
        page.right(subject, at + 12, 24, edge=wide - 110)
        page.centred(str(page.number(68, 98)), at + 12, 24, at=175)
    page.signature(140, 700)
    page.stamp(wide - 220, 720, "وزارة التربية والتعليم")
    return page.saved(kind)


def file_name(stem: str, kind: Kind) -> str:
    """``stem`` with the extension of its kind."""
    return f"{stem}.{_EXTENSION[kind]}"


class _Page:
    """One page on which Arabic is written; what looks accidental follows from ``seed``."""

    def __init__(self, size: tuple[int, int], seed: str) -> None:
        self._image = Image.new("RGB", size, _PAPER)
        self._random = random.Random(seed)  # noqa: S311 - handwriting, not a secret
        self.draw = ImageDraw.Draw(self._image)

    def choice(self, *of: str) -> str:
        return self._random.choice(of)

    def number(self, least: int, most: int) -> int:
        return self._random.randint(least, most)

    def centred(
        self,
        text: str,
        top: int,
        size: int,
        weight: Weight = "regular",
        ink: tuple[int, int, int] = _INK,
        at: int | None = None,
    ) -> None:
        """``text`` centred on the page, or on ``at``; smaller where it would not fit."""
        middle = self._image.width // 2 if at is None else at
        visual, font = _fitted(text, size, weight, self._image.width - 110)
        self.draw.text((middle - font.getlength(visual) / 2, top), visual, ink, font)

    def right(
        self, text: str, top: int, size: int, weight: Weight = "regular", edge: int | None = None
    ) -> None:
        """``text`` from the right margin, or from ``edge``; smaller where it would not fit."""
        start = self._image.width - 64 if edge is None else edge
        visual, font = _fitted(text, size, weight, start - 60)
        self.draw.text((start - font.getlength(visual), top), visual, _INK, font)

    def signature(self, left: int, middle: int) -> None:
        """A quick pen stroke."""
        turns = self._random.uniform(2.5, 4.5)
        points = [
            (
                left + step * 1.6,
                middle + 24 * math.sin(step / 90 * turns * math.tau) * (1 - step / 130) + step / 9,
            )
            for step in range(90)
        ]
        self.draw.line(points, fill=_PEN, width=3, joint="curve")

    def stamp(self, x: int, y: int, text: str) -> None:
        """A round stamp with ``text`` across it."""
        for radius, width in ((74, 4), (64, 1)):
            self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_STAMP, width=width)
        visual, font = _fitted(text, 19, "bold", 118)
        self.draw.text((x - font.getlength(visual) / 2, y - 22), visual, _STAMP, font)
        visual, font = _fitted("ختم رسمي", 15, "regular", 110)
        self.draw.text((x - font.getlength(visual) / 2, y + 8), visual, _STAMP, font)

    def saved(self, kind: Kind, *, turned: bool = False, unclear: bool = False) -> bytes:
        """The page as a file; ``turned`` a little, as it lay on the scanner."""
        image = self._image
        if turned and self._random.random() < 0.2:
            angle = self._random.uniform(-1.1, 1.1)
            image = image.rotate(angle, Image.Resampling.BILINEAR, fillcolor=(236, 234, 230))
        if unclear:
            image = image.filter(ImageFilter.GaussianBlur(4.5))
        out = io.BytesIO()
        if kind == "pdf":
            image.save(out, "PDF", resolution=_RESOLUTION, quality=58)
        elif kind == "jpeg":
            image.save(out, "JPEG", quality=58, dpi=(_RESOLUTION, _RESOLUTION))
        else:
            image.quantize(24, Image.Quantize.FASTOCTREE).save(out, "PNG")
        return out.getvalue()


@lru_cache(64)
def _font(weight: Weight, size: int) -> ImageFont.FreeTypeFont:
    file = resources.files("resources") / "fonts" / "amiri" / _FILES[weight]
    # Shaped already: the basic layout draws the glyphs as they come.
    return ImageFont.truetype(io.BytesIO(file.read_bytes()), size, layout_engine=ImageFont.Layout.BASIC)


def _fitted(text: str, size: int, weight: Weight, width: int) -> tuple[str, ImageFont.FreeTypeFont]:
    visual = line(text, face(weight)).visual
    font = _font(weight, size)
    while font.getlength(visual) > width and size > 9:
        size -= 1
        font = _font(weight, size)
    return visual, font
