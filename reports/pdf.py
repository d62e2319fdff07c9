"""A report as PDF/UA-1, set by Typst. Charts are drawn by the template, fonts are our own."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from reports import json as json_format
from reports.breaks import breakable
from reports.glyphs import asker, showable
from reports.model import Report

HERE = Path(__file__).parent
FONTS = ("Public Sans", "Noto Emoji")

# One compiler keeps the fonts and what it has learnt of the template, but serves one at a time.
_lock = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Press:
    compiler: Any
    shows: Callable[[str], bool]


def render(report: Report) -> bytes:
    """The same report always gives the same bytes."""
    moment = report.changed_at
    data = json.loads(json_format.render(report))
    with _lock:
        press = _press()
        data, data["replaced"] = showable(data, press.shows)
        _let_break(data)
        data |= {"date": [moment.year, moment.month, moment.day], "fonts": FONTS}
        # Everything typed by people reaches the template as data and never as markup.
        pdf = press.compiler.compile(
            input=str(HERE / "report.typ"),
            format="pdf",
            sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
            pdf_standards=["ua-1"],
            timestamp=int(moment.timestamp()),
        )
    return bytes(pdf)


def _let_break(data: dict[str, Any]) -> None:
    for place, names in (
        (data, ("organisation", "period")),
        *((answer, ("reason", "comment", "evidence")) for answer in data["answers"]),
    ):
        for name in names:
            place[name] = breakable(place[name])


@cache
def _press() -> _Press:
    # Typst takes a while to import and is needed only here.
    import typst

    compiler = typst.Compiler(
        root=str(HERE), font_paths=[str(HERE / "fonts")], ignore_system_fonts=True
    )
    names = ", ".join(f'"{name}"' for name in FONTS)
    probe = f'#set document(title: "x")\n#set text(font: ({names}))\n#sys.inputs.text'.encode()

    def compile_text(text: str) -> None:
        compiler.compile(
            input=probe, format="pdf", sys_inputs={"text": text}, pdf_standards=["ua-1"]
        )

    return _Press(compiler, asker(compile_text))
