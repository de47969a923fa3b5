"""The tour: the real window driven through a clerk's and a supervisor's day on fresh demo data."""

from __future__ import annotations

import tempfile
from pathlib import Path

from desktop.app.tour.index import write_index
from desktop.app.tour.robot import Robot
from desktop.app.tour.scenes import Day


def make_tour(folder: Path, language: str = "ar", theme: str = "light") -> Path:
    """Saves a picture of each scene, the letters as PDF and a page to leaf through them; returns that page.

    The demo lies in a temporary folder and its clock stands still, so that two tours show the same day.
    """
    folder.mkdir(parents=True, exist_ok=True)
    # Where it fails, work may still write there: what failed is told, not that the folder was not empty.
    with tempfile.TemporaryDirectory(prefix="diwan-tour-", ignore_cleanup_errors=True) as kept:
        robot = Robot(Path(kept), folder, language, theme)
        try:
            day = Day(robot)
            day.play()
        finally:
            robot.close()
    return write_index(folder, day.pictures, day.letters, language, theme)
