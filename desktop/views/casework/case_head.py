"""The top of a case: reference, state, due date, who holds it, and everything that can be done."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QWidget

from desktop.base.text import without_bidi_controls
from desktop.usecases.casework import CaseView
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.deeds import AT_ONCE, Deeds
from desktop.views.desk import Desk
from desktop.views.i18n import said, tr_
from desktop.views.icons import icon
from desktop.views.palette import Tone
from desktop.views.qtfix import shortcut_text
from desktop.views.widgets.basics import button, clear, column, holder, label, row, tool
from desktop.views.widgets.cards import Card
from desktop.views.widgets.flow_layout import FlowLayout
from desktop.views.widgets.marks import Chip, PersonMark
from desktop.workflows.definition import Tone as Weight
from desktop.workflows.engine import Offer
from desktop.workflows.frame import FRAME_KEYS

_FRAME_ICONS = {"hand_over": "send", "note": "square-pen", "amend_mobile": "phone"}


def action_icon(offer: Offer) -> str:
    """The icon of an action's button; the service's plain ones have none of their own."""
    weights = {Weight.PRIMARY: "check", Weight.DANGER: "x", Weight.PLAIN: "arrow-right"}
    return _FRAME_ICONS.get(offer.action.key, weights[offer.action.tone])


class CaseHead(Card):
    """Drawn anew for each state of the case; the buttons come from what the engine offers."""

    def __init__(self, desk: Desk, deeds: Deeds, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._desk = desk
        self._deeds = deeds
        self.buttons: dict[str, QPushButton] = {}
        self._facts = row(gap=12)
        self._actions = column(gap=8)
        self.body.addLayout(self._facts)
        self.body.addLayout(self._actions)

    def show_view(self, view: CaseView, shortcuts: Mapping[str, str], place: tuple[int, int]) -> None:
        """Shows ``view``; ``shortcuts`` by action, ``place`` of the case in its queue, from 1."""
        clear(self._facts)
        clear(self._actions)
        self.buttons = {}
        self._show_facts(view, place)
        self._show_actions(view, shortcuts)

    def _show_facts(self, view: CaseView, place: tuple[int, int]) -> None:
        opened = view.opened
        case, service, now = opened.file.case, opened.service, opened.office.now
        state = service.state(case.state)
        reference = label(shown.identifier(case.reference), "heading", selectable=True)
        reference.setAccessibleName(tr_("Diwan", "Reference"))
        copy = tool(tr_("Diwan", "Copy the reference"), "copy", lambda: self.copy(case.reference))
        self._facts.addLayout(row(reference, copy, gap=4))
        self._facts.addWidget(Chip(said(state.label), terms.state_tone(state)))
        due = terms.due_term(case, now)
        if due.text:
            says = tr_("Diwan", "Due {day}").format(day=due.text) if due.tone is not Tone.DANGER else due.text
            chip = Chip(says, due.tone or Tone.NEUTRAL)
            chip.setToolTip(self._target(view))
            self._facts.addWidget(chip)
        self._facts.addWidget(label(terms.waits_on(case), "key"))
        self._facts.addStretch(1)
        self._show_holder(view)
        if place[0]:
            says = tr_("Diwan", "{place} of {many}").format(
                place=shown.number(place[0]), many=shown.number(place[1])
            )
            self._facts.addWidget(label(says, "caption"))

    def _show_holder(self, view: CaseView) -> None:
        case = view.opened.file.case
        who = terms.name_of(case.assignee, view.names)
        if who:
            mine = case.assignee == self._desk.session.login
            says = (
                tr_("Diwan", "With you") if mine else tr_("Diwan", "With {name}").format(name=shown.name(who))
            )
            taken = [e.at for e in view.opened.file.events if e.action in ("claim", "hand_over")]
            if taken:
                says = f"{says} · {terms.since(taken[-1], view.opened.office.now)}"
            self._facts.addLayout(row(PersonMark(who, 26), label(says, "label"), gap=8))
        elif case.closed_at is None:
            self._facts.addWidget(label(tr_("Diwan", "With nobody yet"), "key"))
        for key in AT_ONCE:
            # Claiming what one holds, or giving back what one does not, would only be noise.
            wanted = (case.assignee != self._desk.session.login) if key == "claim" else bool(case.assignee)
            offer = self._deeds.offer(key)
            if offer is None or not wanted:
                continue
            if key == "release" and case.assignee != self._desk.session.login:
                continue
            made = self._button(offer, "", "user" if key == "claim" else "undo-2", "")
            self._facts.addWidget(made)

    def _show_actions(self, view: CaseView, shortcuts: Mapping[str, str]) -> None:
        listed = [one for one in view.opened.offers if one.action.listed and one.action.key not in AT_ONCE]
        own = [one for one in listed if one.action.key not in FRAME_KEYS]
        common = [one for one in listed if one.action.key in FRAME_KEYS]
        order = {Weight.PRIMARY: 0, Weight.PLAIN: 1}
        calm = sorted((o for o in own if o.action.tone in order), key=lambda o: order[o.action.tone])
        grave = [one for one in own if one.action.tone is Weight.DANGER]
        bar = FlowLayout()
        first = True
        for offer in calm:
            primary = offer.action.tone is Weight.PRIMARY and first
            first = first and not primary
            key = shortcuts.get(offer.action.key, "")
            bar.addWidget(self._button(offer, "primary" if primary else "", action_icon(offer), key))
        if common:
            bar.addWidget(self._more(common, shortcuts))
        side = row(gap=8)
        for offer in grave:
            key = shortcuts.get(offer.action.key, "")
            side.addWidget(self._button(offer, "refuse", action_icon(offer), key))
        apart = holder(side)
        line = row(holder(bar), apart, gap=24)
        line.setStretch(0, 1)
        line.setAlignment(apart, Qt.AlignmentFlag.AlignTop)
        self._actions.addLayout(line)
        reasons = [
            f"{said(offer.action.label)}: {said(offer.reason)}"
            for offer in own
            if not offer.enabled and offer.reason is not None
        ]
        if reasons:
            self._actions.addWidget(label("\n".join(reasons), "caption", wrap=True))

    def _button(self, offer: Offer, kind: str, icon_name: str, shortcut: str) -> QPushButton:
        key, words = offer.action.key, said(offer.action.label)
        made = button(
            words, lambda: self._deeds.start(key), kind=kind, icon_name=icon_name, name=f"act.{key}"
        )
        made.setEnabled(offer.enabled)
        tip = said(offer.reason) if offer.reason is not None and not offer.enabled else words
        made.setToolTip(f"{tip}  ({shortcut_text(QKeySequence(shortcut))})" if shortcut else tip)
        made.setAccessibleDescription(said(offer.reason) if offer.reason and not offer.enabled else "")
        self.buttons[key] = made
        return made

    def _more(self, offers: list[Offer], shortcuts: Mapping[str, str]) -> QPushButton:
        """The actions that every service has, behind one button."""
        made = button(tr_("Diwan", "More"), lambda: None, name="act.more")
        made.setProperty("menu", "true")
        menu = QMenu(made)
        for offer in offers:
            key = offer.action.key
            action = menu.addAction(icon(action_icon(offer)), said(offer.action.label))
            action.setEnabled(offer.enabled)
            if key in shortcuts:
                action.setText(f"{said(offer.action.label)}    {shortcut_text(QKeySequence(shortcuts[key]))}")
            action.triggered.connect(lambda _checked=False, key=key: self._deeds.start(key))
        made.setMenu(menu)
        return made

    def _target(self, view: CaseView) -> str:
        """The promise of the service, and when it ends for this case (COM-06)."""
        case, (least, most) = view.opened.file.case, view.opened.service.target_days
        promise = tr_("Diwan", "{least} to {most} working days").format(
            least=shown.number(least), most=shown.number(most)
        )
        says = tr_("Diwan", "Service target: {promise}").format(promise=promise)
        if case.target_due_at is None:
            return says
        return f"{says} · {terms.day_of(case.target_due_at)}"

    def copy(self, reference: str) -> None:
        """Copies the reference, without direction marks."""
        QApplication.clipboard().setText(without_bidi_controls(reference))
        self._desk.notify(tr_("Diwan", "The reference was copied."))
