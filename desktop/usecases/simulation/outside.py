"""The outside of a simulated municipality: gateways and registers that fail as real ones do.

They keep the protocols of ``desktop.gateways``. Each may fail before it acts or after it has acted, when
nobody knows whether it did; what they delivered is what the invariants are checked against.
"""

from __future__ import annotations

import hashlib
import json
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from stdnum import damm

from desktop.base.clock import Clock
from desktop.base.errors import Outage, Refusal
from desktop.base.money import ZERO
from desktop.base.text import Text
from desktop.gateways.notices import NoticePage, PaymentNotice
from desktop.gateways.portal import PortalItem
from desktop.gateways.sms import SmsReceipt

_DOWN = Text("البوابة لا تستجيب.", "The gateway does not answer.")


@dataclass
class Weather:
    """When gateways fail: now and then for one call, and for whole days."""

    chance: random.Random
    share: float = 0.02
    fair: bool = False
    _dark: dict[str, bool] = field(default_factory=dict)

    def new_day(self, names: tuple[str, ...]) -> None:
        """Draws which gateways are down all day."""
        self._dark = {name: self.chance.random() < self.share for name in names}

    def strikes(self, name: str) -> bool:
        """Whether the call that is made now fails; never once the weather is ``fair``."""
        if self.fair:
            return False
        return self._dark.get(name, False) or self.chance.random() < self.share

    def before_or_after(self, name: str) -> tuple[bool, bool]:
        """Whether the call fails before it acts, and whether after it has acted."""
        if not self.strikes(name):
            return False, False
        late = self.chance.random() < 0.5
        return not late, late


@dataclass
class Phones:
    """The SMS provider and what reached the applicants' telephones, by idempotency key."""

    clock: Clock
    weather: Weather
    delivered: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    _receipts: dict[str, SmsReceipt] = field(default_factory=dict)

    def send(self, *, to: str, text: str, idempotency_key: str) -> SmsReceipt:
        """See ``SmsGateway.send``."""
        early, late = self.weather.before_or_after("sms")
        if early:
            raise Outage(_DOWN)
        if idempotency_key not in self._receipts:
            number = f"sms-{len(self._receipts) + 1}"
            self._receipts[idempotency_key] = SmsReceipt(self.clock.now(), number)
            self.delivered.setdefault(idempotency_key, []).append((to, text))
        if late:
            raise Outage(_DOWN)
        return self._receipts[idempotency_key]


@dataclass
class Bank:
    """The payment rail: numbers by key, and the notices of what was paid, some reported twice."""

    clock: Clock
    weather: Weather
    amounts: dict[str, Decimal] = field(default_factory=dict)
    _by_key: dict[str, str] = field(default_factory=dict)
    _notices: list[PaymentNotice] = field(default_factory=list)
    payments: int = 0

    def issue(self, *, key: str, amount: Decimal, reference: str, payer: str) -> str:  # noqa: ARG002
        """See ``PaymentGateway.issue``."""
        early, late = self.weather.before_or_after("payments")
        if early:
            raise Outage(_DOWN)
        if key not in self._by_key:
            body = str(10**10 + len(self._by_key))
            self._by_key[key] = f"{body}{damm.calc_check_digit(body)}"
            self.amounts[self._by_key[key]] = amount
        if late:
            raise Outage(_DOWN)
        return self._by_key[key]

    def cancel(self, *, number: str) -> None:  # noqa: ARG002
        """See ``PaymentGateway.cancel``; what is paid to the number afterwards is reported all the same."""
        if self.weather.strikes("payments"):
            raise Outage(_DOWN)

    def notices(self, *, after: str | None, limit: int = 200) -> NoticePage:
        """See ``PaymentGateway.notices``."""
        if self.weather.strikes("payments"):
            raise Outage(_DOWN)
        start = int(after or 0)
        page = self._notices[start : start + limit]
        return NoticePage(tuple(page), str(start + len(page)) if page else after, ())

    def pay(self, number: str, amount: Decimal, *, twice: bool = False) -> None:
        """Somebody pays ``amount`` to ``number``; ``twice``: the rail reports it twice."""
        self.payments += 1
        notice = PaymentNotice(f"bank-{self.payments}", number, amount, self.clock.now())
        self._notices += [notice, notice] if twice else [notice]

    @property
    def received(self) -> Decimal:
        """All that was ever paid."""
        return sum({n.gateway_id: n.amount for n in self._notices}.values(), ZERO)


@dataclass
class Website:
    """The portal: what applicants sent, fetched at least once, and the answers to it."""

    clock: Clock
    weather: Weather
    answers: dict[str, Mapping[str, object]] = field(default_factory=dict)
    _waiting: dict[str, PortalItem] = field(default_factory=dict)
    sent: int = 0

    def send(self, kind: str, document: Mapping[str, object]) -> str:
        """An applicant sends something; returns the item's id."""
        self.sent += 1
        item = f"{kind}-{self.sent}"
        self._waiting[item] = PortalItem(
            item, kind, json.dumps(document, ensure_ascii=False), self.clock.now()
        )
        return item

    def fetch(self, limit: int = 50) -> tuple[PortalItem, ...]:
        """See ``PortalInbox.fetch``."""
        if self.weather.strikes("portal"):
            raise Outage(_DOWN)
        return tuple(self._waiting.values())[:limit]

    def answer(self, item_id: str, result: Mapping[str, object]) -> None:
        """See ``PortalInbox.answer``."""
        early, late = self.weather.before_or_after("portal")
        if early:
            raise Outage(_DOWN)
        if item_id not in self._waiting and item_id not in self.answers:
            raise Refusal.one("unknown_item", "غير معروف", "unknown", field="item_id")
        self._waiting.pop(item_id, None)
        self.answers.setdefault(item_id, result)
        if late:
            raise Outage(_DOWN)


@dataclass
class Archives:
    """The registers: entries as they were drawn for the applicants."""

    weather: Weather
    _entries: dict[str, dict[str, Mapping[str, str]]] = field(default_factory=dict)

    def put(self, register: str, given: Mapping[str, str], entry: Mapping[str, str]) -> None:
        """Enters ``entry``, to be found by ``given``."""
        self._entries.setdefault(register, {})[_question(given)] = entry

    def find(self, register: str, given: Mapping[str, str]) -> Mapping[str, str] | None:
        """See ``Registers.find``."""
        if self.weather.strikes("registers"):
            raise Outage(_DOWN)
        return self._entries.get(register, {}).get(_question(given))

    def find_all(self, register: str, given: Mapping[str, str]) -> tuple[Mapping[str, str], ...]:
        """See ``Registers.find_all``."""
        found = self.find(register, given)
        return () if found is None else (found,)


def _question(given: Mapping[str, str]) -> str:
    plain = json.dumps({key: str(value).upper() for key, value in given.items()}, sort_keys=True)
    return hashlib.sha256(plain.encode()).hexdigest()


@dataclass
class Outside:
    """Everything outside, under one weather."""

    phones: Phones
    bank: Bank
    website: Website
    archives: Archives
    weather: Weather

    @classmethod
    def of(cls, clock: Clock, chance: random.Random) -> Outside:
        """A new outside."""
        weather = Weather(chance)
        return cls(
            Phones(clock, weather), Bank(clock, weather), Website(clock, weather), Archives(weather), weather
        )

    def new_day(self) -> None:
        """The weather of the next day."""
        self.weather.new_day(("sms", "payments", "portal", "registers"))
