"""What is planned for a time and a place, who has a place on it, and what people achieved in level exams."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from desktop.models.tables.columns import Moment, key, metadata

occasion = Table(
    "occasion",
    metadata,
    key(),
    Column("kind", String(12), nullable=False),
    Column("department", ForeignKey("department.code"), nullable=False),
    # A row of course, or empty.
    Column("subject", String(40), nullable=False),
    Column("starts_at", Moment, nullable=True),
    Column("ends_at", Moment, nullable=True),
    Column("place", Text, nullable=False),
    Column("person", Text, nullable=False),
    Column("district", Text, nullable=False),
    Column("minimum", Integer, nullable=False),
    Column("maximum", Integer, nullable=False),
    # Seats held. Whoever takes or gives back a place writes this row: two at once stand in line.
    Column("taken", Integer, nullable=False, server_default="0"),
    Column("arrivals", Integer, nullable=False, server_default="0"),
    Column("reached_at", Moment, nullable=True),
    Column("came_at", Moment, nullable=True),
    Column("state", String(12), nullable=False),
    # A JSON object of texts.
    Column("details", Text, nullable=False, server_default="{}"),
    Column("version", Integer, nullable=False),
    Column("last_action", String(12), nullable=False),
    Column("last_actor", String(63), nullable=False),
    Column("last_at", Moment, nullable=False),
    CheckConstraint("state IN ('open','held','closed','cancelled')", name="state"),
    CheckConstraint("taken BETWEEN 0 AND maximum", name="taken"),
    CheckConstraint("minimum BETWEEN 0 AND maximum AND maximum > 0", name="minimum"),
    CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name="ends_at"),
    Index("ix_occasion_department", "department", "kind", "starts_at"),
)
_OPEN = text("state = 'open'")
Index("ix_occasion_open", occasion.c.kind, occasion.c.subject, occasion.c.starts_at,
      postgresql_where=_OPEN, sqlite_where=_OPEN)  # fmt: skip

place = Table(
    "place",
    metadata,
    key(),
    Column("occasion_id", ForeignKey("occasion.id", ondelete="RESTRICT"), nullable=False),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False, index=True),
    # The order of arrival.
    Column("number", Integer, nullable=False),
    Column("state", String(12), nullable=False),
    Column("seat", Integer, nullable=True),
    Column("attendance", String(12), nullable=False, server_default=""),
    Column("result", String(12), nullable=False, server_default=""),
    Column("score", String(20), nullable=False, server_default=""),
    Column("entered_by", String(63), nullable=False, server_default=""),
    Column("entered_at", Moment, nullable=True),
    Column("checked_by", String(63), nullable=False, server_default=""),
    Column("checked_at", Moment, nullable=True),
    Column("taken_at", Moment, nullable=False),
    Column("released_at", Moment, nullable=True),
    UniqueConstraint("occasion_id", "number", name="uq_place_number"),
    CheckConstraint("state IN ('waiting','seated','released')", name="state"),
    CheckConstraint("(state = 'seated') = (seat IS NOT NULL)", name="seat"),
    CheckConstraint("attendance IN ('','present','absent')", name="attendance"),
    CheckConstraint("result IN ('','passed','failed')", name="result"),
)
_HELD = text("state <> 'released'")
_SEATED = text("state = 'seated'")
Index("uq_place_of_case", place.c.case_id, unique=True, postgresql_where=_HELD, sqlite_where=_HELD)
Index("uq_place_seat", place.c.occasion_id, place.c.seat, unique=True,
      postgresql_where=_SEATED, sqlite_where=_SEATED)  # fmt: skip

level_result = Table(
    "level_result",
    metadata,
    key(),
    Column("case_id", ForeignKey("cases.id", ondelete="RESTRICT"), nullable=False, index=True),
    Column("level", String(40), nullable=False),
    Column("applicant_kind", String(12), nullable=False),
    Column("identity", String(40), nullable=False),
    Column("score", Integer, nullable=False),
    Column("passed", Boolean, nullable=False),
    Column("taken_on", Date, nullable=False),
    # The last day of a pass; empty for always.
    Column("valid_to", Date, nullable=True),
    Column("entered_by", String(63), nullable=False),
    Column("entered_at", Moment, nullable=False),
    Index("ix_level_result_person", "identity", "level"),
)
