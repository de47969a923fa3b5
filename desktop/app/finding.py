"""What Ctrl+K finds beside pages and actions: applications, on a worker thread."""

from __future__ import annotations

from desktop.models.records.case import Case
from desktop.models.reference_numbers import is_misheard
from desktop.usecases.queues import recent_cases, search
from desktop.usecases.session import Session
from desktop.views import shown
from desktop.views.casework import terms
from desktop.views.casework.recent import recent_of
from desktop.views.desk import Desk
from desktop.views.i18n import said
from desktop.views.shell.command_palette import Finder, Found

CASE_PAGE = "case"
_MOST = 12


def finder_of(desk: Desk, session: Session) -> Finder:
    """Finds the applications that ``session`` sees, however they are typed; of nothing, those opened last."""
    recent = recent_of(desk)

    def found(case: Case) -> Found:
        service = session.registry[case.service]
        state = next((said(s.label) for s in service.states if s.key == case.state), case.state)
        return Found(
            shown.name(case.applicant.name),
            "file-text",
            lambda: desk.go(CASE_PAGE, case.reference),
            detail=shown.identifier(case.reference),
            note=state,
        )

    def find(typed: str) -> tuple[Found, ...]:
        if not typed:
            return tuple(found(case) for case in recent_cases(session, recent.others()))
        cases = tuple(found(case) for case in search(session, typed, _MOST))
        if not cases and is_misheard(typed):
            return (Found(terms.misheard(), "circle-alert", lambda: None, detail=shown.identifier(typed)),)
        return cases

    return find
