"""How fast letters are made, beside the same libraries used plainly and beside other engines.

    python -m benchmarks.letters [--rounds N] [--memory]

One page: three paragraphs of new text, a table, a logo, a signed QR code. Every engine runs in this process
and warm, in turn within each round; the table gives medians and the ratio to the plain use. An engine that
is not installed is left out and named. ``--memory`` also draws 100 and 10,000 letters and compares peaks.
"""

from __future__ import annotations

import argparse
import importlib.util
import io
import os
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import segno
from arabic_reshaper import ArabicReshaper
from bidi import get_display
from PIL import Image, ImageDraw
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from desktop.base.text import Text
from desktop.letters.content import MUNICIPALITY, LetterContent, Letterhead, LetterTable, Signatory
from desktop.letters.issue import issue, issue_many
from desktop.letters.render import render_many
from desktop.letters.signing import KeyPair, LetterFacts, sign
from desktop.letters.template import bundled, fill, to_body

FONTS = Path(__file__).parents[1] / "resources" / "fonts" / "amiri"
KEYS = KeyPair.generate()
_WORDS = """
إشارةً إلى كتابكم رقم تاريخ والمتعلق بطلب الموافقة على تسليم مخرجات مشروع ضبط الجودة ضمن اتفاقية الخدمات
الاستشارية الموقعة مع الأمانة نعلمكم بأن اللجنة الفنية المشكّلة لهذه الغاية قد اطّلعت جميع الملفات والمخططات
المرفقة وتحققت من مطابقتها للمواصفات المعتمدة لدى وزارة الإدارة المحلية ودائرة الأراضي والمساحة في عُمّان وقد
تبيّن نسبة المطابقة مجموع القطع البالغ عددها قطعة وعليه تقرر إنجاز الأعمال المبينة الجدول أدناه اعتبارًا
"""
VOCABULARY = _WORDS.split()


