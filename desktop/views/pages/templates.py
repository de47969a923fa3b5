"""The wordings of letters: a list, an editor with values at hand, the page drawn as one types (COM-11)."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSplitter

from desktop.base.errors import Refusal
from desktop.letters.template import LetterTemplate, check
from desktop.models.records.case import ChangeSet
from desktop.usecases.templates import (
    TemplateRecord,
    TemplateVersion,
    list_templates,
    preview_template,
    save_template,
)
from desktop.views import shown
from desktop.views.actions import ActionSpec
from desktop.views.desk import Desk, Session
from desktop.views.i18n import said, tr_
from desktop.views.page import Page, Section, page
from desktop.views.pages.reference.section import ask_to_give_up
from desktop.views.pages.templates_editor import TemplateEditor
from desktop.views.pages.templates_parts import Sheet
from desktop.views.palette import Tone
from desktop.views.printing import pictures
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.basics import button, label, row
from desktop.views.widgets.cards import Card
from desktop.views.widgets.states import LoadingOverlay

_PAUSE = 350
"""Milliseconds after the last key before the page is drawn anew."""
_SHOWN_DPI = 130


@page
class TemplatesPage(Page):
    """``templates/training_refusal`` and its like lead straight to a kind of letter."""

    page_id = "templates"
    icon = "file-text"
    section = Section.ADMINISTRATION
    order = 12
    watches = frozenset({"template"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.records: dict[str, TemplateRecord] = {}
        self.editing = ""
        self.base: TemplateVersion | None = None
        self.dirty = False
        columns = (
            Column("letter", tr_("Diwan", "Letter"), stretch=True, strong=True),
            Column("version", tr_("Diwan", "Version"), CellKind.NUMBER, width=84),
        )
        self.table = ListTable("letter-templates", columns, desk.runner, desk.preferences)
        self.naming = label("", "heading", wrap=True)
        self.versions = QComboBox()
        self.versions.setAccessibleName(tr_("Diwan", "Versions"))
        self.versions.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        self.editor = TemplateEditor()
        self.save = button(tr_("Diwan", "Save as a new version"), self.store, kind="primary", name="save")
        self.undo = button(tr_("Diwan", "Undo the changes"), self._put_back, icon_name="undo-2")
        self.sheet = Sheet()
        self._drawing = LoadingOverlay(self.sheet)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self.draw)
        self._lay_out()
        self._wire()

    @classmethod
    def title(cls) -> str:
        return tr_("Diwan", "Letter templates")

    @classmethod
    def may_show(cls, session: Session) -> bool:
        return "admin" in session.abilities

    def commands(self) -> tuple[ActionSpec, ...]:
        return (ActionSpec("templates.save", tr_("Diwan", "Save"), "check", self.store, "Ctrl+S"),)

    def shown(self, argument: str) -> None:
        self._read(argument)

    def refresh(self, changed: frozenset[str]) -> None:
        del changed
        self._read(self.editing)

    def can_leave(self, proceed: Callable[[], None]) -> bool:
        """Asks before what was typed is given up."""

        def give_up() -> None:
            self.dirty = False
            proceed()

        if self.dirty:
            ask_to_give_up(self, give_up)
        return not self.dirty

    def template(self) -> LetterTemplate:
        """What stands in the fields, based on the newest version; see ``TemplateEditor.template``."""
        return self.editor.template(self.records[self.editing].newest.template)

    def draw(self) -> None:
        """Draws the letter as it stands with sample values, on a worker thread."""
        if not self.editing:
            return
        try:
            template = self.template()
        except Refusal as refusal:
            self._show_refusal(refusal)
            return
        services = self.desk.services
        if self.sheet.empty:
            self._drawing.start()
        self.desk.runner.submit(
            lambda: pictures(preview_template(services, template), _SHOWN_DPI)[0],
            self._drawn,
            self._not_drawn,
            key="template-preview",
            owner=self,
        )

    def store(self) -> None:
        """Keeps what stands here as the next version."""
        if not self.editing or not self.save.isEnabled():
            return
        services = self.desk.services
        try:
            template = self.template()
        except Refusal as refusal:
            self._show_refusal(refusal)
            return
        self.save.setEnabled(False)
        self.desk.runner.submit(
            lambda: save_template(services, template), self._stored, self._refused, owner=self
        )

    def _lay_out(self) -> None:
        card = Card()
        card.flush()
        card.body.addWidget(self.table)
        panel = Card()
        panel.body.addLayout(row(self.naming, None, self.versions))
        panel.body.addWidget(self.editor, 1)
        panel.body.addLayout(row(self.save, self.undo, None))
        paper = Card()
        paper.body.addWidget(label(tr_("Diwan", "As it will be printed, with sample values"), "strong"))
        paper.body.addWidget(self.sheet, 1)
        split = QSplitter()
        set_up_splitter(split)
        for part, stretch in ((card, 0), (panel, 3), (paper, 2)):
            split.addWidget(part)
            split.setStretchFactor(split.count() - 1, stretch)
        split.setSizes([300, 560, 440])
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(split)

    def _wire(self) -> None:
        self.table.loaded.connect(self._choose_first)
        self.table.current_changed.connect(self._chosen)
        self.versions.activated.connect(self._go_back_to)
        self.editor.edited.connect(self._typed)

    def _read(self, wanted: str) -> None:
        services = self.desk.services

        def done(found: tuple[TemplateRecord, ...]) -> None:
            self._show_records(found, wanted)

        self.desk.runner.submit(lambda: list_templates(services), done, key="templates", owner=self)

    def _show_records(self, found: tuple[TemplateRecord, ...], wanted: str) -> None:
        self.records = {one.kind: one for one in found}
        rows = tuple(
            Row(
                one.kind,
                (
                    Cell(said(one.label), said(one.service)),
                    Cell(
                        shown.number(one.newest.template.version),
                        tone=Tone.INFO if one.newest.author else None,
                    ),
                ),
            )
            for one in found
        )
        self.table.show_rows(rows)
        if wanted in self.records and not self.dirty:
            self.table.select(wanted)
            self._edit(wanted)

    def _choose_first(self) -> None:
        if not self.dirty and not self.editing and self.table.model.rowCount():
            first = self.table.model.row(0).id
            self.table.select(first)
            self._edit(first)

    def _chosen(self, kind: str) -> None:
        if not kind or kind == self.editing:
            return
        if self.dirty:
            self.table.select(self.editing)

            def go_on() -> None:
                self.table.select(kind)

            self.can_leave(go_on)
            return
        self._edit(kind)

    def _edit(self, kind: str) -> None:
        record = self.records[kind]
        self.editing = kind
        self.naming.setText(said(record.label))
        self.versions.clear()
        for version in record.versions:
            self.versions.addItem(_version_name(version))
        self.editor.offer(record.placeholders.values())
        self._fill(record.newest)

    def _go_back_to(self, place: int) -> None:
        version = self.records[self.editing].versions[place]

        def fill() -> None:
            self._fill(version)
            # An older wording that is looked at can be saved again as the newest one.
            self.dirty = False
            self.save.setEnabled(version is not self.records[self.editing].newest)

        if self.can_leave(fill):
            fill()

    def _fill(self, version: TemplateVersion) -> None:
        self.base = version
        self.editor.fill(version.template)
        self.dirty = False
        self.undo.setEnabled(False)
        self.save.setEnabled(False)
        self._timer.stop()
        self.draw()

    def _put_back(self) -> None:
        if self.base is not None:
            self._fill(self.base)

    def _typed(self) -> None:
        if not self.editing:
            return
        self.dirty = True
        self.undo.setEnabled(True)
        self.save.setEnabled(True)
        self._check()
        self._timer.start()

    def _check(self) -> None:
        try:
            check(self.template(), self.records[self.editing].placeholders)
        except Refusal as refusal:
            self._show_refusal(refusal)
        else:
            self.editor.show_refusal(None)

    def _show_refusal(self, refusal: Refusal) -> None:
        self.editor.show_refusal(refusal)
        self.save.setEnabled(False)

    def _drawn(self, sheet: QImage) -> None:
        self._drawing.stop()
        self.sheet.show_page(sheet)

    def _not_drawn(self, error: Exception) -> None:
        self._drawing.stop()
        if isinstance(error, Refusal):
            self._show_refusal(error)

    def _stored(self, changes: ChangeSet) -> None:
        self.dirty = False
        words = tr_("Diwan", "Saved as version {number}; letters are worded so from now on.")
        self.desk.notify(words.format(number=shown.number(int(str(changes.details["version"])))))
        self.desk.announce(changes.kinds)

    def _refused(self, error: Exception) -> None:
        self.save.setEnabled(True)
        if isinstance(error, Refusal):
            self._show_refusal(error)


def _version_name(version: TemplateVersion) -> str:
    number = tr_("Diwan", "Version {number}").format(number=shown.number(version.template.version))
    if version.valid_from is None:
        delivered = tr_("Diwan", "As delivered")
        return f"{number} · {delivered}"
    return f"{number} · {shown.moment(version.valid_from)} · {shown.name(version.author)}"
