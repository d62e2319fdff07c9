"""Correspondences between two versions: read, refused with their place, and followed upwards."""

from __future__ import annotations

import pytest
import yaml

from questionnaires.correspondences import Correspondence, between, read_correspondences
from questionnaires.errors import ContentProblem
from tests.support import small


def editions(tmp_path, **asked):
    found = {}
    for version, names in asked.items():
        number = f"{version[1:]}.0.0"
        (tmp_path / number).mkdir()
        data = small.content([small.question(name) for name in names], version=number)
        found[number] = small.load(tmp_path / number, data)
    return {"litet": found}


def link(old, new, keeps="same"):
    return {"from": old, "to": new, "keeps": keeps, "why": "Frågar om samma sak."}


def written(tmp_path, items, name="litet-1.0.0-2.0.0"):
    folder = tmp_path / "correspondences"
    folder.mkdir(exist_ok=True)
    (folder / f"{name}.yaml").write_text(yaml.safe_dump(items, allow_unicode=True), "utf-8")
    return folder


@pytest.mark.parametrize(
    ("items", "name", "what"),
    [
        ([link("a", "b"), link("b", "a")], "litet-1.0.0-2.0.0", "i en cirkel"),
        ([link("a", "b"), link("b", "c"), link("c", "a")], "litet-1.0.0-2.0.0", "i en cirkel"),
        ([link("x", "a")], "litet-1.0.0-2.0.0", "”x” finns inte i litet 1.0.0"),
        ([link("a", "x")], "litet-1.0.0-2.0.0", "”x” finns inte i litet 2.0.0"),
        ([link("a", "c"), link("b", "c")], "litet-1.0.0-2.0.0", "får redan ett svar"),
        ([link("a", "b", "kanske")], "litet-1.0.0-2.0.0", "Ska vara något av"),
        ([link("a", "b")], "litet-2.0.0-1.0.0", "Svar flyttas bara framåt"),
        ([link("a", "b")], "hej", "Filen ska heta"),
    ],
)
def test_what_is_wrong_is_placed(tmp_path, items, name, what):
    built = editions(tmp_path, v1="abc", v2="abc")
    with pytest.raises(ContentProblem) as caught:
        read_correspondences(written(tmp_path, items, name), built)
    assert what in str(caught.value)
    assert all(error.line and error.column for error in caught.value.errors)


def test_answers_follow_version_by_version(tmp_path):
    built = editions(tmp_path, v1="abc", v2="ade", v3="af")
    written(tmp_path, [link("a", "a"), link("b", "d"), link("c", "e", "ask")])
    folder = written(tmp_path, [link("d", "f"), link("e", "f", "ask")], "litet-2.0.0-3.0.0")
    known = read_correspondences(folder, built)
    first, second, third = built["litet"].values()
    assert between(known, first, second)["d"] == (
        Correspondence("b", "d", "same", "Frågar om samma sak."),
    )
    found = between(known, first, third)
    assert [(item.old, item.keeps) for item in found["f"]] == [("b", "same"), ("c", "ask")]
    assert between(known, third, first) == {}