@cache
def logo() -> bytes:
    """A PNG picture of the size that municipalities send."""
    picture = Image.new("RGBA", (480, 480), (255, 255, 255, 0))
    pen = ImageDraw.Draw(picture)
    for ring in range(0, 220, 22):
        pen.ellipse(
            (10 + ring, 10 + ring, 470 - ring, 470 - ring), outline=(20, 80 + ring // 2, 60, 255), width=9
        )
    target = io.BytesIO()
    picture.save(target, "PNG")
    return target.getvalue()


HEAD = Letterhead(MUNICIPALITY, Text("دائرة نظم المعلومات", "GIS Department"), "عمّان", logo())
HEADERS = ("الرقم", "البيان", "القطعة", "الحوض", "المساحة", "الرسوم")


def new_text(number: int) -> LetterContent:
    """A letter whose words were never drawn before in this order, with its own numbers."""
    chosen = random.Random(number)

    def paragraph() -> str:
        words = chosen.choices(VOCABULARY, k=62)
        for place in (9, 25, 47):
            words[place] = f"{chosen.randint(1, 9999)}/{chosen.randint(1, 12)}/2026"
        words[33] = chosen.choice(("QA/QC", "ARC-PRO", "GIS", "(File Geodatabase)"))
        return " ".join(words) + "."

    rows = tuple(
        (str(row), " ".join(chosen.choices(VOCABULARY, k=3)), str(chosen.randint(1, 9999)), "زي (11)",
         f"{chosen.randint(100, 9999)}.50", f"{chosen.randint(1, 90)}.000")
        for row in range(1, 7)
    )  # fmt: skip
    return LetterContent(
        kind="benchmark",
        serial=f"ن م/2026/{number:06d}",
        reference=f"TRN-2026-{number:06d}-7",
        issued_on=date(2026, 11, 21),
        title="كتاب موافقة",
        addressee=f"السادة / شركة {chosen.choice(VOCABULARY)} {number} المحترمين",
        subject="الموافقة على إنجاز الأعمال",
        paragraphs=(paragraph(), paragraph(), paragraph()),
        table=LetterTable(HEADERS, rows),
        letterhead=HEAD,
        signatory=Signatory("المهندس أحمد الخطيب", "مدير الدائرة"),
        contact="هاتف 06-4636111",
    )


def one_template(number: int) -> LetterContent:
    """A letter of a batch: one wording, another person and number in each."""
    person = (
        f"{VOCABULARY[number % len(VOCABULARY)]} {VOCABULARY[number * 7 % len(VOCABULARY)]} العبادي {number}"
    )
    values = {
        "addressee": to_body("الجامعة الأردنية"), "applicant_name": person, "trainee_name": person,
        "reference": f"TRN-2026-{number:06d}-7", "hosting_department": "دائرة نظم المعلومات الجغرافية",
        "nominating_body": "الجامعة الأردنية", "course_title": "QA/QC", "hours": "24",
        "period_from": "22/11/2026", "period_to": "31/12/2026", "fee": "200.000", "specialty": "المساحة",
    }  # fmt: skip
    filled = fill(bundled()["training_approval"], values)
    return replace(
        new_text(0),
        serial=f"ن م/2026/{number:06d}",
        reference=values["reference"],
        title=filled.title,
        addressee=filled.addressee,
        subject=filled.subject,
        paragraphs=filled.paragraphs[1:4],
    )


def diwan(content: LetterContent) -> bytes:
    """Signed, drawn and sealed."""
    return issue(content, KEYS.private).pdf


def plain(content: LetterContent) -> bytes:
    """The same libraries, each used as its manual shows, with lines wrapped before they are reordered."""
    _register()
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=A4)
    shape = _plain_reshaper()
    canvas.setTitle(content.title)
    canvas.drawImage(ImageReader(io.BytesIO(logo())), 260, 740, 76, 76, mask="auto")
    height = 800.0

    def write(text: str, font: str = "Plain", size: float = 13, right: float = 539) -> None:
        canvas.setFont(font, size)
        canvas.drawRightString(right, height, get_display(shape.reshape(text), base_dir="R"))

    for text in (MUNICIPALITY.ar, content.letterhead.department.ar, content.serial, content.addressee):
        write(text, "PlainBold")
        height -= 22
    write(content.subject, "PlainBold")
    for paragraph in content.paragraphs:
        height -= 8
        # Wrapped by logical words, measured in their shaped form, each line reordered by itself.
        line: list[str] = []
        used = 0.0
        for word in paragraph.split():
            width = pdfmetrics.stringWidth(shape.reshape(word) + " ", "Plain", 13)
            if used + width > 483:
                height -= 21
                write(" ".join(line))
                line, used = [], 0.0
            line.append(word)
            used += width
        height -= 21
        write(" ".join(line))
    assert content.table is not None
    for row in (content.table.headers, *content.table.rows):
        height -= 24
        for column, cell in enumerate(row):
            canvas.rect(459 - column * 80, height - 6, 80, 24)
            write(cell, size=11, right=534 - column * 80)
    height -= 60
    write(content.signatory.name, "PlainBold", right=250)
    payload = sign(LetterFacts.of(content), KEYS.private)
    matrix = segno.make(payload, error="m").matrix
    side = 90 / len(matrix)
    for y, modules in enumerate(matrix):
        for x, dark in enumerate(modules):
            if dark:
                canvas.rect(449 + x * side, 150 - y * side, side, side, stroke=0, fill=1)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


@cache
def _register() -> None:
    pdfmetrics.registerFont(TTFont("Plain", str(FONTS / "Amiri-Regular.ttf")))
    pdfmetrics.registerFont(TTFont("PlainBold", str(FONTS / "Amiri-Bold.ttf")))


@cache
def _plain_reshaper() -> ArabicReshaper:
    return ArabicReshaper({"delete_harakat": False})


