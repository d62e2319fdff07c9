"""``manage.py example``: the example's world, made and taken away."""

from __future__ import annotations

from typing import Annotated

import typer

from commands import fail
from services.example import world
from services.installation.storage import StorageProblem


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(example)


def example(
    again: Annotated[bool, typer.Option("--again", help="Gör om den som finns.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Ta bort den, och inget annat.")] = False,
    database: Annotated[
        str | None,
        typer.Option(help="En tom databas att fylla i stället för filen bredvid den egna."),
    ] = None,
) -> None:
    """Gör en exempelvärld: en påhittad koncern, 120 andra och två års svar, i en egen databas."""
    if again and remove:
        fail("Ange antingen --again eller --remove.")
    try:
        if remove:
            typer.echo(f"Exempelvärlden är borttagen: {world.remove(database)}")
            return
        where = world.make(database, again=again, told=lambda what: typer.echo(f"  {what} …"))
    except StorageProblem as problem:
        fail(str(problem))
    typer.echo(f"Exempelvärlden är gjord: {where}")
    typer.echo("Allt i den är påhittat. Den blandas aldrig med er egen databas.")
    if database is None:
        typer.echo("Visa den: manage.py serve --example")
    else:
        typer.echo("Visa den: sätt DATABASE_URL till databasen och kör manage.py serve")
