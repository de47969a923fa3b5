"""Administration: reference data with dates of validity, holidays, wordings, staff, the office's record."""

from desktop.usecases.office.holidays import add_holiday, remove_holiday
from desktop.usecases.office.professions import change_outside_body, change_profession, checklist_text
from desktop.usecases.office.reference import (
    KnownSetting,
    change_course,
    change_department,
    change_fee,
    change_reason,
    change_setting,
    known_settings,
)
from desktop.usecases.office.staff import (
    AUTHORITIES,
    authority,
    create_staff,
    delegate,
    end_authority,
    end_grant,
    grant,
    reset_password,
    revoke_delegation,
    set_active,
)
from desktop.usecases.office.view import (
    DelegationRow,
    FeeRow,
    GrantRow,
    OfficeRecord,
    OfficeView,
    SettingRow,
    Standing,
    WordingRow,
    office_events,
    office_view,
)
from desktop.usecases.office.wordings import (
    WordingMeasure,
    allowed_placeholders,
    change_wording,
    measure_wording,
)
from desktop.usecases.worker.deadlines import recompute_deadlines

__all__ = [
    "AUTHORITIES",
    "DelegationRow",
    "FeeRow",
    "GrantRow",
    "KnownSetting",
    "OfficeRecord",
    "OfficeView",
    "SettingRow",
    "Standing",
    "WordingMeasure",
    "WordingRow",
    "add_holiday",
    "allowed_placeholders",
    "authority",
    "change_course",
    "change_department",
    "change_fee",
    "change_outside_body",
    "change_profession",
    "change_reason",
    "change_setting",
    "change_wording",
    "checklist_text",
    "create_staff",
    "delegate",
    "end_authority",
    "end_grant",
    "grant",
    "known_settings",
    "measure_wording",
    "office_events",
    "office_view",
    "recompute_deadlines",
    "remove_holiday",
    "reset_password",
    "revoke_delegation",
    "set_active",
]
