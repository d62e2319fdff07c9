"""PDF/UA-1 set by Typst: one compiler, our own fonts, and no sign that the fonts lack."""

from __future__ import annotations

import json
import logging
import re
import threading
from collections.abc import Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

from reports.documents import glyphs
from reports.documents.breaks import breakable
from reports.documents.glyphs import Glyphs

HERE = Path(__file__).parent.parent
FONTS = ("Public Sans", "Noto Emoji")
# Sharp on paper at the width of a page.
DOTS_PER_INCH = 200

Data = dict[str, Any]
Change = Callable[[str], str]
Kind = Literal["pdf", "png", "svg"]

log = logging.getLogger(__name__)

# One compiler keeps the fonts and what it has learnt of the templates, but serves one at a time.
_lock = threading.Lock()
_PLAIN = re.compile("[^\n\u0020-\u007e\u00a0-\u00ff\u2013\u2019\u201d]")


class CannotSet(RuntimeError):
    """Typst would not set the document."""


def render(
    template: str,
    data: Data,
    moment: datetime,
    typed: Callable[[Data, Change], Data],
    kind: Kind = "pdf",
) -> bytes:
    """Set a template of reports/typst with data; the same data always gives the same bytes.

    ``typed`` gives the data with a change made to everything that people have typed. The template
    also gets ``date``, ``fonts``, and ``replaced``: whether signs are missing. A picture is of the
    first page. Raises CannotSet.
    """
    stamp = int(moment.timestamp())
    with _lock:
        shown, replaced = _glyphs().showable(data)
        data = shown | {
            "replaced": replaced,
            "date": [moment.year, moment.month, moment.day],
            "fonts": FONTS,
        }
        try:
            return _compile(template, typed(data, breakable), stamp, kind)
        except CannotSet:
            # Shaping has corners that no list of characters knows. Nobody's report hangs on one.
            log.warning("%s is set again with plain characters only", template, exc_info=True)
            plain = typed(data, lambda text: breakable(_PLAIN.sub(glyphs.MISSING, text)))
            return _compile(template, plain | {"replaced": True}, stamp, kind)


def _compile(template: str, data: Data, stamp: int, kind: Kind) -> bytes:
    # Everything typed by people reaches the template as data and never as markup.
    inputs = {"data": json.dumps(data, ensure_ascii=False)}
    return _set(str(HERE / "typst" / template), inputs, stamp, kind)


def _set(source: str | bytes, inputs: dict[str, str], stamp: int, kind: Kind = "pdf") -> bytes:
    options: Data = {"pdf_standards": ["ua-1"]} if kind == "pdf" else {}
    try:
        made = _compiler().compile(
            input=source,
            format=kind,
            ppi=DOTS_PER_INCH if kind == "png" else None,
            sys_inputs=inputs,
            timestamp=stamp,
            **options,
        )
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        # A panic in the compiler is no Exception.
        raise CannotSet(str(error)) from error
    return bytes(made[0] if isinstance(made, list) else made)


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
