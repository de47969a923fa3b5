"""``python -m desktop.views.catalogue``: brings ``resources/i18n`` up to date with the code.

Runs ``lupdate`` with the options without which it silently finds nothing: ``-extensions py`` stands before
the folder, and ``tr_`` is named as an alias of ``translate``. It is given the calls of ``tr_`` alone, as
:func:`calls` writes them: in real code it knows a plural only by a literal number, and overlooks a call
whose number is an expression. New sentences appear as unfinished; a test keeps the catalogues complete.
"""

from __future__ import annotations

import ast
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import PySide6

from desktop.views.assets import asset

SOURCES = Path(__file__).parent


def update(arabic: Path, english: Path) -> int:
    """Writes the code's sentences into the two catalogues; returns how many there are.

    Raises ``RuntimeError`` where ``lupdate`` is missing, fails or finds nothing.
    """
    _lupdate(arabic, "ar")
    _lupdate(english, "en", "-pluralonly")
    found = len(sources(arabic))
    if not found:
        raise RuntimeError("lupdate found no sentence: were the options changed?")
    return found


def calls(source: str) -> list[str]:
    """The calls of ``tr_`` in Python ``source``, each with a literal number where it counts something."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "tr_" and len(node.args) >= 2:
            context, text, *others = (
                one.value if isinstance(one, ast.Constant) else None for one in node.args
            )
            counts = len(node.args) > 3
            comment = f", {_quoted(others[0] or '')}" if others else ""
            found.append(f"tr_({_quoted(context)}, {_quoted(text)}{comment}{', 1' if counts else ''})")
    return found


def sources(catalogue: Path) -> set[tuple[str, str]]:
    """The (source, comment) pairs of the context ``Diwan`` in a ``.ts`` file."""
    tree = ElementTree.parse(catalogue)  # noqa: S314  our own file
    return {
        (entry.findtext("source", ""), entry.findtext("comment", ""))
        for context in tree.iter("context")
        if context.findtext("name") == "Diwan"
        for entry in context.iter("message")
    }


def unfinished(catalogue: Path) -> list[str]:
    """The sentences of a ``.ts`` file without a complete translation."""
    tree = ElementTree.parse(catalogue)  # noqa: S314  our own file
    missing: list[str] = []
    for entry in tree.iter("message"):
        translation = entry.find("translation")
        forms = [] if translation is None else [form.text for form in translation.iter("numerusform")]
        texts = forms or ([] if translation is None else [translation.text])
        if translation is None or translation.get("type") or not texts or not all(texts):
            missing.append(entry.findtext("source", ""))
    return missing


def _lupdate(catalogue: Path, code: str, *options: str) -> None:
    tool = shutil.which("lupdate", path=str(Path(PySide6.__file__).parent))
    if tool is None:
        raise RuntimeError("lupdate is not part of this installation of PySide6")
    command = [tool, *options, "-tr-function-alias", "translate+=tr_", "-locations", "none", "-no-obsolete"]
    with tempfile.TemporaryDirectory() as folder:
        written = [call for path in sorted(SOURCES.rglob("*.py")) for call in calls(path.read_text("utf-8"))]
        Path(folder, "sentences.py").write_text("\n".join(written), "utf-8")
        command += ["-source-language", "en", "-target-language", code, "-extensions", "py", folder]
        ended = subprocess.run([*command, "-ts", str(catalogue)], capture_output=True, text=True, check=False)
    if ended.returncode:
        raise RuntimeError(f"lupdate failed: {ended.stderr.strip()}")


def _quoted(text: object) -> str:
    """``text`` as ``lupdate`` reads it: in double quotes, whatever is in it."""
    return json.dumps(str(text), ensure_ascii=False)


if __name__ == "__main__":
    folder = asset("i18n")
    sys.stdout.write(f"{update(folder / 'ar.ts', folder / 'en.ts')} sentences\n")
    for sentence in unfinished(folder / "ar.ts") + unfinished(folder / "en.ts"):
        sys.stdout.write(f"  to translate: {sentence}\n")
