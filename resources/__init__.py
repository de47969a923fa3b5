"""Fonts, icons, wordings and pictures that ship with the program."""
