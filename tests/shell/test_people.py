"""The first administrator, and the way back in, from a shell."""

from __future__ import annotations

import re

import pytest

from tests.shell.test_manage import run
from tests.support.people import SECRET

__all__ = ["run"]

ADDRESS = "https://riktmarket.kommun.example"
ACCOUNTS = {
    "RIKTMARKET_SIGN_IN": "accounts",
    "RIKTMARKET_SECRET": SECRET,
    "RIKTMARKET_ADDRESS": ADDRESS,
}
ANNA = ("--email", "anna@kommun.example")


def test_the_first_administrator_gets_a_link(run):
    made = run("create-admin", *ANNA, "--name", "Anna Berg", **ACCOUNTS)
    assert made.returncode == 0, made.stderr
    assert re.search(rf"^{ADDRESS}/\S+/\S{{20,}}$", made.stdout, re.M)
    # Whoever lost that link gets another.
    again = run("password-link", *ANNA, **ACCOUNTS)
    assert again.returncode == 0, again.stderr
    assert re.search(rf"^{ADDRESS}/nytt-losenord/\S{{20,}}$", again.stdout, re.M)


def test_an_administrator_with_a_password_and_a_new_link_for_them(run):
    typed = "korrekt häst batteri\nkorrekt häst batteri\n"
    made = run("create-admin", *ANNA, "--name", "Anna", "--password", input=typed, **ACCOUNTS)
    assert made.returncode == 0, made.stderr
    assert "anna@kommun.example kan logga in på" in made.stdout
    assert "korrekt" not in made.stdout + made.stderr
    link = run("password-link", *ANNA, "--reset-second-factor", **ACCOUNTS)
    assert link.returncode == 0, link.stderr
    assert re.search(rf"^{ADDRESS}/nytt-losenord/\S{{20,}}$", link.stdout, re.M)


@pytest.mark.parametrize(
    ("arguments", "typed", "said"),
    [
        (("create-admin", *ANNA, "--name", "Anna", "--password"), "kort\nkort\n", "tecken"),
        (("create-admin", "--email", "anna", "--name", "Anna"), "", "Skriv en e-postadress"),
        (("password-link", "--email", "ingen@kommun.example"), "", "ingen@kommun.example"),
    ],
)
def test_what_cannot_be_done_is_said(run, arguments, typed, said):
    refused = run(*arguments, input=typed, **ACCOUNTS)
    assert refused.returncode == 1
    assert said in refused.stderr
    assert "Traceback" not in refused.stderr


def test_nobody_signs_in_on_a_computer_without_sign_in(run):
    refused = run("create-admin", *ANNA, "--name", "Anna")
    assert refused.returncode == 1
    assert "ingen inloggning" in refused.stderr
