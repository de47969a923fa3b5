"""The letter on paper: A4, right to left; letterhead on every page, body, table, signature, code.

Nothing is placed by guessing: each block measures its lines, and what does not fit goes to a further page.
Lengths are points.
"""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache

from desktop.base.clock import numeric_date
from desktop.letters import ink
from desktop.letters.arabic import Line
from desktop.letters.content import LetterContent, as_dict
from desktop.letters.flow import Strip, paginate
from desktop.letters.fonts import Weight, face
from desktop.letters.ink import BLACK, GOLD, GREEN, GREY
from desktop.letters.letterhead import head
from desktop.letters.lists import fact_strips, signature_strips
from desktop.letters.pdf import Document, Form
from desktop.letters.setting import LANDSCAPE, MARGIN, PORTRAIT, Column, Setting, Style, block, strips
from desktop.letters.table import table_strips

LAYOUT_VERSION = 3
"""Raised whenever equal content would be drawn differently; verification compares pages by it."""

RECORD_NAME = "letter.json"
"""The attachment that holds the letter's content, from which verification draws it again."""

LOGO_NAME = "logo"
"""The attachment that holds the letterhead's own logo, where it has one."""

_META_LABEL = Style("bold", 11.5, 18.0, GREEN)
_META = Style("regular", 11.5, 18.0)
_META_INDENT, _META_WIDTH = 48.0, 136.0
_TITLE = Style("bold", 18.0, 28.0, GREEN)
_COPY = Style("bold", 11.5, 18.0, GREY)
_ADDRESSEE = Style("bold", 14.5, 24.0)
_SUBJECT = Style("bold", 14.0, 23.0)
_BODY = Style("regular", 13.25, 21.2)
_LIST_LABEL = Style("bold", 11.5, 18.5)
_LIST = Style("regular", 11.5, 18.5)
_SIGNATORY = Style("bold", 13.5, 22.0)
_SMALL = Style("regular", 10.0, 14.5, GREY)
_CAPTION = Style("regular", 8.0, 11.0, GREY)

_SIGNATORY_WIDTH = 220.0
_SIGNATURE_SPACE = 38.0
_CODE_SIDE = 90.0
_LEAST_MODULE = 1.3
"""Points for a module of the code: 0.46 mm survives a photocopier."""
_PAGE_NUMBER_LINE = 30.0


def composed(content: LetterContent) -> Document:
    """``content`` laid out on its pages.

    Raises ``Refusal`` naming the character and the field where the font lacks a glyph, and the field of a
    logo that cannot be read.
    """
    paper = LANDSCAPE if content.landscape else PORTRAIT
    setting = Setting(content.digits, paper)
    top = head(content.letterhead, paper)
    for of, extra in top.unusual:
        setting.unusual[of] |= extra
    foot = _foot_lines(setting, content)
    foot_rule = _PAGE_NUMBER_LINE + 10.0 + _SMALL.leading * len(foot)
    bottom = foot_rule + 12.0
    code = None if content.qr_payload is None else ink.qr_code(content.qr_payload)
    side = 0.0 if code is None else max(_CODE_SIDE, code.modules * _LEAST_MODULE)
    caption = () if code is None else _caption(setting, content, side)
    closing = _closing(setting, content, least=side + len(caption) * _CAPTION.leading + 4.0)
    flowing = _bound([*_opening(setting, content), *_body(setting, content)], closing)
    continued = _continued(setting, content)
    pages = paginate(
        flowing, lambda page: top.bottom - (14.0 if page == 0 else 14.0 + continued.height), bottom
    )
    drawn: list[str] = []
    for index, page in enumerate(pages):
        parts = ["/Head Do", BLACK.fill()]
        if index:
            parts.append(continued.draw(top.bottom - 8.0))
        parts += [placed.strip.draw(placed.top) for placed in page.placed]
        if code is not None and index == len(pages) - 1:
            parts.append(_code(setting, code, caption, side, bottom))
        parts.append(_foot(setting, foot, foot_rule, f"صفحة {index + 1} من {len(pages)}"))
        drawn.append("\n".join(part for part in parts if part))
    forms = [Form("Head", (0, 0, paper.width, paper.height), top.operators)]
    if code is not None:
        forms.append(Form("Code", (0, 0, code.modules, code.modules), code.operators))
    return Document(
        pages=drawn,
        fonts=setting.unusual,
        forms=forms,
        marks=mark_forms([top.operators, *drawn]),
        picture=top.logo,
        title=" - ".join(part for part in (content.title, content.serial) if part),
        author=f"{content.letterhead.municipality.ar} - {content.letterhead.department.ar}",
        subject=content.subject or content.title,
        issued_on=content.issued_on,
        attachments=_attachments(content),
        size=(paper.width, paper.height),
    )


