"""The picture of the house in docs/arkitektur.md, drawn from what the code imports.

``make map`` writes it; tests/test_map.py holds it against the code.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from pathlib import Path
from xml.sax.saxutils import escape

import grimp

ROOT = Path(__file__).parent.parent.parent
PICTURE = ROOT / "docs" / "bilder" / "stegen.svg"
WIDTH, ROW, BOX, GAP = 1080, 64, 34, 10
INK, PALE, LINE = "#1d3b36", "#e8f0ee", "#7d918d"


def layers(container: str = "services") -> list[list[str]]:
    """The rungs of a container's ladder, the highest first, as pyproject.toml has them."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        contracts = tomllib.load(file)["tool"]["importlinter"]["contracts"]
    found = next(c for c in contracts if c.get("containers") == [container])
    return [[name.strip() for name in rung.split("|")] for rung in found["layers"]]


def arrows(container: str = "services") -> dict[str, set[str]]:
    """Which rooms of a container import which, from the code."""
    graph = grimp.build_graph(container)
    found: dict[str, set[str]] = defaultdict(set)
    for module in graph.modules:
        for used in graph.find_modules_directly_imported_by(module):
            ours, theirs = _room(module), _room(used)
            if ours and theirs and ours != theirs:
                found[ours].add(theirs)
    return dict(found)


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else ""


def picture() -> str:
    """The ladder of services as SVG: a rung a line, an arrow an import to a lower rung."""
    rungs, used = layers(), arrows()
    place: dict[str, tuple[float, int]] = {}
    boxes: list[str] = []
    for number, rung in enumerate(rungs):
        wide = min(220.0, (WIDTH - 40 - GAP * (len(rung) - 1)) / len(rung))
        left = (WIDTH - wide * len(rung) - GAP * (len(rung) - 1)) / 2
        top = 16 + number * ROW
        for i, name in enumerate(rung):
            x = left + i * (wide + GAP)
            place[name] = (x + wide / 2, top)
            boxes.append(
                f'<rect x="{x:.1f}" y="{top}" width="{wide:.1f}" height="{BOX}" rx="4" fill="{PALE}" '
                f'stroke="{INK}"/><text x="{x + wide / 2:.1f}" y="{top + 22}" text-anchor="middle" '
                f'fill="{INK}">{escape(name)}</text>'
            )
    lines = [
        f'<path d="M{place[a][0]:.1f} {place[a][1] + BOX} L{place[b][0]:.1f} {place[b][1]}" '
        f'stroke="{LINE}" stroke-opacity="0.35" fill="none"/>'
        for a in sorted(used)
        for b in sorted(used[a])
        if a in place and b in place
    ]
    high = 16 + len(rungs) * ROW
    said = "Stegen av tjänster: varje rad får bara använda rader under sig."
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {high}" width="{WIDTH}" '
        f'height="{high}" font-family="sans-serif" font-size="14" role="img" aria-label="{said}">'
        f'<rect width="{WIDTH}" height="{high}" fill="#ffffff"/>\n'
        + "\n".join((*lines, *boxes))
        + "\n</svg>\n"
    )


if __name__ == "__main__":
    PICTURE.write_text(picture(), "utf-8")
