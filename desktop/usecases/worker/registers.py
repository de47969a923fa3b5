"""What registers are asked again about cases that wait for their answer (CTR-03)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from sqlalchemy import Connection

from desktop.base.errors import Outage
from desktop.gateways.registers import Entry
from desktop.models.queries.case_files import case_by_id
from desktop.models.records.case import RequestState
from desktop.models.work import deadlines
from desktop.models.work.registers import waiting_cases
from desktop.usecases.cases import OpenCase, act_in, opened_in
from desktop.usecases.registers import asked_for, entries_of, entry_of, listed_inputs, written
from desktop.usecases.session import Session
from desktop.usecases.worker.faults import apart
from desktop.workflows.definition import Action, RegisterDef, ServiceDefinition, Trigger


def ask_registers(session: Session) -> tuple[int, list[str]]:
    """Asks for each case that waits for a register and does the action that its answer is for.

    The answer is the worker's own step: nobody at a desk can say in a register's name that a permit holds.
    """
    actions = {
        (code, state): action
        for code, service in session.registry.items()
        for action in service.actions
        if action.trigger is Trigger.REGISTER and not _is_of_one_entry(service, action)
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
    given = asked_for(register, case.payload, case.applicant)
    answers: dict[str, object] = {}
    listed: tuple[Entry, ...] = ()
    if register.is_list:
        listed = entries_of(session, register, given)
    else:
        answers = written(service, register, entry_of(session, register, given))
    with session.database.writing() as connection:
        if not deadlines.lock_case(connection, case_id):
            return 0
        case = case_by_id(connection, case_id)
        if case is None or case.state != state:
            return 0
        if register.is_list:
            _bring_up_to_date(session, connection, case_id, register, listed)
        act_in(session, connection, _opened(session, connection, case_id), action.key, answers)
    return 1


def _bring_up_to_date(
    session: Session, connection: Connection, case_id: int, register: RegisterDef, listed: Sequence[Entry]
) -> None:
    """One step for each entry that the case does not know yet, one for each that is listed no more."""
    opened = _opened(session, connection, case_id)
    known = {r.claim for r in opened.file.requests if r.claim and r.state is not RequestState.CANCELLED}
    wanted = {str(i[register.entry]): i for i in (listed_inputs(opened.service, register, e) for e in listed)}
    for number, inputs in wanted.items():
        if number not in known:
            act_in(session, connection, _opened(session, connection, case_id), register.listed, inputs)
    for gone in [r.claim for r in opened.file.requests if r.claim and r.is_open and r.claim not in wanted]:
        steps = {register.entry: gone}
        act_in(session, connection, _opened(session, connection, case_id), register.gone, steps)


def _opened(session: Session, connection: Connection, case_id: int) -> OpenCase:
    return opened_in(session, connection, case_by_id(connection, case_id))


def _is_of_one_entry(service: ServiceDefinition, action: Action) -> bool:
    register = service.register(action.register)
    return action.key in (register.listed, register.gone)
