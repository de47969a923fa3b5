"""A provider of messages, payments and a portal on loopback, which can be made to fail in every way.

What it does when it works is what the embedded adapters do, so that one contract holds for both.
"""

from __future__ import annotations

import contextlib
import json
import ssl
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from desktop.base.clock import Clock
from desktop.base.errors import Refusal
from desktop.gateways.payments import EmbeddedPayments, PaymentNotice
from desktop.gateways.portal import EmbeddedPortal
from desktop.gateways.registers import EmbeddedRegisters
from desktop.gateways.sms import EmbeddedSms

Fault = Callable[["Handler"], None]
CREDENTIAL = "s3cret-of-the-gateway"


@dataclass
class Asked:
    """One request as it arrived."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any


@dataclass
class Provider:
    """The loopback provider; ``faults`` happen to the next requests, one each, in order."""

    folder: Path
    clock: Clock
    faults: deque[Fault] = field(default_factory=deque)
    asked: list[Asked] = field(default_factory=list)
    broken: list[BaseException] = field(default_factory=list)
    credential: str | None = None
    address: str = ""
    closing: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.sms = EmbeddedSms(self.folder / "sms", self.clock)
        self.payments = EmbeddedPayments(self.folder / "payments", self.clock)
        self.portal = EmbeddedPortal(self.folder / "portal", self.clock)
        self.registers = EmbeddedRegisters(self.folder / "registers")

    def messages(self) -> list[str]:
        """What was sent, as the files' texts."""
        return [path.read_text("utf-8") for path in sorted((self.folder / "sms").glob("*.txt"))]

    def reply(self, asked: Asked) -> tuple[int, object]:
        """Status and JSON of the answer to one request, when all is well."""
        if self.credential and asked.headers.get("authorization") != f"Bearer {self.credential}":
            return 401, {"error": "who are you?"}
        try:
            return 200, self._routes()[asked.method, asked.path](asked)
        except KeyError:
            return 404, {"error": "no such path"}
        except Refusal as refusal:
            return 422, {"error": refusal.text.en}

    def _routes(self) -> Mapping[tuple[str, str], Callable[[Asked], object]]:
        return {
            ("POST", "/messages"): self._send,
            ("POST", "/requests"): self._issue,
            ("POST", "/cancellations"): self._cancel,
            ("GET", "/notices"): self._notices,
            ("GET", "/items"): self._items,
            ("POST", "/answers"): self._answer,
            ("POST", "/find"): self._find,
            ("POST", "/list"): self._list,
        }

    def _send(self, asked: Asked) -> object:
        key = asked.headers["idempotency-key"]
        receipt = self.sms.send(to=asked.body["to"], text=asked.body["text"], idempotency_key=key)
        return {"id": receipt.gateway_id, "accepted_at": receipt.accepted_at.isoformat()}

    def _issue(self, asked: Asked) -> object:
        body = asked.body
        number = self.payments.issue(
            key=body["key"],
            amount=Decimal(body["amount"]),
            reference=body["reference"],
            payer=body["payer"],
        )
        return {"number": number}

    def _cancel(self, asked: Asked) -> object:
        self.payments.cancel(number=asked.body["number"])
        return {}

    def _notices(self, asked: Asked) -> object:
        page = self.payments.notices(after=asked.query.get("after"), limit=int(asked.query["limit"]))
        rejected = [json.loads(each.raw) for each in page.rejected]
        return {"notices": [*map(as_json, page.notices), *rejected], "cursor": page.cursor}

    def _items(self, asked: Asked) -> object:
        items = self.portal.fetch(int(asked.query["limit"]))
        return {
            "items": [
                {
                    "id": item.item_id,
                    "kind": item.kind,
                    "body": item.body,
                    "received_at": item.received_at.isoformat(),
                }
                for item in items
            ]
        }

    def _answer(self, asked: Asked) -> object:
        self.portal.answer(asked.body["id"], asked.body["result"])
        return {}

    def _list(self, asked: Asked) -> object:
        found = self.registers.find_all(asked.body["register"], asked.body["given"])
        return {"entries": list(found)}

    def _find(self, asked: Asked) -> object:
        return {"entry": self.registers.find(asked.body["register"], asked.body["given"])}


def as_json(notice: PaymentNotice) -> dict[str, str]:
    return {
        "gateway_id": notice.gateway_id,
        "number": notice.number,
        "amount": str(notice.amount),
        "paid_at": notice.paid_at.isoformat(),
    }


