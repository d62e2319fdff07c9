"""The log: one line an event, in text or JSON, to stderr. No line tells of a person.

What is kept out: names, addresses of e-mail and machines, answers, and what follows ? in an address.
Three things see to that. Riktmärket's own lines hold only kinds, counts and codes. Values that other
libraries put into their lines are left out, and of an exception its kind and place are kept but not
its message, which may repeat what somebody typed. What is left is searched for addresses.
"""

from __future__ import annotations

import copy
import ipaddress
import json
import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import EventDict, Processor

from services.installation.storage import StorageProblem

# Riktmärket's own packages choose what they log.
OWN = frozenset(
    {"app", "data", "navigation", "pages", "questionnaires", "reports", "scoring", "services",
     "ui", "web", "wording", "riktmarket"}
)  # fmt: skip
# Their messages are about code, or are sentences of ours.
PLAIN = (ImportError, AttributeError, NameError, TypeError, StorageProblem)

_HIDDEN: tuple[tuple[re.Pattern[str], str], ...] = (
    # What PostgreSQL adds to an error repeats the row.
    (re.compile(r"\n?\s*(DETAIL|CONTEXT|HINT):.*", re.DOTALL), ""),
    (re.compile(r"[^\s@<>\"'=(]+@[^\s@<>\"')]+"), "[e-post]"),
    (re.compile(r"\?[\w.%-]+=[^\s\"']*"), "?[…]"),
)
_ADDRESS = re.compile(
    r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}(?![\w.]\w)"
    r"|(?:[0-9a-fA-F]{0,4}:){2,7}[0-9a-fA-F.]{0,15}(?![\w:]))"
)
_KEPT = frozenset({"timestamp", "level", "logger", "request"})


def configure(log_format: str, stream: TextIO | None = None) -> None:
    """Let every logger of this process write through here. ``log_format`` is text or json."""
    render: Processor = _json if log_format == "json" else _text
    handler = _Handler(stream or sys.stderr)
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _exception,
                _private,
                render,
            ],
        )
    )
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for old in [h for h in root.handlers if isinstance(h, _Handler)]:
        root.removeHandler(old)
    root.addHandler(handler)
    logging.getLogger("riktmarket").setLevel(logging.INFO)
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("uvicorn", "streamlit", "websockets"):
            adopt(logging.getLogger(name))
    # Those lines say who asked for what.
    logging.getLogger("uvicorn.access").disabled = True
    logging.getLogger("uvicorn.error").setLevel(logging.WARNING)


def adopt(logger: logging.Logger) -> None:
    """Let a library's logger write through here instead of by itself."""
    logger.handlers.clear()
    logger.propagate = True


def log() -> structlog.stdlib.BoundLogger:
    """Riktmärket's own log. Give it kinds, counts and codes, never what somebody typed."""
    found: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger("riktmarket")
    return found


def hide(text: str) -> str:
    """A text without addresses of e-mail and machines, and without what follows ? in addresses."""
    for pattern, instead in _HIDDEN:
        text = pattern.sub(instead, text)
    return _ADDRESS.sub(lambda found: _unless_address(found.group()), text)


def _unless_address(text: str) -> str:
    # Clock times and versions look much the same.
    try:
        ipaddress.ip_address(text.rstrip("."))
    except ValueError:
        return text
    return "[adress]"


class _Handler(logging.StreamHandler[TextIO]):
    def emit(self, record: logging.LogRecord) -> None:
        # A copy: other handlers get the record after this one.
        record = copy.copy(record)
        if record.name.partition(".")[0] not in OWN and record.args:
            record.args = _without_values(record.args)
        super().emit(record)


def _without_values(args: Any) -> Any:
    if isinstance(args, Mapping):
        return {name: _plain(value) for name, value in args.items()}
    return tuple(_plain(value) for value in args)


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    return type(value).__name__ if isinstance(value, BaseException) else "[…]"


def _exception(_: Any, __: str, event: EventDict) -> EventDict:
    found = event.pop("exc_info", None)
    event.pop("stack_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = _told(error)
    return event


def _told(error: BaseException) -> list[str]:
    """The exception's kind and where it was, then what it came from."""
    lines: list[str] = []
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        name = f"{type(cause).__module__}.{type(cause).__qualname__}".removeprefix("builtins.")
        lines.append(f"{name}: {cause}" if isinstance(cause, PLAIN) else name)
        lines += [
            f"  {frame.filename}:{frame.lineno} {frame.name}"
            for frame in traceback.extract_tb(cause.__traceback__)
        ]
        cause = cause.__cause__ or cause.__context__
    return lines


def _private(_: Any, __: str, event: EventDict) -> EventDict:
    for key, value in event.items():
        if key in _KEPT:
            continue
        if isinstance(value, str):
            event[key] = hide(value)
        elif isinstance(value, list):
            event[key] = [hide(str(line)) for line in value]
    return event


def _json(_: Any, __: str, event: EventDict) -> str:
    return json.dumps(event, ensure_ascii=False, default=str)


def _text(_: Any, __: str, event: MutableMapping[str, Any]) -> str:
    head = f"{event.pop('timestamp')} {event.pop('level')} {event.pop('logger', '')}"
    words = event.pop("event")
    lines = event.pop("exception", [])
    more = "".join(f" {key}={value}" for key, value in event.items())
    trace = "".join(f"\n{line}" for line in ["Traceback:", *lines]) if lines else ""
    return f"{head}: {words}{more}{trace}"
