"""Logins for accounts that a restored or moved database knows and its server does not."""

from __future__ import annotations

from sqlalchemy import Connection, text

from desktop.models.install import let_desks_manage

_GROUPS = {"clerk": "diwan_clerk", "supervisor": "diwan_supervisor", "admin": "diwan_admin"}
_MISSING = text(
    "SELECT s.login, s.active, coalesce(array_agg(DISTINCT g.job) FILTER (WHERE g.job IS NOT NULL), '{}')"
    "  FROM app.staff s LEFT JOIN app.staff_grant g ON g.login = s.login"
    " WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = s.login)"
    "   AND s.login ~ '^[a-z][a-z0-9_.]{1,40}$'"
    " GROUP BY s.login, s.active ORDER BY s.login"
)
_LIMITS = ("statement_timeout = '15s'", "lock_timeout = '3s'", "idle_in_transaction_session_timeout = '60s'")


def make_missing_logins(connection: Connection) -> tuple[str, ...]:
    """Makes a login without a password for each account of the staff that has none; returns their names.

    Nobody can sign in with one until an administrator sets its password. ``connection`` is a superuser's.
    """
    made = []
    for login, active, jobs in connection.execute(_MISSING).all():
        if "worker" in jobs:
            groups = ["diwan_worker_role"]
        else:
            groups = ["diwan_staff", *(_GROUPS[job] for job in jobs)]
        allowed = "LOGIN" if active else "NOLOGIN"
        connection.exec_driver_sql(
            f'CREATE ROLE "{login}" {allowed} CONNECTION LIMIT 10 IN ROLE {", ".join(groups)}'
        )
        if "worker" not in jobs:
            for limit in _LIMITS:
                connection.exec_driver_sql(f'ALTER ROLE "{login}" SET {limit}')
            let_desks_manage(connection, login)
        made.append(login)
    return tuple(made)
