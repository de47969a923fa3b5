"""What can be done at a queue, with its keys."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from desktop.views.actions import ActionSpec, Menu
from desktop.views.casework.bulk_bar import ACT_KEY, ALL_KEY, EXPORT_KEY, HAND_OVER_KEY, PRINT_KEY
from desktop.views.i18n import tr_

Deed = Callable[[], None]


@dataclass(frozen=True)
class QueueDeeds:
    """What the page does; ``drop`` is given where a filter in view may be deleted."""

    open: Deed
    claim: Deed
    release: Deed
    choose_all: Deed
    act: Deed
    hand_over: Deed
    print: Deed
    find: Deed
    late: Deed
    save: Deed
    drop: Deed | None
    columns: Deed
    export: Deed
    new: Deed


def queue_commands(deeds: QueueDeeds) -> tuple[ActionSpec, ...]:
    """The page's actions: menus, buttons, keys and the finder are made from them."""
    view, file = Menu.VIEW, Menu.FILE
    open_, claim, release = (
        tr_("Diwan", "Open the application"),
        tr_("Diwan", "Claim"),
        tr_("Diwan", "Release"),
    )
    every, act = tr_("Diwan", "Choose all that match"), tr_("Diwan", "Do with them")
    hand_over, letters = tr_("Diwan", "Hand over…"), tr_("Diwan", "Print their letters…")
    find, late, save = (
        tr_("Diwan", "Filter the list"),
        tr_("Diwan", "Late only"),
        tr_("Diwan", "Save the filter…"),
    )
    columns, export = tr_("Diwan", "Choose columns"), tr_("Diwan", "Export to a spreadsheet")
    new, drop = tr_("Diwan", "New application"), tr_("Diwan", "Delete the filter")
    dropping = (
        (ActionSpec("queue.drop", drop, "trash-2", deeds.drop, "Ctrl+Shift+S", view, tool=True),)
        if deeds.drop is not None
        else ()
    )
    return (
        *dropping,
        ActionSpec("queue.open", open_, "folder-open", deeds.open, "Ctrl+O"),
        ActionSpec("queue.claim", claim, "user", deeds.claim, "Ctrl+J", tool=True),
        ActionSpec("queue.release", release, "undo-2", deeds.release, "Ctrl+Shift+J"),
        ActionSpec("queue.all", every, "check", deeds.choose_all, ALL_KEY),
        ActionSpec("queue.act", act, "circle-dot", deeds.act, ACT_KEY),
        ActionSpec("queue.hand_over", hand_over, "send", deeds.hand_over, HAND_OVER_KEY),
        ActionSpec("queue.print", letters, "printer", deeds.print, PRINT_KEY),
        ActionSpec("queue.find", find, "search", deeds.find, "Ctrl+F", view),
        ActionSpec("queue.late", late, "clock-alert", deeds.late, "Ctrl+L", view),
        ActionSpec("queue.save", save, "list-filter", deeds.save, "Ctrl+S", view),
        ActionSpec("queue.columns", columns, "columns-3", deeds.columns, "Ctrl+Shift+C", view),
        ActionSpec("queue.export", export, "download", deeds.export, EXPORT_KEY, file, tool=True),
        ActionSpec("queue.new", new, "plus", deeds.new, "Ctrl+N", file, tool=True, kind="primary"),
    )
