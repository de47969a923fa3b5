"""All services, found by their files and checked when loaded."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import lru_cache

from desktop.base.errors import Refusal
from desktop.workflows import catalogue
from desktop.workflows.checking import faults
from desktop.workflows.definition import ServiceDefinition
from desktop.workflows.frame import framed


class Registry(Mapping[str, ServiceDefinition]):
    """Services by code, each complete with the frame's actions."""

    def __init__(self, services: Mapping[str, ServiceDefinition]) -> None:
        self._services = dict(services)

    def __getitem__(self, code: str) -> ServiceDefinition:
        return self._services[code]

    def __iter__(self) -> Iterator[str]:
        return iter(self._services)

    def __len__(self) -> int:
        return len(self._services)

    def named(self, code: str) -> ServiceDefinition:
        """The service ``code``, in any case of letters; raises ``Refusal`` where there is none."""
        service = self._services.get(code.strip().upper())
        if service is None:
            known = "، ".join(self._services)
            raise Refusal.one(
                "unknown_service",
                f"خدمة غير معروفة؛ الخدمات: {known}.",
                f"Unknown service; there are: {', '.join(self._services)}.",
                field="service",
            )
        return service


def checked(service: ServiceDefinition) -> ServiceDefinition:
    """``service`` with the frame's actions; a bad definition is a ``ValueError`` naming the row."""
    whole = framed(service)
    found = faults(whole)
    if found:
        raise ValueError(f"service {service.code}: " + "; ".join(found))
    return whole


@lru_cache(maxsize=1)
def load() -> Registry:
    """Every ``SERVICE`` in ``catalogue/``; stops with a sentence naming the row of a bad one."""
    services: dict[str, ServiceDefinition] = {}
    for module in sorted(pkgutil.iter_modules(catalogue.__path__), key=lambda m: m.name):
        service = checked(importlib.import_module(f"{catalogue.__name__}.{module.name}").SERVICE)
        if service.code in services:
            raise ValueError(f"service {service.code} is defined twice")
        services[service.code] = service
    return Registry(services)
