"""Commands about assessments."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from commands import fail
from services.actor import OPERATOR
from services.assessments import assessments
from services.errors import Refused
from services.files import File
from services.forms import handing_out
from services.installation import storage
from services.installation.storage import StorageProblem
from services.organisations import organisations
from services.reports import build
from wording.numbers import date_and_clock

ReportFormat = Literal["pdf", "summary", "plan", "docx", "pptx", "xlsx", "csv", "json", "charts"]
BlankFormat = Literal["pdf", "docx", "xlsx", "yaml"]


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("list")(list_assessments)
    app.command()(report)
    app.command()(blank)


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


def report(
    assessment: Annotated[str, typer.Option(help="Självskattningens id (se list), eller exempel.")],
    out: Annotated[Path, typer.Option(help="Filen som skrivs.")],
    report_format: Annotated[ReportFormat, typer.Option("--format", help="Format.")] = "pdf",
    framework: Annotated[str | None, typer.Option(help="Måluppsättningens id.")] = None,
) -> None:
    """Skriv en rapport till en fil."""
    _write(out, lambda s: build.make(s, OPERATOR, assessment, report_format, framework))


def blank(
    assessment: Annotated[str, typer.Option(help="Självskattningens id (se list), eller exempel.")],
    out: Annotated[Path, typer.Option(help="Filen som skrivs.")],
    blank_format: Annotated[BlankFormat, typer.Option("--format", help="Format.")],
    group: Annotated[list[str] | None, typer.Option(help="Bara de här målen, med id.")] = None,
    answers: Annotated[bool, typer.Option("--answers", help="Ta med svaren (xlsx, yaml).")] = False,
) -> None:
    """Skriv frågorna till en fil att fylla i, på papper eller för att läsas in."""
    _write(
        out,
        lambda s: handing_out.make(
            s, OPERATOR, assessment, blank_format, chosen=group or (), with_answers=answers
        ),
    )


def _write(out: Path, make: Callable[[Any], File]) -> None:
    draft = out.with_name(f".{out.name}.del")
    try:
        storage.ready()
        with storage.reading() as session:
            content = make(session).content
        draft.write_bytes(content)
        draft.replace(out)
    except (StorageProblem, Refused) as problem:
        fail(str(problem))
    except OSError as error:
        fail(f"{out} går inte att skriva: {error.strerror}.")
    typer.echo(f"{out}: {len(content)} byte.")
