"""Diwan (ديوان): the municipal back office, as a right-to-left desktop program and a headless worker."""

__version__ = "0.2.0"
