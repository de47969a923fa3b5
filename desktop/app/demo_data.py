"""Filling the demo; knows no Qt, so that it works where no window can be opened."""

from __future__ import annotations

from desktop.base.clock import Clock
from desktop.base.config import Config
from desktop.cli.workplace import open_embedded
from desktop.usecases.demo import fill


def fill_demo(config: Config, clock: Clock) -> bool:
    """Fills the demo database of ``config``; ``False`` where it holds something already."""
    workplace = open_embedded(config, clock)
    try:
        return fill(workplace.database, workplace.registry, config.data_folder, clock.now())
    finally:
        workplace.database.close()
