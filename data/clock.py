"""The one clock, so that it can be set: by tests, and for what is told of another day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime

_set: ContextVar[datetime | None] = ContextVar("riktmarket-clock", default=None)


def now() -> datetime:
    """The present moment in UTC."""
    return _set.get() or datetime.now(UTC)


@contextmanager
def standing(moment: datetime) -> Iterator[None]:
    """Let the clock stand at a moment, for this thread alone."""
    before = _set.set(moment)
    try:
        yield
    finally:
        _set.reset(before)
