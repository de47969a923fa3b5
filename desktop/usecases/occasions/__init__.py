"""Courses' offerings, exam sessions, inspectors' rounds: planned, watched, moved, held (docs/adr/0006)."""

from desktop.usecases.occasions.changes import (
    attend,
    cancel,
    change,
    check_results,
    enter_results,
    hold,
    move,
    plan,
)
from desktop.usecases.occasions.foresight import Forecast, preview_cancel, preview_move
from desktop.usecases.occasions.planning import (
    Planning,
    enter_levels,
    level_action,
    planning,
    waiting_for_staff,
)
from desktop.usecases.occasions.view import (
    Holder,
    Offering,
    OpenOccasion,
    offerings,
    open_occasion,
    schedulers,
)

__all__ = [
    "Forecast",
    "Holder",
    "Offering",
    "OpenOccasion",
    "Planning",
    "attend",
    "cancel",
    "change",
    "check_results",
    "enter_levels",
    "enter_results",
    "hold",
    "level_action",
    "move",
    "offerings",
    "open_occasion",
    "plan",
    "planning",
    "preview_cancel",
    "preview_move",
    "schedulers",
    "waiting_for_staff",
]
