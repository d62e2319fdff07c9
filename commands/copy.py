"""``manage.py copy``: a whole installation from one database to another."""

from __future__ import annotations

from typing import Annotated

import typer

from services.installation import storage
from services.installation.storage import Content, CopyProblem, StorageProblem

_ADDRESS = "postgresql+psycopg://… eller sqlite:///…"


def copy(
    target: Annotated[str, typer.Option("--to", help=f"Den tomma databasen som fylls: {_ADDRESS}")],
    source: Annotated[
        str | None,
        typer.Option("--from", help=f"Databasen som kopieras: {_ADDRESS} Annars installationens."),
    ] = None,
) -> None:
    """Kopiera hela installationen till en annan, tom databas, och jämför efteråt."""
    try:
        found = storage.copy(
            source, target, lambda name: typer.echo(f"Kopierar {name} …", err=True)
        )
    except CopyProblem as problem:
        which = {"source": "--from: ", "target": "--to: ", None: ""}[problem.side]
        _refuse(f"{which}{problem}")
    except StorageProblem as problem:
        _refuse(str(problem))
    for line in _table(found):
        typer.echo(line)
    typer.echo(
        f"\nAntal rader och kontrollsumma är räknade i båda databaserna och lika i alla "
        f"{len(found)} tabeller."
    )
    typer.echo("Det som skrivs i den gamla databasen härefter följer inte med.")
    typer.echo("Sätt DATABASE_URL till den nya och starta Riktmärket.")


def _refuse(why: str) -> None:
    typer.echo(why, err=True)
    typer.echo("Inget är kopierat.", err=True)
    raise typer.Exit(1)


def _table(found: tuple[Content, ...]) -> list[str]:
    width = max(len("Tabell"), *(len(content.table) for content in found))
    lines = [f"{'Tabell':<{width}}  {'Rader':>9}  Kontrollsumma"]
    lines += [f"{c.table:<{width}}  {c.count:>9}  {c.checksum[:16]}" for c in found]
    return [*lines, f"{'Summa':<{width}}  {sum(c.count for c in found):>9}"]
