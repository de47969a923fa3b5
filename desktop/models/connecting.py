"""Getting to the central database: encrypted and to the right server, or a sentence that says what is wrong.

To any address but this machine's own, TLS is required and the server's certificate is checked against the
municipality's root certificate (or the system's), name included; nothing in an address weakens that.
"""

from __future__ import annotations

import os
import re
import socket
import ssl
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import URL, make_url

from desktop.base.errors import DiwanError, Outage, Problem, Refusal
from desktop.base.text import Text

POSTGRES_PORT = 5432
PATIENCE = 4.0
"""Seconds that one step of getting there may take."""

_SSL_REQUEST = b"\x00\x00\x00\x08\x04\xd2\x16\x2f"
_OWN = frozenset({"localhost", "127.0.0.1", "::1"})


def is_own(host: str | None) -> bool:
    """Whether ``host`` is this machine's own address or socket, where nothing goes over a wire."""
    return not host or host.startswith("/") or host in _OWN


def secured(address: URL | str, certificate: str = "") -> URL:
    """``address`` with what makes the way there safe: the driver, TLS and the root certificate.

    ``certificate`` is a file of root certificates (PEM); without one, and without ``sslrootcert`` in the
    address, the system's are asked.
    """
    url = make_url(address).set(drivername="postgresql+psycopg")
    if is_own(url.host or os.environ.get("PGHOST")):
        return url
    root = certificate or str(url.query.get("sslrootcert", "")) or "system"
    return url.update_query_dict({"sslmode": "verify-full", "sslrootcert": root})


def _said(code: str, field: str, ar: str, en: str) -> Refusal:
    return Refusal([Problem(field, code, Text(ar, en))])


def _out(code: str, ar: str, en: str) -> Unreachable:
    return Unreachable(code, Text(ar, en))


class Unreachable(Outage):
    """The way to the server ends somewhere; ``code`` says where."""

    def __init__(self, code: str, text: Text, field: str = "host") -> None:
        super().__init__(text)
        self.code = code
        self.field = field


def wrong_password() -> Refusal:
    """Login or password is wrong; PostgreSQL says the same of a password whose time is over."""
    return _said(
        "sign_in",
        "password",
        "اسم الدخول أو كلمة السر غير صحيحة، أو انتهت صلاحية كلمة السر؛ أعد كتابتها أو اطلب من مدير النظام"
        " كلمة جديدة.",
        "The login or the password is wrong, or the password has expired; type it again, or ask the"
        " administrator for a new one.",
    )


def unknown_name(host: str) -> Unreachable:
    # The driver does not always repeat the name that it could not find.
    ar, en = (
        (f"باسم «{host}»", f"'{host}'")
        if host
        else ("الخادم المكتوب في الإعدادات", "of the server in the settings")
    )
    return _out(
        "name",
        f"لا يُعرف عنوان {ar}؛ تحقق من كتابته ومن اتصال هذا الجهاز بشبكة البلدية.",
        f"The name {en} cannot be resolved; check its spelling and that this computer is on the"
        " municipality's network.",
    )


def closed_port(host: str, port: int | str) -> Unreachable:
    return _out(
        "port",
        f"لا خدمة على المنفذ {port} في الخادم {host}؛ تحقق من رقم المنفذ ومن تشغيل PostgreSQL"
        " والجدار الناري.",
        f"Nothing listens on port {port} of {host}; check the port, that PostgreSQL runs, and the firewall.",
    )


def no_answer(host: str, port: int | str) -> Unreachable:
    return _out(
        "silent",
        f"لا يجيب خادم قاعدة البيانات {host} على المنفذ {port}؛ تحقق من الشبكة والجدار الناري"
        " ثم أعد المحاولة.",
        f"The database server {host} does not answer on port {port}; check the network and the firewall,"
        " then try again.",
    )


def not_postgres(host: str, port: int | str) -> Unreachable:
    return _out(
        "not_postgres",
        f"ما يجيب على {host}:{port} ليس PostgreSQL؛ تحقق من العنوان ورقم المنفذ.",
        f"What answers on {host}:{port} is not PostgreSQL; check the address and the port.",
    )


