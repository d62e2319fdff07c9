"""Exchange from a shell: two installations, a key between them, and words for what goes wrong."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from tests.shell.test_manage import ROOT, run
from tests.shell.test_snapshot import prepared
from tests.support.peerworld import publish

__all__ = ["run"]


def line(text: str, start: str) -> str:
    return next(row.partition(": ")[2] for row in text.splitlines() if row.startswith(start))


@pytest.fixture(scope="module")
def there(tmp_path_factory):
    """Where another installation is, which has published, and what it said of its key."""
    folder = tmp_path_factory.mktemp("there")
    database = prepared(folder, 8)
    publish(database)
    database.close()
    done = call(folder, "exchange", "key")
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


def call(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env={**os.environ, "RIKTMARKET_VAR": str(folder / "var"), "DATABASE_URL": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_from_one_to_another_and_out_again(run, there, tmp_path):
    place, said = there
    key, short = line(said, "Nyckel:"), line(said, "Fingeravtryck:")
    assert len(key) == 44
    assert len(short.split()) == 6
    file = tmp_path / "utbyte.json"
    assert "är skriven" in call(place, "exchange", "export", str(file)).stdout
    refused = run("exchange", "import", str(file))
    assert refused.returncode == 1
    assert short in refused.stderr
    asked = run("exchange", "trust", "Region Söder", key, input="n\n")
    assert asked.returncode == 1
    assert short in asked.stdout
    assert "är betrodd" in run("exchange", "trust", "Region Söder", key, input="y\n").stdout
    done = run("exchange", "import", str(file))
    assert done.returncode == 0, done.stderr
    assert "8 organisationer: inläst." in done.stdout
    assert "Inget är ändrat." in run("exchange", "import", str(file)).stdout
    listed = run("exchange", "trusted").stdout
    assert f"Region Söder  {short}" in listed
    assert "8 organisationer" in listed
    assert "borta" in run("exchange", "distrust", "Region Söder").stdout
    assert "Ingen annan installation är betrodd." in run("exchange", "trusted").stdout


def test_the_key_is_the_owners_alone_and_in_no_backup(there, tmp_path):
    place, said = there
    here = tmp_path / "copied"
    shutil.copytree(place, here)
    path = here / "var" / "utbyte.pem"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    copy = tmp_path / "kopia.db"
    assert call(here, "backup", str(copy)).returncode == 0
    assert path.read_text().splitlines()[1].encode() not in copy.read_bytes()
    assert line(call(here, "exchange", "key").stdout, "Nyckel:") == line(said, "Nyckel:")
    path.chmod(0o644)
    assert "chmod 600" in call(here, "exchange", "key").stderr
    path.chmod(0o600)
    path.write_text("något annat")
    refused = call(here, "exchange", "export", str(tmp_path / "fil.json"))
    assert "ingen nyckel för utbyte" in refused.stderr
    assert not (tmp_path / "fil.json").exists()


def test_a_key_may_be_in_a_file_and_never_ones_own(there, tmp_path):
    place, said = there
    file = tmp_path / "nyckel.txt"
    file.write_text(line(said, "Nyckel:") + "\n")
    refused = call(place, "exchange", "trust", "Vi", str(file), "--yes")
    assert "egen nyckel" in refused.stderr


def test_what_goes_wrong_is_said(run, tmp_path):
    file = tmp_path / "fil.json"
    refused = run("exchange", "export", str(file))
    assert refused.returncode == 1
    assert "exchange key" in refused.stderr
    assert "finns inte" in run("exchange", "import", str(file)).stderr
    file.write_bytes(os.urandom(1000))
    assert "Inget är inläst." in run("exchange", "import", str(file)).stderr
    run("exchange", "key")
    assert "ögonblicksbild" in run("exchange", "export", str(tmp_path / "ny.json")).stderr
    assert "Ingen betrodd" in run("exchange", "distrust", "Någon").stderr
    for done in (run("exchange", "trust", "Någon", "abc", "--yes"), run("exchange", "import", "/")):
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert done.stderr.strip()
