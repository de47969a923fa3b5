"""Attendance and results of sittings."""

from desktop.views.pages.results.page import ResultsPage

__all__ = ["ResultsPage"]
