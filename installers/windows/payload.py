"""Writes what the Windows installer is compiled from: the payload's files, how to remove them, the icon.

    python installers/windows/payload.py PACKED BUILD

``PACKED`` is the folder that PyInstaller made (on Windows ``build/desk/diwan``); ``BUILD`` gets
``files.nsh``, ``remove.nsh`` and ``diwan.ico``. The list is the folder's own, so that nothing is installed
that the recipe did not pack, and exactly what was installed is removed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

ICON = Path(__file__).parents[1] / "linux" / "diwan.svg"
SIZES = (16, 24, 32, 48, 64, 128, 256)


def install_lines(packed: Path) -> list[str]:
    """``SetOutPath`` and ``File`` for each folder and file, the folder's own files first."""
    lines: list[str] = []
    for folder, files in _folders(packed):
        lines.append(f'SetOutPath "$INSTDIR{_windows(folder)}"')
        lines += [f'File "{(packed / folder / name).resolve().as_posix()}"' for name in files]
    return lines


def removal_lines(packed: Path) -> list[str]:
    """The same the other way round: files, then the folders from the innermost, if they are empty."""
    found = _folders(packed)
    lines = [f'Delete "$INSTDIR{_windows(folder / name)}"' for folder, files in found for name in files]
    inner_first = sorted((folder for folder, _ in found if folder.parts), key=lambda f: -len(f.parts))
    return lines + [f'RMDir "$INSTDIR{_windows(folder)}"' for folder in inner_first]


def _folders(packed: Path) -> list[tuple[Path, list[str]]]:
    return [
        (Path(folder).relative_to(packed), sorted(files))
        for folder, inner, files in os.walk(packed)
        if inner.sort() is None
    ]


def _windows(path: Path) -> str:
    return "".join(f"\\{part}" for part in path.parts)


def draw_icon(target: Path) -> None:
    """The program's drawing in every size that Windows asks for."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from io import BytesIO

    from PIL import Image
    from PySide6.QtCore import QBuffer, QByteArray, QSize, Qt
    from PySide6.QtGui import QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    application = QGuiApplication.instance() or QGuiApplication([])
    renderer = QSvgRenderer(str(ICON))
    pictures = []
    for size in SIZES:
        image = QImage(QSize(size, size), QImage.Format.Format_ARGB32)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        renderer.render(painter)
        painter.end()
        held = QByteArray()
        buffer = QBuffer(held)
        buffer.open(QBuffer.OpenModeFlag.WriteOnly)
        image.save(buffer, "PNG")
        pictures.append(Image.open(BytesIO(held.data())))
    del application
    pictures[-1].save(target, format="ICO", sizes=[(s, s) for s in SIZES], append_images=pictures[:-1])


def main(packed: Path, build: Path) -> None:
    """Writes the three files."""
    build.mkdir(parents=True, exist_ok=True)
    for name, lines in (("files.nsh", install_lines(packed)), ("remove.nsh", removal_lines(packed))):
        # makensis takes a file for Unicode by its mark.
        (build / name).write_text("\n".join([*lines, ""]), "utf-8-sig")
    draw_icon(build / "diwan.ico")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
