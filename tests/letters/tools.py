"""Independent programs that read a letter back. One that is missing fails the test and is named."""

from __future__ import annotations

import ctypes
import ctypes.util
import shutil
import subprocess
import unicodedata
from collections import Counter
from pathlib import Path

import pytest

_PACKAGES = {
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pdffonts": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "qpdf": "qpdf",
    "zbarimg": "zbar-tools",
    "tesseract": "tesseract-ocr tesseract-ocr-ara tesseract-ocr-eng",
}
_FOLDED = str.maketrans({"«": '"', "»": '"', "(": "|", ")": "|", "[": "|", "]": "|", "ـ": None})


def run(program: str, *arguments: str | Path) -> str:
    """The output of ``program``, which must end well."""
    if shutil.which(program) is None:
        pytest.fail(f"{program} is not installed: apt-get install {_PACKAGES[program]}", pytrace=False)
    done = subprocess.run([program, *map(str, arguments)], capture_output=True, check=False, timeout=60)
    if done.returncode:
        pytest.fail(f"{program}: {done.stderr.decode(errors='replace')}", pytrace=False)
    return done.stdout.decode()


def picture(pdf: bytes, folder: Path, *, dpi: int, page: int = 1) -> Path:
    """One page as a PNG file."""
    file = folder / "letter.pdf"
    file.write_bytes(pdf)
    target = folder / f"page-{page}-{dpi}"
    run("pdftoppm", "-r", str(dpi), "-f", str(page), "-l", str(page), "-singlefile", "-png", file, target)
    return target.with_suffix(".png")


def folded(text: str) -> str:
    """``text`` as readers of PDF files can be expected to agree on: forms, brackets, spaces, controls."""
    plain = unicodedata.normalize("NFKC", text).translate(_FOLDED)
    shown = "".join(char for char in plain if unicodedata.category(char) != "Cf")
    return " ".join(shown.split())


def recall(source: str, read: str) -> float:
    """The share of the words of ``source`` that stand in ``read``."""
    wanted, found = Counter(folded(source).split()), Counter(folded(read).split())
    return (wanted & found).total() / wanted.total()


def error_rate(source: str, read: str) -> float:
    """The edit distance of ``read`` from ``source`` over the length of ``source``."""
    wanted, found = folded(source), folded(read)
    row = list(range(len(found) + 1))
    for i, a in enumerate(wanted, 1):
        last, row[0] = row[0], i
        for j, b in enumerate(found, 1):
            last, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, last + (a != b))
    return row[-1] / len(wanted)


class FriBidi:
    """The direction algorithm of another implementation (libfribidi)."""

    def __init__(self) -> None:
        name = ctypes.util.find_library("fribidi")
        if name is None:
            pytest.fail("libfribidi is not installed: apt-get install libfribidi0", pytrace=False)
        self._library = ctypes.CDLL(name)

    def lines(self, text: str, breaks: list[tuple[int, int]], *, right_to_left: bool = True) -> list[str]:
        """The spans ``breaks`` of the paragraph ``text`` in visual order, mirrored, without controls."""
        size = len(text)
        codes = (ctypes.c_uint32 * size)(*map(ord, text))
        types, brackets = (ctypes.c_uint32 * size)(), (ctypes.c_uint32 * size)()
        levels = (ctypes.c_int8 * size)()
        base = ctypes.c_uint32(0x111 if right_to_left else 0x110)
        library = self._library
        library.fribidi_get_bidi_types(codes, size, types)
        library.fribidi_get_bracket_types(codes, size, types, brackets)
        library.fribidi_get_par_embedding_levels_ex(
            types, brackets, size, ctypes.byref(base), ctypes.byref(levels)
        )
        return [self._line(codes, types, levels, base.value, start, end) for start, end in breaks]

    def _line(
        self,
        codes: ctypes.Array[ctypes.c_uint32],
        types: ctypes.Array[ctypes.c_uint32],
        levels: ctypes.Array[ctypes.c_int8],
        base: int,
        start: int,
        end: int,
    ) -> str:
        own = (ctypes.c_int8 * len(levels))(*levels)
        order = (ctypes.c_int * len(codes))(*range(len(codes)))
        self._library.fribidi_reorder_line(
            0, types, end - start, start, base, ctypes.byref(own), None, ctypes.byref(order)
        )
        shown = []
        for place in order[start:end]:
            code = codes[place]
            if own[place] & 1:
                mirrored = ctypes.c_uint32(code)
                self._library.fribidi_get_mirror_char(code, ctypes.byref(mirrored))
                code = mirrored.value
            shown.append(chr(code))
        return "".join(char for char in shown if unicodedata.category(char) != "Cf")


class Icu:
    """The direction algorithm of a third implementation (libicuuc)."""

    def __init__(self) -> None:
        name = ctypes.util.find_library("icuuc")
        if name is None:
            pytest.fail("libicuuc is not installed: apt-get install libicu-dev", pytrace=False)
        self._library = ctypes.CDLL(name)
        self._suffix = "_" + name.rpartition(".so.")[2].partition(".")[0]
        self._open = self._function("ubidi_open", ctypes.c_void_p)
        self._set = self._function("ubidi_setPara", None)
        self._write = self._function("ubidi_writeReordered", ctypes.c_int32)
        self._close = self._function("ubidi_close", None)

    def _function(
        self, name: str, result: type[ctypes.c_void_p | ctypes.c_int32] | None
    ) -> ctypes._NamedFuncPointer:
        function = self._library[name + self._suffix]
        function.restype = result
        return function

    def line(self, text: str, *, right_to_left: bool) -> str:
        """``text`` on one line in visual order, mirrored, without controls."""
        encoded = text.encode("utf-16-le")
        size = len(encoded) // 2
        units, shown = (ctypes.c_uint16 * size).from_buffer_copy(encoded), (ctypes.c_uint16 * (size + 8))()
        error = ctypes.c_int(0)
        paragraph = ctypes.c_void_p(self._open())
        base = ctypes.c_uint8(1 if right_to_left else 0)
        self._set(paragraph, units, size, base, None, ctypes.byref(error))
        mirror_and_drop_controls = ctypes.c_uint16(2 | 8)
        length = self._write(paragraph, shown, size + 8, mirror_and_drop_controls, ctypes.byref(error))
        self._close(paragraph)
        assert error.value <= 0, f"ICU error {error.value}"
        read = bytes(shown)[: 2 * length].decode("utf-16-le")
        return "".join(char for char in read if unicodedata.category(char) != "Cf")
