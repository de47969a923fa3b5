"""The saved filters of a desk: read once and when something changed, shown as lines of the sidebar."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop.usecases.filters import PREFIX, FilterSpec, Kept, drop_filter, save_filter, saved_filters
from desktop.views import shown
from desktop.views.casework.pulse import ELSEWHERE
from desktop.views.desk import Desk
from desktop.views.i18n import tr_
from desktop.views.page import NavEntry, Section
from desktop.views.widgets.confirm import ConfirmDialog
from desktop.views.widgets.form_dialog import FormDialog
from desktop.views.widgets.form_fields import FieldKind, FieldView, Value

KIND = "filter"
QUEUE_PAGE = "queue"


class SavedFilters(QObject):
    """One for a whole desk; :func:`saved_of` finds it."""

    changed = Signal()
    """The filters were read and are others than before."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._desk = desk
        self.kept: tuple[Kept, ...] = ()
        desk.changed.connect(self._take_change)
        self.read()

    def read(self) -> None:
        """Asks for the filters."""
        services = self._desk.services
        self._desk.runner.submit(
            lambda: saved_filters(services), self._take, _quietly, key="saved-filters", owner=self
        )

    def find(self, argument: str) -> Kept | None:
        """The filter under the argument of the queues' page."""
        return next((one for one in self.kept if one.key == argument), None)

    def named(self, name: str) -> Kept | None:
        """The account's own filter of that name."""
        mine = self._desk.session.login
        return next((one for one in self.kept if one.name == name and one.owner == mine), None)

    def save(
        self,
        name: str,
        spec: FilterSpec,
        department: str,
        done: Callable[[str], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Keeps ``spec``; ``done`` is told the argument under which it is shown."""
        services = self._desk.services

        def kept(number: int) -> None:
            self._desk.announce(frozenset({KIND}))
            done(f"{PREFIX}{number}")

        self._desk.runner.submit(
            lambda: save_filter(services, name, spec, department), kept, failed, key="save-filter", owner=self
        )

    def drop(self, kept: Kept, done: Callable[[], None]) -> None:
        """Forgets a filter."""
        services, number = self._desk.services, kept.filter_id

        def gone(_nothing: None) -> None:
            self._desk.announce(frozenset({KIND}))
            done()

        self._desk.runner.submit(lambda: drop_filter(services, number), gone, key="save-filter", owner=self)

    def _take_change(self, kinds: frozenset[str]) -> None:
        if kinds & {KIND, ELSEWHERE}:
            self.read()

    def _take(self, kept: tuple[Kept, ...]) -> None:
        other = kept != self.kept
        self.kept = kept
        self._desk.offer_lines(
            "filters",
            tuple(
                NavEntry(
                    QUEUE_PAGE,
                    one.name,
                    "users" if one.department else "list-filter",
                    Section.SAVED,
                    place,
                    one.key,
                )
                for place, one in enumerate(kept)
            ),
        )
        if other:
            self.changed.emit()


def saved_of(desk: Desk) -> SavedFilters:
    """The saved filters of ``desk``; read at the first call."""
    found = desk.findChild(SavedFilters)
    return found if isinstance(found, SavedFilters) else SavedFilters(desk)


def ask_name(
    parent: QWidget,
    desk: Desk,
    spec: FilterSpec,
    departments: Mapping[str, str],
    before: Kept | None,
    done: Callable[[str], None],
) -> FormDialog:
    """Asks under which name to keep ``spec``, and for whom; ``departments`` are codes with names."""
    shares = (("-", tr_("Diwan", "Only me")), *((code, name) for code, name in departments.items()))
    fields = (
        FieldView("name", tr_("Diwan", "Name of the filter"), FieldKind.TEXT),
        FieldView("department", tr_("Diwan", "Who sees it"), FieldKind.CHOICE, choices=shares),
    )

    def keep(values: Mapping[str, Value]) -> None:
        shared = str(values.get("department") or "-").removeprefix("-")
        saved_of(desk).save(str(values.get("name") or ""), spec, shared, kept, dialog.take_failure)

    def kept(argument: str) -> None:
        dialog.accept()
        desk.notify(tr_("Diwan", "The filter stands in the sidebar."))
        done(argument)

    dialog = FormDialog(
        parent,
        tr_("Diwan", "Save the filter"),
        tr_("Diwan", "It stands in the sidebar, for you or for everybody of a department."),
        tr_("Diwan", "Save the filter"),
        fields,
        keep,
    )
    mine = before is not None and before.owner == desk.session.login
    dialog.form.set_values(
        {
            "name": before.name if before is not None and mine else "",
            "department": (before.department if before is not None and mine else "") or "-",
        }
    )
    dialog.open()
    return dialog


def ask_drop(parent: QWidget, desk: Desk, kept: Kept, done: Callable[[], None]) -> ConfirmDialog:
    """Asks before a filter is forgotten."""
    says = tr_("Diwan", "Nobody loses an application by it.")
    if kept.department:
        says = tr_("Diwan", "It goes for everybody of the department too. Nobody loses an application by it.")
    dialog = ConfirmDialog(
        parent,
        tr_("Diwan", "Delete the filter “{name}”?").format(name=shown.name(kept.name)),
        says,
        tr_("Diwan", "Delete the filter"),
        lambda _reason: saved_of(desk).drop(kept, done),
    )
    dialog.open()
    return dialog


def _quietly(_error: Exception) -> None:
    """A refusal to read leaves the lines as they are; an outage is told by the window."""
