"""What the gateways are called in the sentences people read."""

from __future__ import annotations

from desktop.base.text import Text

SMS = Text("بوابة الرسائل القصيرة", "The SMS gateway")
PAYMENTS = Text("بوابة الدفع الإلكتروني", "The payment gateway")
REGISTERS = Text("سجلات الأمانة", "The municipality's registers")
PORTAL = Text("بوابة الخدمات الإلكترونية", "The services portal")
