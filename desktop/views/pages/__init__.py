"""The pages of the desk, each a module or a package. Loading one registers it."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

_FIRST = "queue"
"""What nearly everybody sees first; the others are loaded once nobody waits."""


def load_first() -> None:
    """Registers the page that a desk opens with."""
    import_module(f"{__name__}.{_FIRST}")


def load_all() -> None:
    """Registers every page."""
    for name in names():
        load(name)


def names() -> list[str]:
    """The modules, one a page."""
    return [module.name for module in iter_modules(__path__)]


def load(name: str) -> None:
    """Registers the page of one module."""
    import_module(f"{__name__}.{name}")