def weasyprint(content: LetterContent) -> bytes:
    """The letter as HTML."""
    import weasyprint as engine

    code = segno.make(sign(LetterFacts.of(content), KEYS.private), error="m").svg_data_uri()
    assert content.table is not None
    rows = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>"
        for row in (content.table.headers, *content.table.rows)
    )
    body = "".join(f"<p>{paragraph}</p>" for paragraph in content.paragraphs)
    page = (
        f'<html dir="rtl" lang="ar"><style>@font-face{{font-family:A;src:url("file://{FONTS}/Amiri-Regular.ttf")}}'
        "body{font:13pt A;text-align:justify}td{border:1px solid}@page{size:A4}</style>"
        f"<h3>{MUNICIPALITY.ar}</h3><img src='data:image/png;base64,{_logo_base64()}' width=76>"
        f"<p>{content.serial}</p><p>{content.addressee}</p>{body}<table>{rows}</table>"
        f"<p>{content.signatory.name}</p><img src='{code}' width=120></html>"
    )
    return bytes(engine.HTML(string=page).write_pdf())


@cache
def _logo_base64() -> str:
    import base64

    return base64.b64encode(logo()).decode()


@cache
def _typst_compiler() -> tuple[Callable[[], bytes], Path]:
    import tempfile

    import typst as engine

    folder = Path(tempfile.mkdtemp())
    (folder / "logo.png").write_bytes(logo())
    (folder / "letter.typ").write_text("", "utf-8")
    compiler = engine.Compiler(str(folder / "letter.typ"), font_paths=[str(FONTS)])
    return lambda: bytes(compiler.compile(format="pdf")), folder


def typst(content: LetterContent) -> bytes:
    """The letter as Typst markup, with a compiler that stays."""
    compile_letter, folder = _typst_compiler()
    code = io.BytesIO()
    segno.make(sign(LetterFacts.of(content), KEYS.private), error="m").save(code, kind="svg")
    (folder / "code.svg").write_bytes(code.getvalue())
    assert content.table is not None
    cells = ",".join(f'"{cell}"' for row in (content.table.headers, *content.table.rows) for cell in row)
    body = "".join(f'#par("{paragraph}")\n' for paragraph in content.paragraphs)
    (folder / "letter.typ").write_text(
        '#set page(paper:"a4")\n#set text(font:"Amiri",size:13pt,lang:"ar",dir:rtl)\n#set par(justify:true)\n'
        f'#image("logo.png",width:76pt)\n#text("{MUNICIPALITY.ar}")\n\n#text("{content.serial}")\n\n'
        f'#text("{content.addressee}")\n\n{body}#table(columns:6,{cells})\n#text("{content.signatory.name}")\n\n'
        '#image("code.svg",width:90pt)\n',
        "utf-8",
    )
    return compile_letter()


_PLAIN = "plain use of the same libraries"
Engine = Callable[[LetterContent], bytes]


def engines() -> Iterator[tuple[str, Engine, Callable[[int], LetterContent]]]:
    """What is compared, with the letters it draws."""
    yield _PLAIN, plain, new_text
    yield "Diwan, new text in each letter", diwan, new_text
    yield "Diwan, batch of one template", diwan, one_template
    for name, engine in (("typst", typst), ("weasyprint", weasyprint)):
        if importlib.util.find_spec(name) is None:
            print(f"(not installed, left out: {name})")
        else:
            yield name, engine, new_text


