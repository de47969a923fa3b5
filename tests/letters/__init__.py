"""Tests of desktop.letters."""