class Handler(BaseHTTPRequestHandler):
    """Answers one connection; ``provider`` is set by ``serving``."""

    provider: Provider
    protocol_version = "HTTP/1.1"
    timeout = 5

    def do_GET(self) -> None:
        self._handle()

    def do_POST(self) -> None:
        self._handle()

    def do_CONNECT(self) -> None:
        """A proxy's part, which is only to be seen being asked."""
        self.close_connection = True
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.provider.asked.append(Asked("CONNECT", self.path, {}, headers, None))
        self.send_error(502)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing: the tests look at ``Provider.asked``."""

    def _handle(self) -> None:
        self.close_connection = True
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        parts = urlsplit(self.path)
        asked = Asked(
            method=self.command,
            path=parts.path,
            query=dict(parse_qsl(parts.query)),
            headers={name.lower(): value for name, value in self.headers.items()},
            body=json.loads(body) if body else None,
        )
        self.provider.asked.append(asked)
        if self.provider.faults:
            self.provider.faults.popleft()(self)
            return
        status, answer = self.provider.reply(asked)
        self.say(status, json.dumps(answer).encode())

    def say(self, status: int, body: bytes, **headers: str) -> None:
        """A whole answer."""
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class _Server(ThreadingHTTPServer):
    # Joined on closing, so that no thread outlives its test.
    daemon_threads = False
    block_on_close = True
    provider: Provider

    def handle_error(self, request: Any, client_address: Any) -> None:
        fault = sys.exc_info()[1]
        # A client that gives up is part of the tests.
        if fault is not None and not isinstance(fault, ConnectionError | ssl.SSLError | TimeoutError):
            self.provider.broken.append(fault)


@contextlib.contextmanager
def serving(provider: Provider, tls: ssl.SSLContext | None = None) -> Iterator[Provider]:
    """Runs ``provider`` on a free port of 127.0.0.1 and sets its address."""
    handler = type("BoundHandler", (Handler,), {"provider": provider})
    server = _Server(("127.0.0.1", 0), handler)
    server.provider = provider
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    provider.address = f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        provider.closing.set()
        server.shutdown()
        server.server_close()
        thread.join()
    assert not provider.broken, provider.broken


# --- Ways to fail -----------------------------------------------------------------------------------


def status(code: int, content: bytes = b'{"error": "as told"}', **headers: str) -> Fault:
    """The answer has this status."""

    def fault(handler: Handler) -> None:
        handler.say(code, content, **headers)

    fault.__name__ = f"status_{code}"
    return fault


def body(content: bytes, **headers: str) -> Fault:
    """The answer says that all is well, with this body."""
    return status(200, content, **headers)


def stall(handler: Handler) -> None:
    """Never answers."""
    handler.provider.closing.wait(5)


def hang_up(handler: Handler) -> None:
    """Closes the connection without an answer."""


def hang_up_after_doing_it(handler: Handler) -> None:
    """Does what was asked and closes the connection without an answer."""
    handler.provider.reply(handler.provider.asked[-1])


def hang_up_in_the_body(handler: Handler) -> None:
    """Promises more than comes."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b'{"id": "1", "number"')


def end_early_without_a_length(handler: Handler) -> None:
    """Stops in the middle of a body whose length was never said."""
    handler.send_response(200)
    handler.end_headers()
    handler.wfile.write(b'{"id": "1", "number": "2", "notices": [], "items": []')


def stall_in_the_body(handler: Handler) -> None:
    """Begins an answer and never ends it."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    handler.wfile.write(b"{")
    handler.wfile.flush()
    handler.provider.closing.wait(5)


def drip(handler: Handler) -> None:
    """Sends a byte just often enough that no single wait is too long."""
    handler.send_response(200)
    handler.send_header("Content-Length", "1000")
    handler.end_headers()
    for _ in range(1000):
        handler.wfile.write(b" ")
        if handler.provider.closing.wait(0.05):
            return


def flood(handler: Handler) -> None:
    """Never stops sending."""
    handler.send_response(200)
    handler.end_headers()
    while not handler.provider.closing.is_set():
        handler.wfile.write(b" " * 65536)


def not_http(handler: Handler) -> None:
    """Answers in another protocol."""
    handler.wfile.write(b"220 mail.example ESMTP\r\n")
