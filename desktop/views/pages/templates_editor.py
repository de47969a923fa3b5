"""The editor of one wording: its fields, the values at hand, and what is wrong beside each field."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from desktop.base.errors import Refusal
from desktop.letters.template import LetterTemplate
from desktop.usecases.letter_values import Placeholder
from desktop.views.i18n import said, tr_
from desktop.views.pages.templates_parts import (
    PassageList,
    WordsEdit,
    facts_from,
    facts_text,
    table_from,
    table_text,
)
from desktop.views.widgets.basics import button, clear, column, holder, label
from desktop.views.widgets.flow_layout import FlowLayout

_PALETTE_HEIGHT = 124
_OF_PASSAGE = re.compile(r"(paragraphs|enclosures)\.(\d+)")


class TemplateEditor(QWidget):
    """Shows a wording and gives it back as it was changed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self.title = WordsEdit(tr_("Diwan", "Title"), least=1)
        self.subject = WordsEdit(tr_("Diwan", "Subject"), least=1)
        self.addressee = WordsEdit(tr_("Diwan", "Addressee"), least=1)
        self.paragraphs = PassageList(tr_("Diwan", "Paragraphs"), tr_("Diwan", "Add a paragraph"))
        self.enclosures = PassageList(tr_("Diwan", "Enclosures"), tr_("Diwan", "Add an enclosure"))
        self.facts = WordsEdit(tr_("Diwan", "Facts"), least=3)
        self.table = WordsEdit(tr_("Diwan", "Table"), least=3)
        self.signatures = WordsEdit(tr_("Diwan", "Who signs"), least=2)
        self.values = FlowLayout(gap=6)
        self.problem = label("", "error", wrap=True)
        self._target = self.title
        self._lay_out()
        for edit in (self.title, self.subject, self.addressee, self.facts, self.table, self.signatures):
            edit.textChanged.connect(self._typed)
            edit.entered.connect(self._aim)
        for passages in (self.paragraphs, self.enclosures):
            passages.edited.connect(self._typed)
            passages.entered.connect(self._aim)

    def offer(self, placeholders: Iterable[Placeholder]) -> None:
        """Puts the values that the letter has at hand."""
        clear(self.values)
        for one in placeholders:
            made = button(said(one.label), partial(self.insert, one.name))
            made.setToolTip(f"{{{one.name}}}")
            self.values.addWidget(made)

    def fill(self, template: LetterTemplate) -> None:
        """Shows ``template`` in place of what stood there; that is no edit."""
        self._filling = True
        self.title.setPlainText(template.title)
        self.subject.setPlainText(template.subject)
        self.addressee.setPlainText(template.addressee)
        self.table.setPlainText(table_text(template.table))
        self.facts.setPlainText(facts_text(template.facts))
        self.signatures.setPlainText("\n".join(template.signatures))
        self._of_letters.setVisible(not template.listed)
        self._of_lists.setVisible(template.listed)
        self.paragraphs.show_passages(template.paragraphs)
        self.enclosures.show_passages(template.enclosures)
        self._filling = False
        self._target = self.title
        self.show_refusal(None)

    def template(self, newest: LetterTemplate) -> LetterTemplate:
        """What stands in the fields, based on ``newest``.

        Raises ``Refusal`` for a table whose rows differ in their columns, and for a fact without its label.
        """
        try:
            table = table_from(self.table.toPlainText(), newest.table)
        except ValueError as wrong:
            raise Refusal.one(
                "table",
                "لكل صف في الجدول عدد خانات عنوانه.",
                "Every row of the table has as many cells as its heading.",
                field="table",
            ) from wrong
        try:
            facts = facts_from(self.facts.toPlainText())
        except ValueError as wrong:
            raise Refusal.one(
                "facts",
                "لكل بيان سطر فيه اسمه ثم | ثم قيمته.",
                "Every fact is a line with its label, | and its value.",
                field="facts",
            ) from wrong
        return replace(
            newest,
            title=self.title.words(),
            subject=self.subject.words(),
            addressee=self.addressee.words(),
            paragraphs=self.paragraphs.passages(),
            enclosures=self.enclosures.passages(),
            table=table,
            facts=facts,
            signatures=tuple(
                line.strip() for line in self.signatures.toPlainText().splitlines() if line.strip()
            ),
        )

    def insert(self, name: str) -> None:
        """Puts the placeholder ``name`` where one writes."""
        self._target.insertPlainText(f"{{{name}}}")
        self._target.setFocus()

    def show_refusal(self, refusal: Refusal | None) -> None:
        """Shows what is wrong beside its field, and what has none under all of them."""
        rest: list[str] = []
        by_list: dict[str, dict[int, str]] = {"paragraphs": {}, "enclosures": {}}
        for problem in refusal.problems if refusal else ():
            found = _OF_PASSAGE.match(problem.field)
            if found:
                by_list[found.group(1)][int(found.group(2))] = said(problem.text)
            else:
                rest.append(said(problem.text))
        self.paragraphs.say(by_list["paragraphs"])
        self.enclosures.say(by_list["enclosures"])
        self.problem.setText("\n".join(rest))
        self.problem.setVisible(bool(rest))

    def _lay_out(self) -> None:
        chips = holder(self.values)
        chips.setAutoFillBackground(False)
        palette = _scrolling(chips)
        palette.setFixedHeight(_PALETTE_HEIGHT)
        self._of_letters = holder(column(*map(_named, (self.subject, self.addressee)), gap=12))
        rows = label(tr_("Diwan", "Table: a row on each line, | between the cells, ⏎ within one"), "label")
        table = column(rows, self.table, gap=4)
        naming = label(tr_("Diwan", "Facts: one on each line, | between label and value"), "label")
        signing = label(tr_("Diwan", "Who signs: one box for each line"), "label")
        facts = column(naming, self.facts, gap=4)
        self._of_lists = holder(column(facts, column(signing, self.signatures, gap=4), gap=12))
        parts = (_named(self.title), self._of_letters, self._of_lists, self.paragraphs, self.enclosures)
        fields = holder(column(*parts, table, None, gap=12))
        fields.setAutoFillBackground(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(column(label(tr_("Diwan", "Insert a value"), "caption"), palette, gap=4))
        layout.addWidget(_scrolling(fields), 1)
        layout.addWidget(self.problem)

    def _aim(self, field: WordsEdit) -> None:
        self._target = field

    def _typed(self) -> None:
        if not self._filling:
            self.edited.emit()


def _named(edit: WordsEdit) -> QVBoxLayout:
    return column(label(edit.accessibleName(), "label"), edit, gap=4)


def _scrolling(inner: QWidget) -> QScrollArea:
    made = QScrollArea()
    made.setWidgetResizable(True)
    made.setWidget(inner)
    made.viewport().setAutoFillBackground(False)
    return made
