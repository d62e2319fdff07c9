"""A report as PDF/UA-1, set by Typst. Charts are drawn by the template, fonts are our own."""

from __future__ import annotations

import json
import logging
import re
import threading
from functools import cache
from pathlib import Path
from typing import Any

from reports import glyphs
from reports import json as json_format
from reports.breaks import breakable
from reports.glyphs import Glyphs
from reports.model import Report
from wording.results import level_shade

HERE = Path(__file__).parent
FONTS = ("Public Sans", "Noto Emoji")
TYPED = ("reason", "comment", "evidence")

log = logging.getLogger(__name__)

# One compiler keeps the fonts and what it has learnt of the template, but serves one at a time.
_lock = threading.Lock()
_PLAIN = re.compile("[^\n\u0020-\u007e\u00a0-\u00ff\u2013\u2019\u201d]")


class CannotSet(RuntimeError):
    """Typst would not set the report."""


def render(report: Report) -> bytes:
    """The same report always gives the same bytes. Raises CannotSet."""
    moment = report.changed_at
    data = json.loads(json_format.render(report))
    stamp = int(moment.timestamp())
    with _lock:
        data, data["replaced"] = _glyphs().showable(data)
        data |= {"date": [moment.year, moment.month, moment.day], "fonts": FONTS}
        numbers = [step.number for step in report.scale]
        data["level_shades"] = [level_shade(numbers[0], numbers[-1], n) for n in numbers]
        try:
            return _compile(_with(data, breakable), stamp)
        except CannotSet:
            # Shaping has corners that no list of characters knows. Nobody's report hangs on one.
            log.warning("the report is set again with plain characters only", exc_info=True)
            plain = _with(data, lambda text: breakable(_PLAIN.sub(glyphs.MISSING, text)))
            return _compile(plain | {"replaced": True}, stamp)


def _compile(data: dict[str, Any], stamp: int) -> bytes:
    # Everything typed by people reaches the template as data and never as markup.
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return _set(str(HERE / "report.typ"), inputs, stamp)


def _set(source: str | bytes, inputs: dict[str, str], stamp: int) -> bytes:
    try:
        made = _compiler().compile(
            input=source,
            format="pdf",
            sys_inputs=inputs,
            pdf_standards=["ua-1"],
            timestamp=stamp,
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # A panic in the compiler is no Exception.
        raise CannotSet(str(error)) from error
    return bytes(made)


def _with(data: dict[str, Any], change: Any) -> dict[str, Any]:
    """The data with everything that people typed changed."""
    answers = [
        answer | {name: change(answer[name]) for name in TYPED} for answer in data["answers"]
    ]
    named = {
        name: change(data[name])
        for name in ("organisation", "period", "left_out")
        if data[name] is not None
    }
    return data | named | {"answers": answers}


@cache
def _compiler() -> Any:
    # Typst takes a while to import and is needed only here.
    import typst

    return typst.Compiler(
        root=str(HERE), font_paths=[str(HERE / "fonts")], ignore_system_fonts=True
    )


@cache
def _glyphs() -> Glyphs:
    names = ", ".join(f'"{name}"' for name in FONTS)
    probe = f'#set document(title: "x")\n#set text(font: ({names}))\n#sys.inputs.text'.encode()

    def sets(text: str) -> bool:
        try:
            _set(probe, {"text": text}, 0)
        except CannotSet:
            return False
        return True

    return Glyphs(glyphs.read(HERE / "fonts", FONTS), sets)
