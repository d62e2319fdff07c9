"""A workshop in a room without the internet: the app on this computer, a page for the room's phones."""

from __future__ import annotations

import ipaddress
import subprocess
import sys
from pathlib import Path
from typing import Annotated

import typer

from commands import fail
from services.installation import setup, storage
from services.installation.storage import StorageProblem
from services.workshop import room

HERE = Path(__file__).parent.parent


def add_to(app: typer.Typer) -> None:
    """Add the command."""
    app.command("workshop")(workshop)


def workshop(
    port: Annotated[
        int, typer.Option(help="Porten som telefonerna når.", min=1, max=65535)
    ] = room.PORT,
    app_port: Annotated[
        int, typer.Option(help="Porten som er egen webbläsare når.", min=1, max=65535)
    ] = 8501,
    address: Annotated[
        str, typer.Option(help="Datorns adress i rummets nät, när den inte hittas av sig själv.")
    ] = "",
) -> None:
    """Håll en workshop från den här datorn. Bara deltagarnas sida syns i nätet."""
    from web import server

    setup.check()
    if setup.sign_in_mode() != "local":
        fail(
            f"Installationen har inloggning. Deltagarna röstar på {setup.address()}/rost och det "
            "här kommandot behövs inte."
        )
    own = _own(address)
    try:
        storage.ready()
        if storage.is_example():
            fail("Exempelvärlden visas bara på den egna datorn. Håll workshopen i er egen databas.")
    except StorageProblem as problem:
        fail(str(problem))
    if not server.free("0.0.0.0", port):  # noqa: S104  the room's phones come from elsewhere
        fail(f"Port {port} används redan. Välj en annan: workshop --port {port + 1}")
    where = f"http://{own}:{port}"
    beside = _app(app_port) if server.free("127.0.0.1", app_port) else None
    try:
        _tell(where, app_port, begun=beside is not None)
        with room.announced(where):
            server.run("0.0.0.0", port, target="web.workshop.room:app")  # noqa: S104
    except OSError as problem:
        fail(f"Adressen gick inte att skriva i datamappen: {problem.strerror}.")
    finally:
        if beside:
            beside.terminate()
            beside.wait()


def _own(given: str) -> str:
    found = given or room.own_address()
    if found is None:
        fail(
            "Datorn har inget nät. Anslut den till rummets nät, eller till en telefons delade nät, och "
            "försök igen. Annars: workshop --address 192.168.1.20"
        )
    try:
        return str(ipaddress.IPv4Address(found))
    except ValueError:
        fail(f"{found} är ingen adress av slaget 192.168.1.20.")


def _app(port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603  our own program
        [sys.executable, "manage.py", "serve", "--port", str(port)], cwd=HERE
    )


def _tell(where: str, app_port: int, *, begun: bool) -> None:
    import segno

    typer.echo(f"Deltagarna går till {where} med en telefon i samma nät:")
    segno.make(where, error="m").terminal(compact=True)
    typer.echo("Koden visas när ni har gjort en workshop i Riktmärket.")
    already = "" if begun else " Den är redan i gång."
    typer.echo(f"Ni själva leder den på http://127.0.0.1:{app_port}/workshop.{already}")
    typer.echo("Bara deltagarnas sida syns i nätet. Avsluta med Ctrl+C.")
