"""Commands of manage.py, a module a subject."""

from __future__ import annotations

from typing import NoReturn

import typer


def fail(*lines: str) -> NoReturn:
    """Say why on the error stream and exit with 1."""
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)