def compare(rounds: int) -> None:
    """Prints medians and ratios, on the clock and of a core's time, which other work bends less."""
    running = list(engines())
    times: dict[str, list[float]] = {name: [] for name, _, _ in running}
    cores: dict[str, list[float]] = {name: [] for name, _, _ in running}
    sizes: dict[str, int] = {}
    number = 1
    for turn in range(rounds + 1):
        for name, engine, letters in running:
            batch = [letters(number + index) for index in range(5)]
            number += 5
            started, spent = time.perf_counter(), time.process_time()
            for content in batch:
                sizes[name] = len(engine(content))
            if turn:
                times[name].append((time.perf_counter() - started) / len(batch) * 1000)
                cores[name].append((time.process_time() - spent) / len(batch) * 1000)
    base = statistics.median(times[_PLAIN])
    base_core = statistics.median(cores[_PLAIN])
    heads = f"{'ms median':>10} {'ms best':>9} {'KB':>6} {'ratio':>7} {'of a core':>10} {'ratio':>7}"
    print(f"{'engine':36} {heads}")
    for name, measured in times.items():
        median, core = statistics.median(measured), statistics.median(cores[name])
        print(
            f"{name:36} {median:10.2f} {min(measured):9.2f} {sizes[name] / 1024:6.1f} {base / median:6.2f}x"
            f" {core:7.2f} ms {base_core / core:6.2f}x"
        )


def scale(count: int) -> None:
    """Prints how a signed and sealed batch gains from further cores.

    Beside the letters per second on the clock, which other work on the machine distorts, stands the time that
    the batch needs where it has the cores to itself: what its processes spent, shared among the cores, and
    no less than the busiest spent. The server process from which workers are forked runs already, as in a
    program that drew a batch before.
    """
    for _ in issue_many((one_template(number) for number in range(64)), KEYS.private, processes=2):
        pass
    alone = 0.0
    for workers in sorted({1, 2, os.cpu_count() or 1}):
        letters = (one_template(number) for number in range(count))
        before, started, own = _spent(), time.perf_counter(), time.process_time()
        others: dict[int, float] = {}
        for drawn, _ in enumerate(issue_many(letters, KEYS.private, processes=workers), 1):
            if drawn % 50 == 0 or drawn == count:
                others |= {pid: seconds - before.get(pid, 0.0) for pid, seconds in _spent().items()}
        clock = time.perf_counter() - started
        spent = [time.process_time() - own, *others.values()]
        needed = max(*spent, sum(spent) / workers, 0.0)
        alone = alone or needed
        print(
            f"batch of {count} on {workers} processes: {count / clock:6.0f} letters/s;"
            f" needs {needed:5.2f} s of {workers} cores, {alone / needed:4.2f}x as fast as one"
        )


def _spent() -> dict[int, float]:
    """Seconds of a core that each process below this one spent, by its number."""
    ticks = os.sysconf("SC_CLK_TCK")
    parents: dict[int, int] = {}
    seconds: dict[int, float] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(folder.name)] = int(fields[1])
        seconds[int(folder.name)] = (int(fields[11]) + int(fields[12])) / ticks
    mine = {os.getpid()}
    while further := {pid for pid, parent in parents.items() if parent in mine} - mine:
        mine |= further
    return {pid: seconds[pid] for pid in mine - {os.getpid()}}


def peak(count: int) -> float:
    """The peak memory in MB of a process that draws ``count`` letters."""
    program = f"from benchmarks.letters import draw_and_report\ndraw_and_report({count})"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    return float(done.stdout)


def draw_and_report(count: int) -> None:
    """Draws ``count`` letters of new text and prints this process's peak memory in MB."""
    for _ in render_many((new_text(number) for number in range(count)), processes=1):
        pass
    # Not getrusage: what it tells includes the peak of the process that started this one.
    peak_line = next(line for line in Path("/proc/self/status").read_text().splitlines() if "VmHWM" in line)
    print(int(peak_line.split()[1]) / 1024)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rounds", type=int, default=7)
    options.add_argument("--batch", type=int, default=600)
    options.add_argument("--memory", action="store_true")
    chosen = options.parse_args()
    compare(chosen.rounds)
    scale(chosen.batch)
    if chosen.memory:
        print(f"peak memory: {peak(100):.0f} MB for 100 letters, {peak(10_000):.0f} MB for 10,000")


if __name__ == "__main__":
    main()