def no_tls(host: str) -> Unreachable:
    return _out(
        "no_tls",
        f"الخادم {host} لا يقبل اتصالاً مشفراً؛ على مدير الخادم تفعيل TLS فيه (ssl = on).",
        f"The server {host} offers no encryption; its administrator must turn TLS on (ssl = on).",
    )


def untrusted(host: str) -> Refusal:
    return _said(
        "untrusted",
        "certificate",
        f"شهادة الخادم {host} ليست من جهة موثوقة على هذا الجهاز؛ اختر ملف شهادة الجذر الذي أصدره"
        " مدير الخادم.",
        f"The certificate of {host} is not from an authority that this computer trusts; choose the root"
        " certificate's file that the server's administrator gave out.",
    )


def wrong_host(host: str) -> Refusal:
    return _said(
        "wrong_host",
        "host",
        f"شهادة الخادم صادرة لاسم آخر غير «{host}»؛ اكتب العنوان كما في الشهادة، أو اطلب شهادة بهذا الاسم.",
        f"The server's certificate is for another name than '{host}'; write the address as the certificate"
        " has it, or have a certificate made for this name.",
    )


def expired(host: str) -> Refusal:
    return _said(
        "expired",
        "certificate",
        f"انتهت صلاحية شهادة الخادم {host} أو لم تبدأ؛ على مدير الخادم تجديدها (وتحقق من تاريخ هذا الجهاز).",
        f"The certificate of {host} has expired or is not valid yet; the server's administrator must renew"
        " it (and check this computer's date).",
    )


def no_certificate_file(path: str) -> Refusal:
    return _said(
        "certificate_file",
        "certificate",
        f"الملف {path} غير موجود أو ليس شهادة جذر (PEM)؛ اختر الملف الذي أصدره مدير الخادم.",
        f"{path} does not exist or is no root certificate (PEM); choose the file that the server's"
        " administrator gave out.",
    )


_NO_ENTRY = Text(
    "الخادم لا يقبل هذا الحساب من هذا الجهاز؛ على مدير الخادم السماح له في pg_hba.conf.",
    "The server does not admit this account from this computer; its administrator must allow it in"
    " pg_hba.conf.",
)
_FULL = Text(
    "بلغ الخادم أقصى عدد من الاتصالات؛ أعد المحاولة بعد قليل.",
    "The server has as many connections as it takes; try again in a little while.",
)
_STARTING = Text(
    "خادم قاعدة البيانات قيد التشغيل؛ أعد المحاولة بعد قليل.",
    "The database server is starting; try again in a little while.",
)
_WHERE = re.compile(r'connection to server at "([^"]+)"(?: \([^)]*\))?, port (\d+) failed')


def fault_of(said: str, host: str = "", port: int | str = "") -> DiwanError | None:
    """What the driver's words of a failed connection mean; ``None`` where they are of another kind."""
    found = _WHERE.search(said)
    if found and not host:
        host, port = found.group(1), found.group(2)
    if "password authentication failed" in said or "no password supplied" in said:
        return wrong_password()
    if "is not permitted to log in" in said:
        ar = "هذا الحساب موقوف؛ اطلب من مدير النظام إعادة فتحه."
        return _said("locked", "login", ar, "This account is locked; ask the administrator to open it again.")
    missing = re.search(r'database "([^"]+)" does not exist', said)
    if missing:
        name = missing.group(1)
        return _said(
            "no_database",
            "database",
            f"لا توجد على الخادم قاعدة بيانات باسم «{name}»؛ تحقق من الاسم لدى مدير الخادم.",
            f"The server has no database '{name}'; ask its administrator for the right name.",
        )
    if "permission denied for database" in said:
        ar = "لا يحق لهذا الحساب دخول قاعدة البيانات؛ على مدير النظام أن ينشئه من ديوان."
        en = "This account may not enter the database; an administrator must make it in Diwan."
        return _said("no_access", "login", ar, en)
    return _way_fault(said, host, port)


