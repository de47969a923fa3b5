"""Reference data: fees, courses, holidays, reasons, wordings, settings, departments."""

from desktop.views.pages.reference import page

__all__ = ["page"]
