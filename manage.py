"""The same services from a shell. ``python manage.py --help`` lists the commands."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from commands import assessments, example, people
from commands import exchange as exchange_commands
from commands import fail as _fail
from commands import organisations as organisation_commands
from commands import snapshot as snapshot_commands
from commands.copy import copy
from commands.workshop import add_to as add_workshop
from questionnaires.errors import ContentProblem
from services.authoring import scoring, validation, versions
from services.example import world
from services.installation import setup, storage
from services.installation import setup as installation_setup
from services.installation.storage import SettingsProblem, StorageProblem
from wording.commandline import copy_problem, coverage_lines, usage_problem
from wording.results import profile_lines

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Riktmärket från kommandoraden.",
)


assessments.add_to(app)
people.add_to(app)
organisation_commands.add_to(app)
example.add_to(app)
snapshot_commands.add_to(app)
exchange_commands.add_to(app)
add_workshop(app)


@app.command()
def serve(
    port: Annotated[
        int, typer.Option(help="Porten som webbläsaren når appen på.", min=1, max=65535)
    ] = 8501,
    host: Annotated[
        str,
        typer.Option(help="Adressen att lyssna på. Annat än den egna datorn kräver inloggning."),
    ] = "127.0.0.1",
    shown: Annotated[
        bool, typer.Option("--example", help="Visa exempelvärlden, som görs med manage.py example.")
    ] = False,
) -> None:
    """Starta Riktmärket. Flera processer: en åt gången med var sin port."""
    from web import server

    try:
        if shown:
            world.use()
    except StorageProblem as problem:
        _fail(str(problem))
    setup.refuse_open(host)
    storage.refuse_shown_to_others()
    if not server.free(host, port):
        _fail(
            f"Port {port} används redan på {host}, eller går inte att öppna. Är Riktmärket redan i gång? "
            "Annars: serve --port 8502"
        )
    where = setup.address() or f"http://127.0.0.1:{port}"
    if installation_setup.log_format() == "text":
        # Whoever reads JSON is a program, and gets nothing else.
        typer.echo(f"Riktmärket startar. Öppna {where} i webbläsaren.")
        typer.echo("Avsluta med Ctrl+C.")
    server.run(host, port)


@app.command()
def validate(
    files: Annotated[
        list[Path], typer.Argument(help="Frågeformulär, måluppsättningar, siffror, exempel.")
    ],
) -> None:
    """Kontrollera innehållsfiler. Fel skrivs som fil:rad:kolumn: plats: vad."""
    wrong: list[str] = []
    for path in files:
        try:
            checked = validation.check(path, files)
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
    framework: Annotated[
        str | None, typer.Option(help="Bara den här måluppsättningen: id eller en fil.")
    ] = None,
) -> None:
    """Visa hur många frågor varje mål i varje måluppsättning får."""
    try:
        found = scoring.find_questionnaire(questionnaire)
        shown = found.frameworks
        if framework:
            found, only = scoring.find_framework(found, framework)
            shown = (only,)
    except ContentProblem as problem:
        _fail(*(str(error) for error in problem.errors))
    for line in coverage_lines(found, shown):
        typer.echo(line)


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
        typer.Option(
            help="Måluppsättningens id, eller en fil. Annars den som formuläret bygger på."
        ),
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
            found, through = scoring.find_framework(found, framework)
            profiles = (scoring.score_file(found, answers, through.id),)
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
        _fail(copy_problem(source, problem.kind) or str(problem), "Inget är ändrat.")
    typer.echo(f"{count} rader återställda från {source}.")


app.command()(copy)


# Typer shows only this much of how it reads a command line; the rest is its base classes.
_UsageError: Any = typer.BadParameter.__mro__[1]


def main() -> None:
    """Run the command line; content that cannot be loaded is told without a traceback."""
    try:
        # What a command exits with comes back as a number.
        sys.exit(app(standalone_mode=False) or 0)
    except typer.Abort:
        typer.echo("Avbrutet.", err=True)
        sys.exit(1)
    except _UsageError as problem:
        typer.echo(usage_problem(problem), err=True)
        sys.exit(1)
    except (ContentProblem, SettingsProblem) as problem:
        typer.echo(str(problem), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
