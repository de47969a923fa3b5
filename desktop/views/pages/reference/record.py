"""The office's whole record, newest first: when, who, what, and what it was before (COM-07)."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtWidgets import QComboBox, QSplitter, QVBoxLayout, QWidget

from desktop.base.text import search_form, without_bidi_controls
from desktop.models.records.people import SENIOR_MANAGEMENT, Job
from desktop.usecases.office import OfficeRecord, OfficeView
from desktop.usecases.session import Session as Services
from desktop.views import shown
from desktop.views.casework.terms import name_of
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.pages.reference.history import happenings, subject_name
from desktop.views.pages.reference.page import read_office
from desktop.views.pages.staff.deeds import job_name
from desktop.views.palette import Tone
from desktop.views.qtfix import set_up_splitter
from desktop.views.tables.list_table import ListTable
from desktop.views.tables.rows import Cell, CellKind, Column, Row
from desktop.views.widgets.banner import Banner
from desktop.views.widgets.basics import label, row
from desktop.views.widgets.cards import Card, Fact, KeyValues
from desktop.views.widgets.search_box import SearchBox
from desktop.views.widgets.states import EmptyState

MOST = 2000
"""Entries that are listed; the check reads them all."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change as it is listed; ``found_by`` is what the search looks through."""

    number: int
    subject: str
    when: str
    who: str
    what: str
    difference: str
    workstation: str
    hash: str
    found_by: str


@dataclass(frozen=True, slots=True)
class Listed:
    """The newest entries, how many there are in all, and the first one that was tampered with."""

    entries: tuple[Entry, ...]
    all: int
    broken_at: int | None


class RecordView(QWidget):
    """A filter, the list, and all of the chosen entry beside it."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._listed = Listed((), 0, None)
        self.banner = Banner()
        self.search = SearchBox(tr_("Diwan", "Name, code or value"))
        self.search.setMinimumWidth(240)
        self.search.asked.connect(lambda _text: self._narrow())
        self.subject = QComboBox()
        self.subject.setAccessibleName(tr_("Diwan", "What was changed"))
        self.subject.addItem(tr_("Diwan", "Everything"), "")
        self.subject.currentIndexChanged.connect(lambda _place: self._narrow())
        self.count = label("", "caption")
        columns = (
            Column("number", tr_("Diwan", "No."), CellKind.NUMBER, width=64),
            Column("when", tr_("Diwan", "When"), width=172),
            Column("who", tr_("Diwan", "Who"), width=170),
            Column("what", tr_("Diwan", "What"), width=240, stretch=True, strong=True),
        )
        empty = EmptyState(
            "history", tr_("Diwan", "No such change"), tr_("Diwan", "Choose everything again.")
        )
        self.table = ListTable("office-record", columns, desk.runner, desk.preferences, empty)
        self.table.view.setAccessibleName(tr_("Diwan", "Record of the office"))
        self.table.current_changed.connect(self._show_entry)
        self.table.loaded.connect(self._choose_first)
        self.facts = KeyValues(stacked=True)
        lay = Card()
        lay.flush()
        lay.body.addWidget(self.table)
        beside = Card(tr_("Diwan", "The change"))
        beside.body.addWidget(self.facts)
        beside.body.addStretch(1)
        split = QSplitter()
        set_up_splitter(split)
        split.addWidget(lay)
        split.addWidget(beside)
        split.setStretchFactor(0, 1)
        split.setSizes([760, 360])
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(self.banner)
        layout.addLayout(row(self.search, self.subject, self.count, None))
        layout.addWidget(split, 1)

    def read(self) -> None:
        """Reads the record again."""
        services = self._desk.services
        self._desk.runner.submit(lambda: listed(services), self._show, key="office-record", owner=self)

    def focus(self) -> None:
        """Goes to the list."""
        self.table.view.setFocus()

    def _show(self, found: Listed) -> None:
        self._listed = found
        self.banner.setVisible(found.broken_at is not None)
        if found.broken_at is not None:
            says = tr_("Diwan", "The record was changed behind the program's back, from entry {number} on.")
            self.banner.say(says.format(number=shown.number(found.broken_at)), Tone.DANGER, dismissible=False)
        kept = self.subject.currentData()
        subjects = sorted({one.subject for one in found.entries}, key=subject_name)
        self.subject.blockSignals(True)
        while self.subject.count() > 1:
            self.subject.removeItem(1)
        for one in subjects:
            self.subject.addItem(subject_name(one), one)
        self.subject.setCurrentIndex(max(0, self.subject.findData(kept)))
        self.subject.blockSignals(False)
        self._narrow()

    def _narrow(self) -> None:
        words, subject = search_form(self.search.text()).split(), self.subject.currentData()
        wanted = [
            one
            for one in self._listed.entries
            if (not subject or one.subject == subject) and all(word in one.found_by for word in words)
        ]
        self.table.show_rows(
            tuple(
                Row(
                    str(one.number),
                    (Cell(shown.number(one.number)), Cell(one.when), Cell(one.who), Cell(one.what)),
                )
                for one in wanted
            )
        )
        self.count.setText(tr_("Diwan", "%n change(s)", None, len(wanted)))

    def _choose_first(self) -> None:
        if self.table.model.rowCount() and not self.table.current_id():
            self.table.select(self.table.model.row(0).id)
        self._show_entry(self.table.current_id())

    def _show_entry(self, number: str) -> None:
        found = next((one for one in self._listed.entries if str(one.number) == number), None)
        if found is None:
            self.facts.show_facts(())
            return
        self.facts.show_facts(
            (
                Fact(tr_("Diwan", "What"), found.what),
                Fact(tr_("Diwan", "Values"), found.difference),
                Fact(tr_("Diwan", "Who"), found.who),
                Fact(tr_("Diwan", "When"), found.when),
                Fact(tr_("Diwan", "Workstation"), shown.name(found.workstation)),
                Fact(tr_("Diwan", "Hash"), shown.identifier(f"{found.hash[:16]}…")),
            )
        )


def listed(services: Services) -> Listed:
    """The newest entries of the record, in words; on a worker thread."""
    view, record = read_office(services)
    return _in_words(view, record) if record is not None else Listed((), 0, None)


def _in_words(view: OfficeView, record: OfficeRecord) -> Listed:
    names = {member.login: member.name for member in view.staff}
    words = {one.code: said(one.name) for one in view.departments}
    words |= {job: job_name(job) for job in (*Job, SENIOR_MANAGEMENT)}
    newest = record.events[:MOST]
    told = happenings(newest, frozenset(event.subject for event in newest), names, "", words)
    entries = []
    for event, happening in zip(newest, told, strict=True):
        who = shown.name(name_of(event.actor, names))
        plain = without_bidi_controls(f"{happening.title} {happening.detail} {who} {event.actor}")
        entries.append(
            Entry(
                event.number,
                event.subject,
                happening.when,
                who,
                happening.title,
                happening.detail,
                event.workstation,
                event.hash,
                search_form(plain),
            )
        )
    return Listed(tuple(entries), len(record.events), record.broken_at)
