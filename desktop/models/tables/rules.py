"""The synced definitions: what the database itself checks every step against."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, PrimaryKeyConstraint, String, Table, Text

from desktop.models.tables.columns import Moment, metadata

service_definition = Table(
    "service_definition",
    metadata,
    Column("service", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("synced_at", Moment, nullable=False),
    Column("owner_department", String(20), nullable=False),
    Column("host_field", String(40), nullable=False),
    # The fee: {"when": condition, "code": "...", "course_field": "..."}; "null" where there is none.
    Column("fee", Text, nullable=False),
    # A list of the slots: key, and the condition under which one is required.
    Column("slots", Text, nullable=False),
    # {"key": {"percent_kept": 25, "setting": "...", "reason": "..."}, ...}
    Column("refunds", Text, nullable=False),
    # {"key": {"state":…, "action":…, "unit":…, "amount":…, "setting":…, "from_message":…, "from_field":…}}
    Column("deadlines", Text, nullable=False),
    # The fields that name what only one case may be completed for: a JSON list.
    Column("subject", Text, nullable=False, server_default="[]"),
    # The effects of the submission itself, in the form of workflow_action.effects.
    Column("submission", Text, nullable=False),
    # What it schedules: {"kind":…, "subject_field":…, "field":…, "gathers":…, "postpone_days":…, …};
    # "null" for nothing.
    Column("occasion", Text, nullable=False, server_default="null"),
    # What its forms ask for, its target time, the texts that messages quote: see workflows/form_rules.py.
    Column("form", Text, nullable=False, server_default="{}"),
    PrimaryKeyConstraint("service", "version"),
)

workflow_state = Table(
    "workflow_state",
    metadata,
    Column("service", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("state", String(40), nullable=False),
    Column("is_start", Boolean, nullable=False),
    Column("waits_on", String(12), nullable=False),
    Column("handler", String(8), nullable=False),
    Column("closing", String(12), nullable=False),
    Column("uploads", Boolean, nullable=False),
    PrimaryKeyConstraint("service", "version", "state"),
)

workflow_action = Table(
    "workflow_action",
    metadata,
    Column("service", String(8), nullable=False),
    Column("version", Integer, nullable=False),
    Column("action", String(40), nullable=False),
    Column("from_state", String(40), nullable=False),
    # Outcomes in the order they are tried; the first whose condition holds is the only one allowed.
    Column("position", Integer, nullable=False),
    Column("to_state", String(40), nullable=False),
    Column("condition", Text, nullable=False),
    # Conditions that must all hold before the action: a JSON list.
    Column("requires", Text, nullable=False),
    # Jobs that may do it, comma-separated; a supervisor is also a clerk.
    Column("jobs", String(60), nullable=False),
    Column("authority", String(40), nullable=False),
    Column("not_by_actor_of", Text, nullable=False),
    Column("trigger", String(12), nullable=False),
    # The occasion's event that does it, where that is its trigger.
    Column("event", String(12), nullable=False, server_default=""),
    Column("portal", Boolean, nullable=False),
    # Done also by the owning and the hosting department, wherever the case is.
    Column("shared", Boolean, nullable=False),
    # What its form asks for: a list of rules, see workflows/form_rules.py.
    Column("inputs", Text, nullable=False, server_default="[]"),
    # The effects this outcome has: [{"kind":…, "key":…, "when": condition, "data": {...}}, ...]
    Column("effects", Text, nullable=False),
    PrimaryKeyConstraint("service", "version", "action", "from_state", "position"),
)
