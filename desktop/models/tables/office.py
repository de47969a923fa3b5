"""Departments, staff and the reference data they work with."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from desktop.models.tables.columns import Dinars, Moment, key, metadata

department = Table(
    "department",
    metadata,
    Column("code", String(20), primary_key=True),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("letter_prefix", String(10), nullable=False),
    Column("hosts_training", Boolean, nullable=False),
    Column("decides_hosting", Boolean, nullable=False),
    Column("contact_name", Text, nullable=False),
    Column("contact_phone", String(20), nullable=False),
    Column("contact_hours", Text, nullable=False),
    Column("signatory_name", Text, nullable=False),
    Column("signatory_title", Text, nullable=False),
)

staff = Table(
    "staff",
    metadata,
    Column("login", String(63), primary_key=True),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    # Only on an embedded database; on PostgreSQL the server keeps the SCRAM verifier.
    Column("password_hash", Text, nullable=False, server_default=""),
)

staff_grant = Table(
    "staff_grant",
    metadata,
    key(),
    Column("login", ForeignKey("staff.login"), nullable=False, index=True),
    Column("department", ForeignKey("department.code"), nullable=True),
    Column("job", String(12), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=True),
    CheckConstraint("job IN ('clerk','supervisor','admin','worker')", name="job"),
    CheckConstraint("job IN ('admin','worker') OR department IS NOT NULL", name="department"),
)

staff_authority = Table(
    "staff_authority",
    metadata,
    key(),
    Column("login", ForeignKey("staff.login"), nullable=False, index=True),
    Column("authority", String(40), nullable=False),
    Column("valid_from", Date, nullable=False),
    Column("valid_to", Date, nullable=True),
)

delegation = Table(
    "delegation",
    metadata,
    key(),
    Column("from_login", ForeignKey("staff.login"), nullable=False),
    Column("to_login", ForeignKey("staff.login"), nullable=False, index=True),
    Column("department", ForeignKey("department.code"), nullable=False),
    Column("job", String(12), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("reason", Text, nullable=False),
    Column("revoked", Boolean, nullable=False, server_default="0"),
    CheckConstraint("job IN ('clerk','supervisor')", name="job"),
    CheckConstraint("from_login <> to_login", name="two_people"),
    CheckConstraint("last_day >= first_day", name="days"),
)

course = Table(
    "course",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("department", ForeignKey("department.code"), nullable=False),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("hours", Integer, nullable=False),
    Column("fee_code", String(40), nullable=False),
    Column("active", Boolean, nullable=False),
    # training (TRN), course, exam, level…; see docs/adr/0006.
    Column("kind", String(12), nullable=False, server_default="training"),
    # The level exam that it asks for; empty where there is none.
    Column("prerequisite", String(40), nullable=False, server_default=""),
    Column("minimum", Integer, nullable=False, server_default="0"),
    Column("maximum", Integer, nullable=False, server_default="0"),
    # A JSON object of texts.
    Column("details", Text, nullable=False, server_default="{}"),
)

fee = Table(
    "fee",
    metadata,
    key(),
    Column("code", String(40), nullable=False),
    Column("amount", Dinars, nullable=False),
    Column("valid_from", Date, nullable=False),
    UniqueConstraint("code", "valid_from", name="uq_fee_code"),
    CheckConstraint("amount >= 0", name="amount"),
)

holiday = Table(
    "holiday",
    metadata,
    Column("day", Date, primary_key=True),
    Column("name_ar", Text, nullable=False),
    Column("name_en", Text, nullable=False),
    Column("circular", Text, nullable=False),
)

reason = Table(
    "reason",
    metadata,
    Column("code", String(40), primary_key=True),
    Column("scope", String(20), nullable=False),
    Column("text_ar", Text, nullable=False),
    Column("text_en", Text, nullable=False),
    Column("active", Boolean, nullable=False),
    # The service whose reason it is; empty for everybody's.
    Column("service", String(8), nullable=False, server_default=""),
    CheckConstraint("scope IN ('attachment','refusal')", name="scope"),
)

wording = Table(
    "wording",
    metadata,
    key(),
    Column("service", String(8), nullable=False),
    Column("key", String(40), nullable=False),
    Column("text", Text, nullable=False),
    Column("valid_from", Moment, nullable=False),
    UniqueConstraint("service", "key", "valid_from", name="uq_wording_service"),
)

setting = Table(
    "setting",
    metadata,
    key(),
    Column("name", String(60), nullable=False),
    Column("value", Text, nullable=False),
    Column("valid_from", Date, nullable=False),
    UniqueConstraint("name", "valid_from", name="uq_setting_name"),
)

gateway_setting = Table(
    "gateway_setting",
    metadata,
    Column("gateway", String(20), primary_key=True),
    # A JSON object: address, names of fields, the credential's name. Never a secret.
    Column("settings", Text, nullable=False),
    CheckConstraint("gateway IN ('payments','portal','registers','sms')", name="gateway"),
)

office_event = Table(
    "office_event",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", Moment, nullable=False),
    Column("actor", String(63), nullable=False),
    Column("workstation", Text, nullable=False),
    Column("subject", String(30), nullable=False),
    Column("data", Text, nullable=False),
    Column("hash", String(64), nullable=False),
)
