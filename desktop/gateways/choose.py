"""Which adapter stands behind each gateway: HTTP where one is set, else files in the data folder."""

from __future__ import annotations

from pathlib import Path

from desktop.base.clock import Clock
from desktop.gateways.payments import EmbeddedPayments, HttpPayments, PaymentGateway
from desktop.gateways.portal import EmbeddedPortal, HttpPortal, PortalInbox
from desktop.gateways.registers import EmbeddedRegisters, HttpRegisters, Registers
from desktop.gateways.settings import (
    HttpPaymentsSettings,
    HttpPortalSettings,
    HttpRegistersSettings,
    HttpSmsSettings,
)
from desktop.gateways.sms import EmbeddedSms, HttpSms, SmsGateway


def sms_gateway(settings: HttpSmsSettings | None, data_folder: Path, clock: Clock) -> SmsGateway:
    """The SMS gateway; without settings it writes to ``gateways/sms`` in ``data_folder``."""
    if settings is not None:
        return HttpSms(settings, clock)
    return EmbeddedSms(data_folder / "gateways" / "sms", clock)


def payment_gateway(settings: HttpPaymentsSettings | None, data_folder: Path, clock: Clock) -> PaymentGateway:
    """The payment gateway; without settings it works in ``gateways/payments`` in ``data_folder``."""
    if settings is not None:
        return HttpPayments(settings, clock)
    return EmbeddedPayments(data_folder / "gateways" / "payments", clock)


def portal_inbox(settings: HttpPortalSettings | None, data_folder: Path, clock: Clock) -> PortalInbox:
    """The portal's inbox; without settings it is ``gateways/portal/inbox`` in ``data_folder``."""
    if settings is not None:
        return HttpPortal(settings, clock)
    return EmbeddedPortal(data_folder / "gateways" / "portal", clock)


def registers(settings: HttpRegistersSettings | None, data_folder: Path) -> Registers:
    """The registers; without settings the lists loaded into ``gateways/registers`` in ``data_folder``."""
    if settings is not None:
        return HttpRegisters(settings)
    return embedded_registers(data_folder)


def embedded_registers(data_folder: Path) -> EmbeddedRegisters:
    """The lists loaded into ``gateways/registers`` in ``data_folder``."""
    return EmbeddedRegisters(data_folder / "gateways" / "registers")
