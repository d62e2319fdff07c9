"""The same services from a shell. ``python manage.py --help`` lists the commands."""

from __future__ import annotations

import json
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from commands import organisations as organisation_commands
from questionnaires.coverage import coverage as coverage_of
from questionnaires.errors import ContentProblem
from services import assessments, organisations, reports, scoring, storage, validation, versions
from services.actor import OPERATOR
from services.errors import Refused
from services.storage import StorageProblem
from wording.numbers import date_and_clock, decimal
from wording.results import profile_lines

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Riktmärket från kommandoraden.",
)


organisation_commands.add_to(app)


class Format(StrEnum):
    """Formats of a report."""

    pdf = "pdf"
    json = "json"


def _fail(*lines: str) -> NoReturn:
    for line in lines:
        typer.echo(line, err=True)
    raise typer.Exit(1)


@app.command()
def serve(
    port: Annotated[
        int, typer.Option(help="Porten som webbläsaren når appen på.", min=1, max=65535)
    ] = 8501,
) -> None:
    """Starta Riktmärket på den här datorn."""
    import os
    import socket

    import uvicorn

    with socket.socket() as probe:
        if os.name == "posix":
            # Lets a port be taken that was closed a moment ago; on Windows it would mean more.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            _fail(
                f"Port {port} används redan. Är Riktmärket redan i gång? Annars: serve --port 8502"
            )
    typer.echo(f"Riktmärket startar. Öppna http://127.0.0.1:{port} i webbläsaren.")
    typer.echo("Avsluta med Ctrl+C.")
    uvicorn.run("app:app", host="127.0.0.1", port=port, log_level="warning", access_log=False)


@app.command()
def validate(
    files: Annotated[list[Path], typer.Argument(help="Frågeformulär eller måluppsättningar.")],
) -> None:
    """Kontrollera innehållsfiler. Fel skrivs som fil:rad:kolumn: plats: vad."""
    wrong: list[str] = []
    for path in files:
        try:
            checked = validation.check(path)
        except ContentProblem as problem:
            wrong += [str(error) for error in problem.errors]
            continue
        typer.echo(f"{path}: {checked.what}. Inga fel.")
        for remark in checked.remarks:
            typer.echo(f"  råd: {remark}")
        for goal, value in checked.lix.items():
            typer.echo(f"  LIX {goal}: {value:.1f}".replace(".", ","))
    if wrong:
        _fail(*wrong)


@app.command()
def schema() -> None:
    """Skriv JSON Schema för innehållsfilerna, till hjälp i textredigerare."""
    for path in validation.write_schemas():
        typer.echo(path)


@app.command("coverage")
def print_coverage(
    questionnaire: Annotated[
        str, typer.Argument(help="Frågeformulärets id, eller en fil.")
    ] = "strategisk-upphandling",
) -> None:
    """Visa hur många frågor varje mål i varje måluppsättning får."""
    try:
        found = scoring.find_questionnaire(questionnaire)
    except ContentProblem as problem:
        _fail(*(str(error) for error in problem.errors))
    rows = {(row.framework, row.goal): row for row in coverage_of(found)}
    typer.echo(f"{found.name} {found.version}: {len(found.questions)} frågor")
    for framework in found.frameworks:
        typer.echo(f"\n{framework.name}")
        width = max(len(goal.name) for goal in framework.goals)
        typer.echo(f"  {'Mål':<{width}}  Frågor  Nyckelfrågor  Vikt")
        for goal in framework.goals:
            row = rows[framework.id, goal.id]
            typer.echo(
                f"  {goal.name:<{width}}  {row.questions:>6}  {row.key_questions:>12}  "
                f"{decimal(row.weight):>4}"
            )


@app.command()
def diff(
    old: Annotated[str, typer.Argument(help="Den gamla versionen: id, id@version eller en fil.")],
    new: Annotated[str, typer.Argument(help="Den nya, på samma sätt.")],
    as_json: Annotated[bool, typer.Option("--json", help="Skriv JSON.")] = False,
) -> None:
    """Visa vad som skiljer två versioner av ett frågeformulär, och vad som är fel i den nya."""
    try:
        found = versions.compare(old, new)
    except ContentProblem as problem:
        _fail(*(str(error) for error in problem.errors))
    if as_json:
        typer.echo(json.dumps(versions.data(found), ensure_ascii=False, indent=2))
        raise typer.Exit(1 if found.faults else 0)
    for line in found.lines:
        typer.echo(line)
    if found.step != "none" and found.old.id == found.new.id:
        typer.echo(f"\nÄndringarna kräver minst version {found.lowest}.")
    for remark in found.remarks:
        typer.echo(f"råd: {remark}")
    if found.faults:
        _fail(*(str(fault) for fault in found.faults))
    typer.echo("Inga fel.")


