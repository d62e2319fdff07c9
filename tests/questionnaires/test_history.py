"""An id is for ever: the loader refuses one that an earlier version has given up."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from questionnaires.errors import ContentProblem
from questionnaires.loader import load_library, load_questionnaire
from tests.support.small import content, question, write


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "frameworks").mkdir()
    (tmp_path / "sets").mkdir()
    write(tmp_path / "sources.yaml", {"sources": []})
    write(tmp_path / "law.yaml", {"law": []})
    return tmp_path


def edition(folder: Path, version: str, names: str, **fields: Any) -> Path:
    data = content([question(name) for name in names], version=version, **fields)
    return write(folder / "sets" / f"litet-{version}.yaml", data)


def extension(folder: Path, version: str, names: str, **fields: Any) -> Path:
    data = {
        "id": "egna",
        "extends": "litet",
        "version": version,
        "name": "Egna",
        "about": "Egna frågor.",
        "minutes": {"standard": 5},
        "questions": [question(name, goals={}) for name in names],
        **fields,
    }
    return write(folder / "sets" / f"egna-{version}.yaml", data)


def refused(folder: Path) -> str:
    with pytest.raises(ContentProblem) as caught:
        load_library(folder)
    return str(caught.value)


def test_what_is_kept_loads(folder):
    edition(folder, "1.0.0", "ab")
    edition(folder, "1.1.0", "ac", retired=["b"])
    edition(folder, "1.2.0", "acd", retired=["b"])
    assert list(load_library(folder).editions["litet"]) == ["1.0.0", "1.1.0", "1.2.0"]


def test_an_id_that_was_retired_is_not_used_again(folder):
    edition(folder, "1.0.0", "ab")
    edition(folder, "1.1.0", "a", retired=["b"])
    path = edition(folder, "1.10.0", "ab")
    line = next(
        i for i, row in enumerate(path.read_text("utf-8").splitlines(), 1) if "id: b" in row
    )
    assert refused(folder) == (
        f"litet-1.10.0.yaml:{line}:7: questions › b › id: Frågans id ”b” tillhörde en fråga som togs "
        "bort i litet 1.1.0. Välj ett nytt."
    )


def test_an_id_that_was_only_left_out_is_not_used_again(folder):
    edition(folder, "1.0.0", "ab")
    edition(folder, "1.1.0", "a")
    edition(folder, "1.2.0", "ac")
    edition(folder, "1.9.0", "ab")
    assert "litet-1.9.0.yaml" in refused(folder)
    assert "togs bort i litet 1.1.0." in refused(folder)


def test_an_id_that_was_retired_before_the_first_version_that_ships(folder):
    edition(folder, "1.4.0", "a", retired=["b"])
    edition(folder, "1.5.0", "ab")
    assert "togs bort i litet 1.4.0." in refused(folder)


def test_the_order_is_that_of_the_versions(folder):
    # 1.10.0 is the newest: what 1.9.0 lacks was not there yet.
    edition(folder, "1.9.0", "a")
    edition(folder, "1.10.0", "ab")
    assert load_library(folder).questionnaire("litet").version == "1.10.0"
    edition(folder, "1.11.0", "a")
    edition(folder, "1.12.0", "ab")
    assert "togs bort i litet 1.11.0." in refused(folder)
    (folder / "sets" / "litet-1.10.0.yaml").unlink()
    edition(folder, "1.9.0", "ab")
    assert "togs bort i litet 1.11.0." in refused(folder)


def test_an_extension_keeps_away_from_what_its_base_has_given_up(folder):
    edition(folder, "1.0.0", "ab")
    edition(folder, "1.1.0", "a")
    extension(folder, "1.0.0", "b")
    assert "egna-1.0.0.yaml" in refused(folder)
    assert "togs bort i litet 1.1.0." in refused(folder)
    extension(folder, "1.0.0", "c")
    assert load_library(folder)


def test_a_file_that_is_tried_against_what_is_there(folder):
    edition(folder, "1.0.0", "ab")
    edition(folder, "1.1.0", "a", retired=["b"])
    library = load_library(folder)
    own = write(folder / "ny.yaml", content([question("a"), question("b")], version="1.2.0"))
    with pytest.raises(ContentProblem, match="togs bort i litet 1.1.0"):
        load_questionnaire(own, library)
    older = write(folder / "gammal.yaml", content([question("b")], version="0.9.0"))
    assert load_questionnaire(older, library)
