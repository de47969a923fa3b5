"""The gateways of a played office: files in one folder, with a switch for each fault that a provider has."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from desktop.base.clock import FixedClock
from desktop.base.errors import Outage, Refusal
from desktop.base.text import Text
from desktop.gateways.payments import EmbeddedPayments
from desktop.gateways.portal import EmbeddedPortal
from desktop.gateways.registers import EmbeddedRegisters
from desktop.gateways.sms import EmbeddedSms, SmsReceipt
from desktop.letters.signing import KeyPair, PrivateKey
from desktop.usecases.worker import Gateways

KEY = KeyPair.generate().private
"""What seals the letters of these offices."""


class Outside:
    """The three gateways in one folder, with a switch for each fault that a provider has."""

    def __init__(self, folder: Path, clock: FixedClock) -> None:
        self.folder = folder
        self.sms = EmbeddedSms(folder / "sms", clock)
        self.payments = EmbeddedPayments(folder / "payments", clock)
        self.portal = EmbeddedPortal(folder / "portal", clock)
        self.registers = EmbeddedRegisters(folder / "registers")
        self.asked_registers = _Registers(self)
        self.down: set[str] = set()
        """Names of the gateways that do not answer."""
        self.answer_lost = 0
        """How many messages more are accepted while the answer never comes back."""
        self.unlucky = ""
        """A message whose idempotency key ends so never reaches the gateway."""
        self.never = ""
        """A message whose idempotency key ends so is refused for good."""
        self.asked: list[str] = []
        """The idempotency key of every message handed over, in order, repeats too."""

    def gateways(self, key: PrivateKey | None = KEY) -> Gateways:
        return Gateways(_Sms(self), _Payments(self), _Portal(self), key)

    def check(self, name: str) -> None:
        """Raises ``Outage`` while the gateway ``name`` is down."""
        if name in self.down:
            raise Outage(Text("لا تجيب البوابة", f"the {name} gateway does not answer"))

    def sent_files(self) -> list[str]:
        """The texts of the messages as people can open them, oldest first."""
        return [path.read_text("utf-8") for path in sorted((self.folder / "sms").glob("*.txt"))]

    def drop(self, name: str, document: object) -> None:
        """Something arrives at the portal."""
        folder = self.folder / "portal" / "inbox"
        folder.mkdir(parents=True, exist_ok=True)
        text = document if isinstance(document, str) else json.dumps(document, ensure_ascii=False)
        (folder / f"{name}.json").write_text(text, "utf-8", errors="surrogatepass")

    def answer_to(self, name: str) -> dict[str, Any]:
        """What the portal was told of it."""
        path = self.folder / "portal" / "answered" / f"{name}.answer.json"
        found: dict[str, Any] = json.loads(path.read_text("utf-8"))["result"]
        return found


class _Sms:
    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def send(self, *, to: str, text: str, idempotency_key: str) -> SmsReceipt:
        self._outside.check("sms")
        if self._outside.unlucky and idempotency_key.endswith(self._outside.unlucky):
            raise Outage(Text("ضاعت الرسالة", "the message was lost"))
        if self._outside.never and idempotency_key.endswith(self._outside.never):
            raise Refusal.one("sms.dead", "رقم خارج الخدمة", "the number is out of service", field="mobile")
        self._outside.asked.append(idempotency_key)
        receipt = self._outside.sms.send(to=to, text=text, idempotency_key=idempotency_key)
        if self._outside.answer_lost:
            self._outside.answer_lost -= 1
            raise Outage(Text("انقطع الجواب", "the answer was lost"))
        return receipt


class _Payments:
    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def __getattr__(self, name: str) -> Any:
        self._outside.check("payments")
        return getattr(self._outside.payments, name)


class _Registers:
    def __init__(self, outside: Outside) -> None:
        self._outside = outside
        self.asked = 0

    def find(self, register: str, given: Mapping[str, str]) -> Mapping[str, str] | None:
        self.asked += 1
        self._outside.check("registers")
        return self._outside.registers.find(register, given)

    def find_all(self, register: str, given: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
        self.asked += 1
        self._outside.check("registers")
        return self._outside.registers.find_all(register, given)


class _Portal:
    def __init__(self, outside: Outside) -> None:
        self._outside = outside

    def __getattr__(self, name: str) -> Any:
        self._outside.check("portal")
        return getattr(self._outside.portal, name)
