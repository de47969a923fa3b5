"""What Ctrl+K finds beside pages and actions: applications, on a worker thread."""

from __future__ import annotations

from desktop.models.records.case import Case
from desktop.usecases.queues import search
from desktop.usecases.session import Session
from desktop.views import shown
from desktop.views.desk import Desk
from desktop.views.i18n import said
from desktop.views.shell.command_palette import Finder, Found

CASE_PAGE = "case"
_MOST = 12


def finder_of(desk: Desk, session: Session) -> Finder:
    """Finds the applications that ``session`` sees, however they are typed."""

    def found(case: Case) -> Found:
        state = next(s for s in session.registry[case.service].states if s.key == case.state)
        return Found(
            shown.name(case.applicant.name),
            "file-text",
            lambda: desk.go(CASE_PAGE, case.reference),
            detail=shown.identifier(case.reference),
            note=said(state.label),
        )

    def find(typed: str) -> tuple[Found, ...]:
        return tuple(found(case) for case in search(session, typed, _MOST))

    return find
