"""Commands about people."""

from __future__ import annotations

from typing import Annotated

import typer

from commands import fail
from services.errors import Refused
from services.installation import setup, storage
from services.installation.storage import StorageProblem
from services.people import accepting, password_links


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command("create-admin")(create_admin)
    app.command("password-link")(password_link)


def create_admin(
    email: Annotated[str, typer.Option(help="E-postadressen att logga in med.")],
    name: Annotated[str, typer.Option(help="Namnet som andra ser.")],
    password: Annotated[
        bool, typer.Option("--password", help="Skriv lösenordet här i stället för att få en länk.")
    ] = False,
) -> None:
    """Gör någon till administratör: den lägger upp organisationer och bjuder in deras ägare."""
    chosen = ""
    if password:
        chosen = typer.prompt("Lösenord", hide_input=True, confirmation_prompt="En gång till")
    try:
        storage.ready()
        if setup.sign_in_mode() == "local":
            fail("Installationen har ingen inloggning. Slå på den först: se docs/inloggning.md.")
        setup.check()
        with storage.writing() as session:
            if password:
                accepting.administrator_with_password(
                    session, name=name, email=email, password=chosen
                )
                path = ""
            else:
                path = accepting.administrator(session, name=name, email=email)
    except (StorageProblem, Refused, setup.SettingsProblem) as problem:
        fail(str(problem))
    if password:
        typer.echo(f"{email} kan logga in på {setup.address()}")
    elif setup.sign_in_mode() == "oidc":
        typer.echo(f"{email} är administratör från sin första inloggning på {setup.address()}")
    else:
        typer.echo("Länken väljer lösenord. Den fungerar en gång, i två dygn:")
        typer.echo(f"{setup.address()}{path}")


def password_link(
    email: Annotated[str, typer.Option(help="Kontots e-postadress.")],
    without_second_factor: Annotated[
        bool, typer.Option("--reset-second-factor", help="Stäng också av tvåstegsinloggningen.")
    ] = False,
) -> None:
    """Gör en länk för att välja nytt lösenord, åt den som inte kommer in."""
    try:
        storage.ready()
        setup.check()
        with storage.writing() as session:
            path = password_links.password_link(
                session, email, second_factor_off=without_second_factor
            )
    except (StorageProblem, Refused, setup.SettingsProblem) as problem:
        fail(str(problem))
    typer.echo("Länken väljer lösenord. Den fungerar en gång, i två timmar:")
    typer.echo(f"{setup.address()}{path}")
