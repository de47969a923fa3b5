"""The money that waits for somebody: refunds, payments to settle, approvals, and the books (COM-08)."""

from desktop.views.pages.money import approvals, board

__all__ = ["approvals", "board"]
