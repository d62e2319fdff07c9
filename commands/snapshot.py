"""The command that makes snapshots, lists them and checks them."""

from __future__ import annotations

from typing import Annotated

import typer

from commands import fail
from services.actor import OPERATOR
from services.comparison import contributions, snapshot_check, snapshots
from services.comparison.snapshots import SnapshotView
from services.errors import Outdated, Refused
from services.installation import storage
from services.installation.storage import StorageProblem
from wording.comparison import snapshot_line
from wording.numbers import count

# Somebody may withdraw each time; it is not done for ever.
TRIES = 5


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command()(snapshot)


def snapshot(
    listed: Annotated[bool, typer.Option("--list", help="Visa de som finns.")] = False,
    check: Annotated[
        bool, typer.Option("--check", help="Räkna om den senaste och jämför.")
    ] = False,
) -> None:
    """Gör en ögonblicksbild för jämförelser. Avbryts den är den förra kvar."""
    try:
        storage.ready()
        if listed:
            _list()
        elif check:
            _check()
        else:
            _make()
    except (StorageProblem, Refused) as problem:
        fail(str(problem))


def _make() -> None:
    with storage.writing() as session:
        filled = contributions.fill(session, OPERATOR)
    total = filled
    while filled:
        typer.echo(f"  läser äldre inlämningar: {total}")
        with storage.writing() as session:
            filled = contributions.fill(session, OPERATOR)
        total += filled
    with storage.reading() as session:
        pools = snapshots.pools(session, OPERATOR)
    for pool in pools:
        _make_one(pool)
    if not pools:
        typer.echo("Ingen organisation har lämnat in något än.")


def _make_one(pool: str) -> None:
    for _ in range(TRIES):
        with storage.reading() as session:
            plan = snapshots.prepare(
                session, OPERATOR, pool, lambda what: typer.echo(f"  {pool}: {what}")
            )
        typer.echo(f"  {pool}: skriver")
        try:
            with storage.writing() as session:
                number = snapshots.publish(session, OPERATOR, plan)
        except Outdated:
            typer.echo(f"  {pool}: någon har ändrat sig under tiden. Börjar om.")
            continue
        if number is None:
            typer.echo(f"{pool}: inget nytt att visa. Den förra gäller.")
        else:
            shown = len(plan.decision.standings)
            typer.echo(
                f"{pool}: ögonblicksbild {number} med "
                f"{count(shown, 'organisation', 'organisationer')}."
            )
        return
    fail(f"{pool}: ändringar kom hela tiden emellan. Den förra är kvar. Försök igen.")


def _list() -> None:
    with storage.reading() as session:
        found = snapshots.overview(session, OPERATOR)
    for view in found:
        typer.echo(_line(view))
    if not found:
        typer.echo("Inga ögonblicksbilder än.")


def _line(view: SnapshotView) -> str:
    return snapshot_line(
        view.pool, view.number, view.made_at, view.n, view.groups, baseline=view.baseline
    )


def _check() -> None:
    faults: list[str] = []
    with storage.reading() as session:
        for pool in snapshots.pools(session, OPERATOR):
            found = snapshot_check.check(session, OPERATOR, pool)
            faults += [f"{pool}: {fault}" for fault in found]
            if not found:
                typer.echo(f"{pool}: stämmer.")
    if faults:
        fail(*faults)
