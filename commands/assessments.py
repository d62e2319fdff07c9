"""Commands about assessments."""

from __future__ import annotations

import typer

from commands import fail
from services import assessments, organisations, storage
from services.actor import OPERATOR
from services.storage import StorageProblem
from wording.numbers import date_and_clock


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("list")(list_assessments)


def list_assessments() -> None:
    """Lista självskattningarna med id."""
    try:
        storage.ready()
        with storage.reading() as session:
            own = organisations.own(session, OPERATOR)
            found = assessments.overview(session, OPERATOR, own.id) if own else []
    except StorageProblem as problem:
        fail(str(problem))
    for summary in found:
        typer.echo(
            f"{summary.id}  {summary.questionnaire_name} {summary.period}  "
            f"{summary.answered}/{summary.asked}  ändrad {date_and_clock(summary.changed_at)}"
        )
    if not found:
        typer.echo("Inga självskattningar än.")
