"""The commands of exchange between installations: the own key, whom to trust, files out and in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer

from commands import fail
from services.actor import OPERATOR
from services.errors import Refused
from services.exchange import exchange
from services.exchange import file as exchange_file
from services.exchange import key as exchange_key
from services.installation import setup, storage
from services.installation.storage import StorageProblem
from wording.exchange import OUTCOMES, key_lines, pool_line, trusted_line

_commands = typer.Typer(
    no_args_is_help=True,
    help="Utbyt det som ögonblicksbilderna visar med andra installationer.",
)


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_commands, name="exchange")


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except (StorageProblem, Refused, setup.SettingsProblem) as problem:
        fail(str(problem))


@_commands.command("key")
def key() -> None:
    """Visa installationens nyckel. Finns ingen görs den."""
    with _told():
        if exchange_key.make():
            typer.echo(
                f"Nyckeln är gjord: {exchange_key.path()}. Spara en kopia på ett säkert ställe."
            )
        public = exchange_key.public()
        for line in key_lines(exchange_key.fingerprint(public), public):
            typer.echo(line)


@_commands.command("trust")
def trust(
    name: Annotated[str, typer.Argument(help="Vad den andra installationen heter.")],
    given: Annotated[str, typer.Argument(metavar="NYCKEL", help="Nyckeln, eller en fil med den.")],
    yes: Annotated[bool, typer.Option("--yes", help="Fråga inte.")] = False,
) -> None:
    """Lita på en annan installation, så att dess filer går att läsa in."""
    with _told():
        found = exchange_key.read(_text(given))
        if not yes:
            typer.echo(f"Fingeravtryck: {exchange_key.fingerprint(found)}")
            if not typer.confirm(f"Har {name} samma? y = ja, n = nej"):
                fail("Avbrutet. Inget är ändrat.")
        storage.ready()
        with storage.writing() as session:
            exchange.trust(session, OPERATOR, name, found)
        typer.echo(f"{name} är betrodd.")


@_commands.command("trusted")
def trusted() -> None:
    """Visa vilka som är betrodda och vad de har lämnat."""
    with _told():
        storage.ready()
        with storage.reading() as session:
            found = exchange.trusted(session, OPERATOR)
    for each in found:
        typer.echo(trusted_line(each.name, each.fingerprint, each.at))
        for pool in each.pools:
            typer.echo(f"  {pool_line(pool.pool, pool.number, pool.made_at, pool.n)}")
    if not found:
        typer.echo("Ingen annan installation är betrodd.")


@_commands.command("distrust")
def distrust(
    name: Annotated[str, typer.Argument(help="Vad den andra installationen heter.")],
) -> None:
    """Sluta lita på en installation. Dess tal försvinner genast."""
    with _told():
        storage.ready()
        with storage.writing() as session:
            exchange.distrust(session, OPERATOR, name)
        typer.echo(f"{name} är inte betrodd längre. Dess tal är borta.")


@_commands.command("export")
def export(out: Annotated[Path, typer.Argument(help="Filen som skapas.")]) -> None:
    """Skriv det som de senaste ögonblicksbilderna visar till en undertecknad fil."""
    with _told():
        private = exchange_key.private()
        storage.ready()
        with storage.reading() as session:
            content = exchange.export(session, OPERATOR, private)
    try:
        with out.open("xb") as file:
            file.write(content)
    except FileExistsError:
        fail(f"{out} finns redan och skrivs inte över. Välj ett annat namn.")
    except OSError as error:
        fail(f"{out} går inte att skriva: {error.strerror}.")
    typer.echo(f"{out} är skriven.")


@_commands.command("import")
def take_in(
    source: Annotated[Path, typer.Argument(help="Filen från en annan installation.")],
) -> None:
    """Läs in en fil från en betrodd installation. En nyare ersätter den förra."""
    try:
        with source.open("rb") as file:
            # One byte more than is allowed tells that it is too much.
            raw = file.read(exchange_file.LARGEST + 1)
    except FileNotFoundError:
        fail(f"{source} finns inte.")
    except OSError as error:
        fail(f"{source} går inte att läsa: {error.strerror}.")
    with _told():
        storage.ready()
        with storage.writing() as session:
            found = exchange.take_in(session, OPERATOR, raw)
    typer.echo(found.name)
    for pool, outcome in found.pools:
        said = pool_line(pool.pool, pool.number, pool.made_at, pool.n)
        typer.echo(f"  {said}: {OUTCOMES[outcome]}.")


def _text(given: str) -> str:
    """What a file holds, when it is the name of one."""
    path = Path(given)
    try:
        return path.read_text("utf-8")[:1000] if path.is_file() else given
    except (OSError, UnicodeError):
        return given
