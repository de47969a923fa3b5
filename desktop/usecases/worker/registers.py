"""What registers are asked again about cases that wait for their answer (CTR-03)."""

from __future__ import annotations

from functools import partial

from desktop.base.errors import Outage
from desktop.models.queries.case_files import case_by_id
from desktop.models.work import deadlines
from desktop.models.work.registers import waiting_cases
from desktop.usecases.cases import act_in, opened_in
from desktop.usecases.registers import asked_for, entry_of, written
from desktop.usecases.session import Session
from desktop.usecases.worker.faults import apart
from desktop.workflows.definition import Action, Trigger


def ask_registers(session: Session) -> tuple[int, list[str]]:
    """Asks for each case that waits for a register and does the action that its answer is for.

    The answer is the worker's own step: nobody at a desk can say in a register's name that a permit holds.
    """
    actions = {
        (code, state): action
        for code, service in session.registry.items()
        for action in service.actions
        if action.trigger is Trigger.REGISTER
        for state in service.sources_of(action)
    }
    with session.database.reading() as connection:
        waiting = waiting_cases(connection, list(actions))
    done, silent = 0, dict[str, str]()
    for case_id, service, state in waiting:
        action = actions[service, state]
        if action.register in silent:
            continue
        try:
            done += apart(
                f"the register {action.register} for case {case_id}",
                partial(_ask, session, case_id, state, action),
            )
        except Outage as outage:
            silent[action.register] = outage.text.en
    return done, list(silent.values())


def _ask(session: Session, case_id: int, state: str, action: Action) -> int:
    with session.database.reading() as connection:
        case = case_by_id(connection, case_id)
    if case is None or case.state != state:
        return 0
    service = session.registry[case.service]
    register = service.register(action.register)
    entry = entry_of(session, register, asked_for(register, case.payload, case.applicant))
    answers = written(service, register, entry)
    with session.database.writing() as connection:
        if not deadlines.lock_case(connection, case_id):
            return 0
        case = case_by_id(connection, case_id)
        if case is None or case.state != state:
            return 0
        act_in(session, connection, opened_in(session, connection, case), action.key, answers)
    return 1