@app.command()
def score(
    questionnaire: Annotated[str, typer.Option(help="Frågeformulärets id, eller en fil.")],
    answers: Annotated[Path, typer.Option(help="YAML-fil med svar.")],
    framework: Annotated[
        str | None,
        typer.Option(help="Måluppsättningens id. Annars den som formuläret bygger på."),
    ] = None,
    every: Annotated[
        bool, typer.Option("--all", help="Räkna genom alla formulärets måluppsättningar.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Skriv JSON.")] = False,
) -> None:
    """Räkna fram resultatet av en fil med svar."""
    if every and framework is not None:
        _fail("Ange antingen --framework eller --all.")
    try:
        found = scoring.find_questionnaire(questionnaire)
        if every:
            profiles = scoring.score_file_through_all(found, answers)
        else:
            profiles = (scoring.score_file(found, answers, framework),)
    except ContentProblem as problem:
        _fail(*(str(error) for error in problem.errors))
    if as_json:
        data = scoring.data_of_all(found, profiles) if every else scoring.data(found, profiles[0])
        typer.echo(json.dumps(data, ensure_ascii=False, indent=2))
        return
    for i, profile in enumerate(profiles):
        if every:
            name = found.framework(profile.framework).name
            typer.echo(("\n" if i else "") + f"{name} ({profile.framework})")
        for line in profile_lines(found, profile):
            typer.echo(line)


@app.command("list")
def list_assessments() -> None:
    """Lista självskattningarna med id."""
    try:
        storage.ready()
        with storage.reading() as session:
            own = organisations.own(session, OPERATOR)
            found = assessments.overview(session, OPERATOR, own.id) if own else []
    except StorageProblem as problem:
        _fail(str(problem))
    for summary in found:
        typer.echo(
            f"{summary.id}  {summary.questionnaire_name} {summary.period}  "
            f"{summary.answered}/{summary.asked}  ändrad {date_and_clock(summary.changed_at)}"
        )
    if not found:
        typer.echo("Inga självskattningar än.")


@app.command()
def report(
    assessment: Annotated[str, typer.Option(help="Självskattningens id (se list), eller exempel.")],
    out: Annotated[Path, typer.Option(help="Filen som skrivs.")],
    report_format: Annotated[Format, typer.Option("--format", help="Format.")] = Format.pdf,
    framework: Annotated[str | None, typer.Option(help="Måluppsättningens id.")] = None,
) -> None:
    """Skriv en rapport till en fil."""
    try:
        storage.ready()
        with storage.reading() as session:
            made = reports.make(session, OPERATOR, assessment, report_format.value, framework)
        draft = out.with_name(f".{out.name}.del")
        draft.write_bytes(made.content)
        draft.replace(out)
    except (StorageProblem, Refused) as problem:
        _fail(str(problem))
    except OSError as error:
        _fail(f"{out} går inte att skriva: {error.strerror}.")
    typer.echo(f"{out}: {len(made.content)} byte.")


@app.command()
def migrate() -> None:
    """Skapa databasens tabeller, eller uppdatera dem till den här versionen."""
    try:
        changed = storage.migrate()
    except StorageProblem as problem:
        _fail(str(problem))
    typer.echo("Databasen är uppdaterad." if changed else "Databasen är redan aktuell.")


@app.command()
def backup(out: Annotated[Path, typer.Argument(help="Filen som skapas.")]) -> None:
    """Säkerhetskopiera hela installationen till en fil, medan den är i gång."""
    try:
        count = storage.backup(out)
    except FileExistsError:
        _fail(f"{out} finns redan och skrivs inte över. Välj ett annat namn.")
    except StorageProblem as problem:
        _fail(str(problem))
    typer.echo(f"{out}: {count} rader kopierade.")


@app.command()
def restore(
    source: Annotated[Path, typer.Argument(help="Säkerhetskopian.")],
    yes: Annotated[bool, typer.Option("--yes", help="Fråga inte.")] = False,
) -> None:
    """Ersätt installationens data med en säkerhetskopia. Det som ersätts sparas bredvid."""
    if not yes and not typer.confirm(
        "Alla nuvarande svar ersätts av kopians. Fortsätta? y = ja, n = nej"
    ):
        _fail("Avbrutet. Inget är ändrat.")
    try:
        count = storage.restore(source)
    except FileNotFoundError:
        _fail(f"{source} finns inte.")
    except StorageProblem as problem:
        # What is damaged or newer is the copy: the data it would replace may be either.
        about_copy = {
            "damaged": f"{source} är skadad, eller ingen säkerhetskopia från Riktmärket. "
            "Välj en annan kopia.",
            "newer": f"{source} är gjord av en nyare version av Riktmärket. "
            "Uppdatera programmet först.",
        }
        _fail(about_copy.get(problem.kind, str(problem)), "Inget är ändrat.")
    typer.echo(f"{count} rader återställda från {source}.")


# Typer shows only this much of how it reads a command line; the rest is its base classes.
_UsageError: Any = typer.BadParameter.__mro__[1]


def _in_swedish(problem: Any) -> str:
    command = problem.ctx.command_path if problem.ctx else "manage.py"
    more = f"Se {command} --help."
    parameter = getattr(problem, "param", None)
    name = parameter.opts[0] if parameter else ""
    match type(problem).__name__:
        case "NoSuchOption":
            return f"{problem.option_name} finns inte. {more}"
        case "MissingParameter":
            return f"{name} saknas. {more}"
        case "BadParameter":
            return f"Värdet för {name} går inte att använda. {more}"
        case _:
            return f"Kommandot går inte att förstå. {more}"


def main() -> None:
    """Run the command line; content that cannot be loaded is told without a traceback."""
    try:
        # What a command exits with comes back as a number.
        sys.exit(app(standalone_mode=False) or 0)
    except typer.Abort:
        typer.echo("Avbrutet.", err=True)
        sys.exit(1)
    except _UsageError as problem:
        typer.echo(_in_swedish(problem), err=True)
        sys.exit(1)
    except ContentProblem as problem:
        for error in problem.errors:
            typer.echo(str(error), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