def _way_fault(said: str, host: str, port: int | str) -> DiwanError | None:
    """A fault on the way, before anybody was asked who they are."""
    lower = said.lower()
    if "root certificate file" in lower:
        named = re.search(r'root certificate file "([^"]+)"', said)
        return no_certificate_file(named.group(1) if named else "")
    if "could not translate host name" in lower or "name or service not known" in lower:
        return unknown_name(host or _between(said))
    for words, make in (
        ("does not support ssl", no_tls),
        ("certificate has expired", expired),
        ("does not match host name", wrong_host),
        ("certificate verify failed", untrusted),
        ("could not read root certificate", no_certificate_file),
    ):
        if words in lower:
            return make(host)
    if "no pg_hba.conf entry" in lower:
        return Unreachable("no_entry", _NO_ENTRY)
    if "too many connections" in lower or "remaining connection slots" in lower:
        return Unreachable("full", _FULL)
    if "the database system is" in lower:
        return Unreachable("starting", _STARTING)
    if "connection refused" in lower:
        return closed_port(host, port)
    if "timeout expired" in lower or "no route to host" in lower or "unreachable" in lower:
        return no_answer(host, port)
    if "invalid response" in lower or "expected authentication request" in lower:
        return not_postgres(host, port)
    return None


def _between(said: str) -> str:
    found = re.search(r'"([^"]+)"', said)
    return found.group(1) if found else ""


@dataclass(frozen=True, slots=True)
class Server:
    """Where the central database is, as somebody typed it; ``certificate`` is a file, or empty."""

    host: str
    port: int = POSTGRES_PORT
    certificate: str = ""


def resolve(server: Server) -> tuple[str, ...]:
    """The addresses behind the name; raises ``Unreachable``."""
    try:
        found = socket.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise unknown_name(server.host) from error
    return tuple(dict.fromkeys(str(one[4][0]) for one in found))


def connect(server: Server) -> socket.socket:
    """An open connection; raises ``Unreachable``."""
    try:
        return socket.create_connection((server.host, server.port), timeout=PATIENCE)
    except ConnectionRefusedError as error:
        raise closed_port(server.host, server.port) from error
    except OSError as error:
        raise no_answer(server.host, server.port) from error


def offers_tls(server: Server, opened: socket.socket) -> bool:
    """Asks as PostgreSQL's clients do whether it encrypts; raises ``Unreachable`` where it is none."""
    try:
        opened.sendall(_SSL_REQUEST)
        # PostgreSQL answers with one byte and waits; others greet with a line.
        answer = opened.recv(2)
    except OSError as error:
        raise not_postgres(server.host, server.port) from error
    if answer not in (b"S", b"N"):
        raise not_postgres(server.host, server.port)
    return answer == b"S"


def check_certificate(server: Server, opened: socket.socket) -> None:
    """Shakes hands and checks the certificate, name and dates included; raises ``Refusal``."""
    context = trust(server.certificate)
    try:
        with context.wrap_socket(opened, server_hostname=server.host):
            return
    except ssl.SSLCertVerificationError as error:
        raise _certificate_fault(server.host, error.verify_message.lower()) from error
    except (ssl.SSLError, OSError) as error:
        raise not_postgres(server.host, server.port) from error


def trust(certificate: str) -> ssl.SSLContext:
    """Who is trusted: the authority in the file ``certificate``, or those of the system."""
    if not certificate:
        return ssl.create_default_context()
    try:
        return ssl.create_default_context(cafile=str(Path(certificate).expanduser()))
    except (OSError, ssl.SSLError) as error:
        raise no_certificate_file(certificate) from error


def _certificate_fault(host: str, said: str) -> Refusal:
    if "expired" in said or "not yet valid" in said:
        return expired(host)
    if "mismatch" in said or "not valid for" in said:
        return wrong_host(host)
    return untrusted(host)
