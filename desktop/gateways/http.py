"""One question to a provider over HTTP, with every way it can go wrong told apart.

The secret leaves this module in one header only: no message, log or representation holds it. Redirects
are not followed, answers are bounded in size and time, and nothing is decompressed.
"""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from desktop.base.errors import Outage, Refusal
from desktop.base.secrets import remembered
from desktop.base.text import Text, cleaned, isolated, ltr
from desktop.gateways import files, reading
from desktop.gateways.settings import Endpoint
from desktop.gateways.settings_reader import is_loopback

if TYPE_CHECKING:
    # The client is loaded with the first question: most desks never ask one.
    import httpx

ClientFactory = Callable[[], "httpx.Client"]

_LONGEST_REASON = 200
_REASON_FIELDS = ("error", "message", "detail", "reason")


class Exchange:
    """Questions to one provider; ``name`` is what people call it.

    Each question has its own connection, so that an adapter can be used by several threads and left
    without being closed; ``client`` makes that connection's client.
    """

    def __init__(self, endpoint: Endpoint, name: Text, client: ClientFactory | None = None) -> None:
        self._endpoint = endpoint
        self._name = name
        self._client = client if client is not None else self._new_client
        self._trust: ssl.SSLContext | None = None

    def ask(self, path: str, query: Mapping[str, str]) -> object:
        """The JSON at ``path``, its numbers as ``Decimal``; raises ``Outage`` or ``Refusal``."""
        return self._parsed(self._exchange("GET", path, query=query))

    def tell(
        self, path: str, body: Mapping[str, object], *, key: str, refused_field: str, answers: bool = True
    ) -> object:
        """Sends ``body`` to ``path`` with the idempotency ``key`` and gives the JSON answered.

        Raises ``Outage``, or ``Refusal`` with ``refused_field`` where the provider finds fault with
        the request itself. Where ``answers`` is false what the provider says is not read.
        """
        answer = self._exchange("POST", path, body=body, key=key, refused_field=refused_field)
        return self._parsed(answer) if answers else None

    def nonsense(self, what: Text) -> Outage:
        """The fault of an answer that cannot be what was asked for; ``what`` completes the sentence."""
        return self._outage(Text(f"أجابت بما لا يُفهم: {what.ar}", f"answered nonsense: {what.en}"))

    def required(self, answer: object, field: str, read: Callable[[object], str]) -> str:
        """The field of ``answer``, or the fault that it is missing or cannot be read."""
        try:
            return read(reading.find(answer, field))
        except ValueError as error:
            raise self.bad_field(field) from error

    def listed(self, answer: object, field: str) -> Sequence[object]:
        """The list at ``field`` of ``answer``, or ``answer`` itself where ``field`` is empty."""
        try:
            found = reading.find(answer, field) if field else answer
        except reading.Missing as error:
            raise self.bad_field(field) from error
        if not isinstance(found, list):
            raise self.nonsense(Text("قائمة غير موجودة في الجواب", "a list was expected and is not there"))
        return found

    def bad_field(self, field: str) -> Outage:
        """The fault of an answer whose ``field`` is missing or cannot be read."""
        return self.nonsense(
            Text(f"الحقل {ltr(field)} غير موجود أو غير مقروء", f"the field {field} is missing or unreadable")
        )

    def _exchange(
        self,
        method: str,
        path: str,
        *,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, object] | None = None,
        key: str = "",
        refused_field: str = "",
    ) -> bytes:
        import httpx

        secret = self._secret()
        headers = self._headers(secret, key)
        content = None
        if body is not None:
            headers["Content-Type"] = "application/json"
            content = json.dumps(body, ensure_ascii=False, default=str).encode("utf-8", "backslashreplace")
        try:
            with (
                self._client() as client,
                client.stream(
                    method,
                    f"{self._endpoint.address}{path}",
                    params=dict(query) if query else None,
                    content=content,
                    headers=headers,
                    follow_redirects=False,
                ) as response,
            ):
                status = response.status_code
                answer = self._bounded(response)
        except httpx.TimeoutException as error:
            raise self._outage(Text("لم تجب في الوقت المحدد", "did not answer in time")) from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise self._outage(
                Text("تعذّر الاتصال بها أو انقطع", "could not be reached, or the connection broke")
            ) from error
        self._judge(status, answer, refused_field, secret)
        return answer

    def _bounded(self, response: httpx.Response) -> bytes:
        """The answer's body, as long as it stays within the endpoint's size and time."""
        if response.headers.get("Content-Encoding", "identity").lower() != "identity":
            raise self.nonsense(Text("نص مضغوط لم يُطلب", "a compressed body that was not asked for"))
        read = bytearray()
        deadline = time.monotonic() + self._endpoint.total_timeout
        for chunk in response.iter_raw():
            read += chunk
            if len(read) > self._endpoint.max_response_bytes:
                raise self.nonsense(Text("جواب أكبر من الحد المسموح", "a body larger than the limit"))
            if time.monotonic() > deadline:
                raise self._outage(
                    Text("لم تكمل جوابها في الوقت المحدد", "did not finish its answer in time")
                )
        return bytes(read)

    def _judge(self, status: int, answer: bytes, refused_field: str, secret: str) -> None:
        """Nothing for a status of success; the fault that the status stands for otherwise."""
        if 200 <= status < 300:
            return
        if status in (401, 403):
            raise self._no_credentials(Text("لم تقبل بيانات الدخول", "did not accept the credentials"))
        if status in self._endpoint.refused_statuses:
            raise self._refusal(status, answer, refused_field, secret)
        if 300 <= status < 400:
            told = Text(
                "أحالت إلى عنوان آخر، والإحالة لا تُتبع؛ راجع العنوان في الإعدادات",
                "redirected elsewhere, which is not followed; check the address in the settings",
            )
        elif status == 429 or status >= 500:
            told = Text("متعطلة أو مشغولة", "is out of order or busy")
        else:
            told = Text(
                "لا تقبل مثل هذا الطلب على هذا العنوان؛ راجع الإعدادات",
                "does not take such requests at this address; check the settings",
            )
        raise self._outage(Text(f"{told.ar} (HTTP {status})", f"{told.en} (HTTP {status})"))

    def _refusal(self, status: int, answer: bytes, field: str, secret: str) -> Refusal:
        reason = _reason(answer)
        if secret:
            reason = reason.replace(secret, "***")
        shown = reason[:_LONGEST_REASON] or f"HTTP {status}"
        return Refusal.one(
            "gateway.refused",
            f"{self._name.ar} رفضت الطلب: {isolated(shown)}",
            f"{self._name.en} refused the request: {shown}",
            field=field,
            details={"status": status},
        )

    def _parsed(self, answer: bytes) -> object:
        try:
            return reading.parse(answer.decode("utf-8-sig"))
        except ValueError as error:
            raise self.nonsense(Text("ليس نص JSON سليماً", "not valid JSON")) from error

    def _headers(self, secret: str, key: str) -> dict[str, str]:
        endpoint = self._endpoint
        headers = {"Accept": "application/json", "Accept-Encoding": "identity"}
        if key and endpoint.idempotency_header:
            # A header holds printable ASCII; a key that does not fit is written as its digest.
            headers[endpoint.idempotency_header] = (
                key if key.isascii() and key.isprintable() else files.digest(key)
            )
        if secret:
            headers[endpoint.credential_header] = f"{endpoint.credential_prefix}{secret}"
        return headers

    def _secret(self) -> str:
        name = self._endpoint.credential
        if name is None:
            return ""
        secret = (remembered(name) or "").strip()
        if not secret:
            raise self._no_credentials(Text("لا بيانات دخول محفوظة لها", "has no credentials kept for it"))
        if not (secret.isascii() and secret.isprintable()):
            # The HTTP library would quote the whole header in its own error.
            raise self._no_credentials(
                Text("بيانات الدخول المحفوظة لها لا تصلح للإرسال", "has credentials that cannot be sent")
            )
        return secret

    def _no_credentials(self, what: Text) -> Outage:
        name = self._endpoint.credential or "-"
        return self._outage(
            Text(
                f"{what.ar}؛ راجع {ltr(name)} في حافظة كلمات السر",
                f"{what.en}; check {name} in the keyring",
            )
        )

    def _outage(self, what: Text) -> Outage:
        return Outage(Text(f"{self._name.ar} {what.ar}.", f"{self._name.en} {what.en}."))

    def _new_client(self) -> httpx.Client:
        import httpx

        endpoint = self._endpoint
        parts = urlsplit(endpoint.address)
        if self._trust is None:
            # Loading the authorities takes longer than a question; without TLS none are needed.
            encrypted = parts.scheme == "https"
            self._trust = self._authorities() if encrypted else ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        return httpx.Client(
            verify=self._trust,
            timeout=httpx.Timeout(endpoint.read_timeout, connect=endpoint.connect_timeout),
            # A municipality's proxy is set in the environment; this computer is never behind it.
            trust_env=not is_loopback(parts),
        )

    def _authorities(self) -> ssl.SSLContext:
        import httpx

        if self._endpoint.ca_file is None:
            return httpx.create_ssl_context()
        try:
            return ssl.create_default_context(cafile=str(self._endpoint.ca_file))
        except (OSError, ssl.SSLError) as error:
            raise self._outage(
                Text(
                    f"لا تُقرأ شهادات الثقة في {ltr(str(self._endpoint.ca_file))}",
                    f"cannot be trusted: {self._endpoint.ca_file} holds no readable certificates",
                )
            ) from error


def _reason(answer: bytes) -> str:
    """What the provider says is wrong, as one line; the field it says it in differs by provider."""
    raw = answer.decode("utf-8", errors="replace")
    try:
        parsed = reading.parse(raw)
    except ValueError:
        return cleaned(raw)
    if isinstance(parsed, Mapping):
        for name in _REASON_FIELDS:
            if isinstance(parsed.get(name), str):
                return cleaned(parsed[name])
    return cleaned(raw)
