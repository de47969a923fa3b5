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
    "attend",
    "cancel",
    "change",
    "check_results",
    "enter_results",
    "hold",
    "move",
    "offerings",
    "open_occasion",
    "plan",
    "preview_cancel",
    "preview_move",
    "schedulers",
]
