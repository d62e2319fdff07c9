"""``manage.py example`` and ``serve --example``: made, made again, refused and taken away."""

from __future__ import annotations

import pytest

from tests.shell.test_manage import run  # noqa: F401  the fixture
from tests.support import exampleworld
from tests.support.people import SECRET


def test_made_once_and_taken_away(run, tmp_path):  # noqa: F811
    var = tmp_path / "var"
    made = run("example")
    assert made.returncode == 0, made.stderr
    assert "förra årets svar" in made.stdout
    assert "manage.py serve --example" in made.stdout
    assert [each.name for each in var.iterdir()] == ["exempelvarlden.db"]
    twice = run("example")
    assert twice.returncode == 1
    assert "finns redan" in twice.stderr
    assert "--again" in twice.stderr
    copied = run(
        "copy", "--from", f"sqlite:///{var / 'exempelvarlden.db'}", "--to", "sqlite:///x.db"
    )
    assert copied.returncode == 1
    assert "kopieras inte" in copied.stderr
    assert run("example", "--remove").returncode == 0
    assert list(var.iterdir()) == []
    again = run("example", "--remove")
    assert again.returncode == 1
    assert "ingen exempelvärld" in again.stderr
    assert not any("Traceback" in done.stderr for done in (twice, copied, again))


@pytest.mark.parametrize(
    ("arguments", "variables", "says"),
    [
        ((), {"RIKTMARKET_SIGN_IN": "accounts"}, "Ta bort RIKTMARKET_SIGN_IN"),
        ((), {}, "Ta bort RIKTMARKET_SIGN_IN och RIKTMARKET_ADDRESS"),
        (("--host", "0.0.0.0"), {"RIKTMARKET_ADDRESS": ""}, "bara på den egna datorn"),
    ],
)
def test_it_is_not_served_to_others(run, tmp_path, arguments, variables, says):  # noqa: F811
    exampleworld.copied(tmp_path / "var")
    known = {"RIKTMARKET_SECRET": SECRET, "RIKTMARKET_ADDRESS": "https://riktmarket.example.org"}
    done = run("serve", "--example", *arguments, **known | variables)
    assert done.returncode == 1
    assert says in done.stderr
    assert "startar" not in done.stdout
    assert "Traceback" not in done.stderr


def test_serving_it_before_it_is_made_says_how(run):  # noqa: F811
    done = run("serve", "--example")
    assert done.returncode == 1
    assert "manage.py example" in done.stderr


def test_both_at_once_are_refused(run):  # noqa: F811
    assert "antingen --again eller --remove" in run("example", "--again", "--remove").stderr
