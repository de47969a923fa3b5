"""A report on the municipality's paper: letterhead, title, sections of text and tables, numbered pages.

It carries no serial number, no signature and no code: it proves nothing, and is laid out as letters are.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from desktop.base.clock import numeric_date
from desktop.letters.content import Digits, Letterhead, LetterTable
from desktop.letters.flow import Strip, paginate
from desktop.letters.ink import BLACK, GREEN, GREY, rule
from desktop.letters.layout import mark_forms
from desktop.letters.letterhead import head
from desktop.letters.pdf import Document, Form, written
from desktop.letters.setting import MARGIN, PORTRAIT, Column, Setting, Style, block, strips
from desktop.letters.table import table_strips

_TITLE = Style("bold", 19.0, 30.0, GREEN)
_SUBTITLE = Style("regular", 12.5, 20.0, GREY)
_HEADING = Style("bold", 14.0, 23.0, GREEN)
_BODY = Style("regular", 12.5, 20.0)
_SMALL = Style("regular", 9.5, 14.0, GREY)
_PAPER = PORTRAIT
_MIDDLE = _PAPER.column("centre")
_FULL = _PAPER.column("right")
_HALF = _PAPER.measure / 2
_FOOT = 40.0


@dataclass(frozen=True, slots=True)
class ReportSection:
    """A heading with sentences and at most one table under it."""

    heading: str
    sentences: tuple[str, ...] = ()
    table: LetterTable | None = None


@dataclass(frozen=True, slots=True)
class ReportContent:
    """One report, complete; all texts are logical (as typed), never shaped."""

    title: str
    subtitle: str
    letterhead: Letterhead
    made_on: date
    sections: tuple[ReportSection, ...]
    digits: Digits = "ascii"


def render_report(content: ReportContent) -> bytes:
    """``content`` as a PDF file; equal contents give equal bytes.

    Raises ``Refusal`` naming the field and the character where the font lacks a glyph.
    """
    setting = Setting(content.digits, _PAPER)
    top = head(content.letterhead, _PAPER)
    for of, extra in top.unusual:
        setting.unusual[of] |= extra
    pages = paginate(_flowing(setting, content), lambda _page: top.bottom - 14.0, _FOOT + 12.0)
    drawn = []
    for index, page in enumerate(pages):
        parts = ["/Head Do", BLACK.fill()]
        parts += [placed.strip.draw(placed.top) for placed in page.placed]
        parts.append(_foot(setting, content, f"صفحة {index + 1} من {len(pages)}"))
        drawn.append("\n".join(part for part in parts if part))
    return written(
        Document(
            pages=drawn,
            fonts=setting.unusual,
            forms=[Form("Head", (0, 0, _PAPER.width, _PAPER.height), top.operators)],
            marks=mark_forms([top.operators, *drawn]),
            picture=top.logo,
            title=f"{content.title} - {content.subtitle}",
            author=f"{content.letterhead.municipality.ar} - {content.letterhead.department.ar}",
            subject=content.title,
            issued_on=content.made_on,
            attachments={},
            size=(_PAPER.width, _PAPER.height),
        )
    )


def _flowing(setting: Setting, content: ReportContent) -> list[Strip]:
    title = setting.lines("title", content.title, _TITLE, _PAPER.measure)
    subtitle = setting.lines("subtitle", content.subtitle, _SUBTITLE, _PAPER.measure)
    flowing = [
        *strips(title, _TITLE, _MIDDLE, before=4.0, keep_with_next=True),
        *strips(subtitle, _SUBTITLE, _MIDDLE, before=0.0, keep_with_next=True),
    ]
    for place, section in enumerate(content.sections):
        path = f"sections.{place}"
        heading = setting.lines(f"{path}.heading", section.heading, _HEADING, _PAPER.measure)
        flowing += strips(heading, _HEADING, _FULL, before=14.0, keep_with_next=True)
        for number, sentence in enumerate(section.sentences):
            lines = setting.lines(f"{path}.sentences.{number}", sentence, _BODY, _PAPER.measure)
            flowing += strips(lines, _BODY, _FULL, before=2.0, keep_with_next=section.table is not None)
        if section.table is not None:
            flowing += table_strips(setting, section.table, before=4.0)
    return flowing


def _foot(setting: Setting, content: ReportContent, number: str) -> str:
    made = f"أُعدّ بتاريخ {numeric_date(content.made_on)}"
    left = setting.lines("made_on", made, _SMALL, _HALF)
    right = setting.lines("made_on", number, _SMALL, _HALF)
    return "\n".join(
        [
            GREEN.fill(),
            rule(MARGIN, _FOOT, _PAPER.measure, 0.8),
            BLACK.fill(),
            block(right, _SMALL, Column(_PAPER.right, _HALF, "right"), _FOOT - 4.0),
            block(left, _SMALL, Column(_PAPER.centre, _HALF, "left"), _FOOT - 4.0),
        ]
    )