def _attachments(content: LetterContent) -> dict[str, bytes]:
    record = {"layout": LAYOUT_VERSION, "letter": as_dict(content)}
    attached = {RECORD_NAME: json.dumps(record, ensure_ascii=False, sort_keys=True).encode()}
    logo = content.letterhead.logo_bytes()
    if logo is not None:
        attached[LOGO_NAME] = logo
    return attached


def mark_forms(operators: list[str]) -> list[Form]:
    """The forms of the marks that ``operators`` place."""
    used = set().union(*(ink.marks_used(text) for text in operators))
    return [_mark_form(weight, mark) for weight, mark in sorted(used)]


@cache
def _mark_form(weight: Weight, mark: str) -> Form:
    of = face(weight)
    box = of.box(mark)
    return Form(ink.mark_name(of, mark), (box.left, box.bottom, box.right, box.top), of.outline(mark))


def _opening(setting: Setting, content: LetterContent) -> list[Strip]:
    """Serial and date at the right, reference at the left, copy mark between; title; addressee; subject."""
    paper = setting.paper
    title = setting.lines("title", content.title, _TITLE, paper.measure)
    opening = [
        _band(setting, content),
        *strips(title, _TITLE, paper.column("centre"), before=4.0, keep_with_next=True),
    ]
    if content.addressee.strip():
        addressee = setting.lines("addressee", content.addressee, _ADDRESSEE, paper.measure)
        opening += strips(addressee, _ADDRESSEE, paper.column("right"), before=8.0, keep_with_next=True)
    if content.subject.strip():
        subject = setting.lines("subject", f"الموضوع: {content.subject}", _SUBJECT, paper.measure - 40.0)
        opening += _underlined(setting, subject)
    if content.facts:
        opening += fact_strips(setting, content.facts)
    return opening


def _band(setting: Setting, content: LetterContent) -> Strip:
    paper = setting.paper
    right = _Facts(
        setting,
        [("serial", "الرقم:", content.serial), ("issued_on", "التاريخ:", numeric_date(content.issued_on))],
    )
    left = _Facts(
        setting, [("reference", "المرجع:", content.reference), ("hijri", "الموافق:", content.hijri or "")]
    )
    copy: tuple[Line, ...] = ()
    if content.copy_number > 1:
        copy = setting.lines("copy_number", f"نسخة {content.copy_number}", _COPY, _META_WIDTH)

    def draw(top: float) -> str:
        parts = [right.draw(paper.right, top), left.draw(MARGIN + _META_INDENT + left.width, top)]
        if copy:
            parts.append(_copy_mark(setting, copy, top))
        return "\n".join(part for part in parts if part)

    return Strip(max(right.height, left.height), draw, keep=True)


class _Facts:
    """A column of labels with their values; a label without a value is not printed."""

    def __init__(self, setting: Setting, rows: list[tuple[str, str, str]]) -> None:
        self._labels: list[tuple[int, tuple[Line, ...]]] = []
        self._values: list[Line] = []
        for path, label, value in rows:
            if not value.strip():
                continue
            self._labels.append((len(self._values), setting.lines(path, label, _META_LABEL, _META_INDENT)))
            self._values.extend(setting.lines(path, value, _META, _META_WIDTH))
        self.height = len(self._values) * _META.leading
        self.width = max((line.width for line in self._values), default=0.0) * _META.size / 1000

    def draw(self, right: float, top: float) -> str:
        """The column with its right edge at ``right``."""
        labels = [
            block(label, _META_LABEL, Column(right, _META_INDENT), top - index * _META.leading)
            for index, label in self._labels
        ]
        values = block(tuple(self._values), _META, Column(right - _META_INDENT, _META_WIDTH), top)
        return "\n".join([*labels, values])


def _copy_mark(setting: Setting, copy: tuple[Line, ...], top: float) -> str:
    width = copy[0].width * _COPY.size / 1000 + 18.0
    left = setting.paper.centre - width / 2
    frame = f"q {GREY.stroke()} 0.8 w {left:.2f} {top - 22.0:.2f} {width:.2f} 22 re S Q"
    return "\n".join([frame, block(copy, _COPY, Column(left + width, width, "centre"), top - 1.5)])


def _underlined(setting: Setting, subject: tuple[Line, ...]) -> list[Strip]:
    text = strips(subject, _SUBJECT, setting.paper.column("centre"), before=5.0, keep_with_next=True)
    width = max(line.width for line in subject) * _SUBJECT.size / 1000 + 12.0

    def draw(top: float) -> str:
        left = setting.paper.centre - width / 2
        return "\n".join([GOLD.fill(), ink.rule(left, top - 2.5, width, 0.9), BLACK.fill()])

    # The body's first line stays with its subject.
    bound = [replace(strip, keep=True) for strip in text]
    return [*bound, Strip(4.0, draw, keep=True)]


