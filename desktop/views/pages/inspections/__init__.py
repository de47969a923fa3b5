"""The week calendar of inspections (LIC-08)."""

from desktop.views.pages.inspections.page import InspectionsPage

__all__ = ["InspectionsPage"]
