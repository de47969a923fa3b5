"""Courses' offerings and exam sessions: planned, watched, postponed, held."""

from desktop.views.pages.offerings.page import OfferingsPage

__all__ = ["OfferingsPage"]
