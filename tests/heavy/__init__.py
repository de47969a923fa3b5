"""Tests that take long or break the server: faults, many desks, floods of bad input."""