def _body(setting: Setting, content: LetterContent) -> list[Strip]:
    table, paper = content.table, setting.paper
    place = len(content.paragraphs)
    if table is not None and table.after is not None:
        place = min(table.after, place)
    flowing: list[Strip] = []
    for index, paragraph in enumerate(content.paragraphs):
        if table is not None and index == place:
            flowing += table_strips(setting, table, before=9.0)
        lines = setting.lines(f"paragraphs.{index}", paragraph, _BODY, paper.measure)
        flowing += strips(lines, _BODY, paper.column("justify"), before=6.0)
    if table is not None and place == len(content.paragraphs):
        flowing += table_strips(setting, table, before=9.0)
    if content.enclosures:
        label = setting.lines("enclosures", "المرفقات:", _LIST_LABEL, paper.measure)
        flowing += strips(label, _LIST_LABEL, paper.column("right"), before=10.0, keep_with_next=True)
        column = Column(paper.right - 14.0, paper.measure - 14.0)
        for index, enclosure in enumerate(content.enclosures):
            lines = setting.lines(f"enclosures.{index}", f"{index + 1}- {enclosure}", _LIST, column.width)
            flowing += strips(lines, _LIST, column, before=0.0)
    return [*flowing, *signature_strips(setting, content.signatures)]


def _closing(setting: Setting, content: LetterContent, least: float) -> Strip:
    """The signatory at the left; the code stands at the right of the same height, a stamp fits between."""
    width = _SIGNATORY_WIDTH
    if not (content.signatory.title + content.signatory.name).strip():
        return Strip(least, lambda _top: "", before=12.0)
    title = setting.lines("signatory.title", content.signatory.title, _SIGNATORY, width)
    name = setting.lines("signatory.name", content.signatory.name, _SIGNATORY, width)
    column = Column(MARGIN + width, width, "centre")
    title_height = len(title) * _SIGNATORY.leading
    height = title_height + _SIGNATURE_SPACE + len(name) * _SIGNATORY.leading

    def draw(top: float) -> str:
        under = top - title_height - _SIGNATURE_SPACE
        return "\n".join([block(title, _SIGNATORY, column, top), block(name, _SIGNATORY, column, under)])

    return Strip(max(height, least), draw, before=12.0)


def _bound(flowing: list[Strip], closing: Strip) -> list[Strip]:
    """No signature stands alone on a page: the last lines of the letter go with it."""
    tail = flowing[-2:]
    return [*flowing[:-2], *(replace(strip, keep=True) for strip in tail), closing]


def _continued(setting: Setting, content: LetterContent) -> Strip:
    paper, day = setting.paper, numeric_date(content.issued_on)
    if content.addressee.strip():
        text = f"تابع الكتاب رقم {content.serial} تاريخ {day}"
    else:
        parts = (f"تابع {content.title}", content.subject, content.serial or content.reference, day)
        text = " - ".join(part for part in parts if part)
    lines = setting.lines("serial", text, _SMALL, paper.measure)

    def draw(top: float) -> str:
        return block(lines, _SMALL, paper.column("right"), top)

    return Strip(len(lines) * _SMALL.leading, draw)


def _caption(setting: Setting, content: LetterContent, side: float) -> tuple[Line, ...]:
    return (
        *setting.lines("serial", "للتحقق من صحة هذا الكتاب", _CAPTION, side + 12.0),
        *setting.lines("serial", content.serial, _CAPTION, side + 12.0),
    )


def _code(setting: Setting, code: ink.Code, caption: tuple[Line, ...], side: float, bottom: float) -> str:
    height = len(caption) * _CAPTION.leading
    scale = side / code.modules
    right = setting.paper.right
    x, y = right - side, bottom + height + 4.0
    return "\n".join(
        [
            f"q {scale:.4f} 0 0 {scale:.4f} {x:.2f} {y:.2f} cm/Code Do Q",
            block(caption, _CAPTION, Column(right + 6.0, side + 12.0, "centre"), bottom + height),
        ]
    )


def _foot_lines(setting: Setting, content: LetterContent) -> tuple[Line, ...]:
    texts = (("contact", content.contact), ("letterhead.address_line", content.letterhead.address_line))
    return tuple(
        line
        for path, text in texts
        if text.strip()
        for line in setting.lines(path, text, _SMALL, setting.paper.measure)
    )


def _foot(setting: Setting, lines: tuple[Line, ...], height: float, number: str) -> str:
    paper, middle = setting.paper, setting.paper.column("centre")
    page = setting.lines("contact", number, _SMALL, paper.measure)
    return "\n".join(
        [
            GREEN.fill(),
            ink.rule(MARGIN, height, paper.measure, 0.8),
            BLACK.fill(),
            block(lines, _SMALL, middle, height - 4.0),
            block(page, _SMALL, middle, height - 4.0 - len(lines) * _SMALL.leading),
        ]
    )
