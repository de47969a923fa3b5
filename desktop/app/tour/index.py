"""The page to leaf through the pictures, with the arrow keys, in both languages."""

from __future__ import annotations

import html
import json
import os
from collections.abc import Sequence
from pathlib import Path
from string import Template

from desktop.base.text import Text

NAME = "index.html"

_PAGE = Template("""<!doctype html>
<html lang="$language" dir="$direction">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>ديوان · Diwan</title>
<style>
:root { color-scheme: $theme; --ground: $ground; --ink: $ink; --soft: $soft; --line: $line; --accent: $accent; }
* { box-sizing: border-box; margin: 0; }
body { background: var(--ground); color: var(--ink); font: 16px/1.6 "IBM Plex Sans Arabic", "Segoe UI", Tahoma, sans-serif;
  display: grid; grid-template-columns: minmax(15rem, 20rem) 1fr; min-height: 100vh; }
nav { border-inline-end: 1px solid var(--line); padding: 1.5rem 1rem; overflow-y: auto; max-height: 100vh; position: sticky; top: 0; }
nav h1 { font-size: 1.6rem; color: var(--accent); padding: 0 .75rem .75rem; }
nav ol { list-style: none; padding: 0; }
nav button { all: unset; display: block; width: 100%; padding: .35rem .75rem; border-radius: .5rem; cursor: pointer; font-size: .9rem; }
nav button:hover { background: color-mix(in srgb, var(--accent) 10%, transparent); }
nav button:focus-visible { outline: 2px solid var(--accent); }
nav button[aria-current=true] { background: color-mix(in srgb, var(--accent) 16%, transparent); font-weight: 600; }
main { padding: 1.5rem 2rem; min-width: 0; }
figure img { width: 100%; height: auto; display: block; border: 1px solid var(--line); border-radius: .75rem; }
figcaption { padding: 1rem .25rem; }
figcaption b { display: block; font-size: 1.15rem; }
figcaption span { color: var(--soft); display: block; }
footer { color: var(--soft); font-size: .9rem; padding: .25rem; }
a { color: var(--accent); }
@media (max-width: 60rem) { body { display: block; } nav { position: static; max-height: none; } }
</style>
<nav><h1>ديوان · Diwan</h1><ol id="list">$items</ol></nav>
<main>
<figure><img id="picture" width="1440" height="900" alt=""><figcaption><b id="first"></b><span id="second"></span></figcaption></figure>
<footer><p>$keys</p>$letters</footer>
</main>
<script>
const pictures = $pictures;
let place = 0;
const buttons = [...document.querySelectorAll("#list button")];
function show(at) {
  place = (at + pictures.length) % pictures.length;
  const one = pictures[place];
  const picture = document.getElementById("picture");
  picture.src = one.file; picture.alt = one.first;
  document.getElementById("first").textContent = one.first;
  const second = document.getElementById("second");
  second.textContent = one.second; second.lang = one.other; second.dir = one.otherDirection;
  buttons.forEach((button, index) => button.setAttribute("aria-current", index === place));
  buttons[place].scrollIntoView({block: "nearest"});
  history.replaceState(null, "", "#" + (place + 1));
}
buttons.forEach((button, index) => button.addEventListener("click", () => show(index)));
document.addEventListener("keydown", event => {
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const back = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  if (event.key === forward || event.key === " " || event.key === "PageDown") { show(place + 1); event.preventDefault(); }
  else if (event.key === back || event.key === "PageUp") { show(place - 1); event.preventDefault(); }
  else if (event.key === "Home") show(0);
  else if (event.key === "End") show(pictures.length - 1);
});
show((parseInt(location.hash.slice(1)) || 1) - 1);
</script>
</html>
""")  # noqa: E501

_KEYS = Text(
    "للتقليب: مفتاحا السهمين، والمسافة للتالي، وHome وEnd للأول والأخير.",
    "Leaf with the arrow keys; the space bar goes on, Home and End go to the first and last.",
)
_LETTERS = Text("الكتب:", "The letters:")
_LIGHT = {"ground": "#f5f6f4", "ink": "#17211d", "soft": "#5d6963", "line": "#dfe3de", "accent": "#0a574d"}
_DARK = {"ground": "#121715", "ink": "#e9eeeb", "soft": "#98a49e", "line": "#2c3531", "accent": "#83d8c7"}


def write_index(
    folder: Path, pictures: Sequence[tuple[str, Text]], letters: Sequence[Path], language: str, theme: str
) -> Path:
    """Writes the page into ``folder``; ``pictures`` are files in it with their captions."""
    other = "en" if language == "ar" else "ar"
    shown = [
        {
            "file": name,
            "first": text.in_language(language),
            "second": text.in_language(other),
            "other": other,
            "otherDirection": "rtl" if other == "ar" else "ltr",
        }
        for name, text in pictures
    ]
    items = "".join(
        f"<li><button type=button>{html.escape(text.in_language(language))}</button></li>"
        for _, text in pictures
    )
    page = _PAGE.substitute(
        _DARK if theme == "dark" else _LIGHT,
        language=language,
        direction="rtl" if language == "ar" else "ltr",
        theme=theme,
        items=items,
        keys=html.escape(_KEYS.in_language(language)),
        letters=_links(folder, letters, language),
        # A closing tag inside the data would end the script.
        pictures=json.dumps(shown, ensure_ascii=False).replace("</", "<\\/"),
    )
    path = folder / NAME
    path.write_text(page, "utf-8")
    return path


def _links(folder: Path, letters: Sequence[Path], language: str) -> str:
    links = " · ".join(
        f'<a href="{html.escape(os.path.relpath(path, folder))}"><bdi>{html.escape(path.stem)}</bdi></a>'
        for path in letters
    )
    return f"<p>{html.escape(_LETTERS.in_language(language))} {links}</p>" if links else ""
