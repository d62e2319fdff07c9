"""Commands about whole organisations: take one in, and let go of what has been kept long enough."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from commands import fail
from services.actor import OPERATOR
from services.archive import reading
from services.archive.zip import LARGEST_FILE, NOTHING_READ
from services.assessments import assessments
from services.errors import Refused
from services.installation import storage
from services.installation.storage import StorageProblem
from services.organisations import retention
from wording.numbers import count


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("import-organisation")(import_organisation)
    app.command("purge")(purge)


def import_organisation(
    file: Annotated[Path, typer.Argument(help="Filen som hämtades på sidan Data.")],
) -> None:
    """Läs in en organisation ur en fil, som en ny organisation. Allt läses in, eller inget."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            fail(f"{file} är större än {LARGEST_FILE // 1_000_000} MB. {NOTHING_READ}")
        raw = file.read_bytes()
    except FileNotFoundError:
        fail(f"{file} finns inte.")
    except OSError as error:
        fail(f"{file} går inte att läsa: {error.strerror}.")
    try:
        examined = reading.examine(raw)
        storage.ready()
        with storage.writing() as session:
            made = reading.take_in(session, OPERATOR, examined)
    except (StorageProblem, Refused) as problem:
        fail(str(problem))
    typer.echo(
        f"{examined.name} är inläst med {count(examined.assessments, 'självskattning', 'självskattningar')} "
        f"och {count(examined.answers, 'svar', 'svar')}. Organisationens id är {made}."
    )


def purge() -> None:
    """Gallra: lägg det som sparats för länge i papperskorgen, och töm det som legat där i 30 dagar."""
    try:
        storage.ready()
        with storage.writing() as session:
            binned = retention.run(session, OPERATOR)
            removed = assessments.empty_bin(session, OPERATOR)
    except StorageProblem as problem:
        fail(str(problem))
    typer.echo(f"Lagda i papperskorgen: {binned}")
    typer.echo(f"Raderade för gott: {removed}")
