"""Small questionnaires made on the spot, for tests that want numbers one can follow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import yaml

from questionnaires import loader, sets, yamlfile
from questionnaires.loader import Library, load_questionnaire
from questionnaires.model import Questionnaire
from questionnaires.resolve import Resolved


def question(name: str, levels: int = 5, **fields: Any) -> dict[str, Any]:
    """A question as its author would write it, with texts that say where they stand."""
    return {
        "id": name,
        "revision": 1,
        "text": f"Fråga {name}?",
        "why": "Därför att det spelar roll. Annars syns det inte.",
        "goals": {"mal/ett": 1},
        "levels": {
            n: {"short": f"{name} {n}", "text": f"Så är det på nivå {n}."}
            for n in range(1, levels + 1)
        },
        "next_steps": {
            n: {
                "do": f"Gör {name} {n}.",
                "first_step": "Ring någon.",
                "lead": "Inköpschef",
                "effort": 1,
                "effect": "Det blir bättre.",
            }
            for n in range(1, levels)
        },
        "evidence": "Till exempel ett dokument.",
        **fields,
    }


def content(
    questions: Sequence[Mapping[str, Any]],
    goals: Sequence[Mapping[str, Any]] = ({"id": "ett"},),
    levels: int = 5,
    **fields: Any,
) -> dict[str, Any]:
    """A self-contained questionnaire file as data."""
    return {
        "id": "litet",
        "version": "1.0.0",
        "name": "Litet",
        "about": "Ett litet formulär.",
        "base_framework": "mal",
        "own_frameworks": [
            {
                "id": "mal",
                "name": "Mål",
                "short": "Mål",
                "owner": "Prov",
                "about": "Mål att pröva med.",
                "valid_from": "2026",
                "source_text": "Ingen.",
                "goals": [
                    {"name": f"Mål {g['id']}", "short": str(g["id"]), "about": "Ett mål.", **g}
                    for g in goals
                ],
            }
        ],
        "minutes": {"standard": 5},
        "scale": [
            {"number": n, "name": f"Nivå {n}", "meaning": f"Nivå {n}."}
            for n in range(1, levels + 1)
        ],
        "questions": list(questions),
        **fields,
    }


def large() -> dict[str, Any]:
    """150 questions in 12 goals: unequal weights, key questions, and some that inform two goals."""
    half = Fraction(1, 2)
    questions = []
    for i in range(150):
        first, second = i % 12, (i * 7 + 5) % 12
        goals: dict[str, Any] = {
            f"mal/g{first}": {"weight": (1, 2, half)[i % 3], "key": i % 30 < 3}
        }
        if i % 4 == 0 and second != first:
            goals[f"mal/g{second}"] = 1
        weight = 3 * half if i % 5 == 0 else 1
        questions.append(question(f"q{i}", goals=goals, weight=weight))
    goals_of_it = [{"id": f"g{i}", "name": f"Mål nummer {i + 1}"} for i in range(12)]
    return content(questions, goals_of_it, id="stort", name="Stort", minutes={"standard": 240})


def spell(data: Any) -> str:
    """Data as YAML that the strict reader takes."""

    class Dumper(yaml.SafeDumper):
        def ignore_aliases(self, data: Any) -> bool:
            return True

    Dumper.add_representer(Fraction, lambda d, v: d.represent_float(float(v)))
    return str(yaml.dump(data, Dumper=Dumper, allow_unicode=True, sort_keys=False))


def write(path: Path, data: Any) -> Path:
    """Write data as such YAML."""
    path.write_text(spell(data), "utf-8")
    return path


def resolved(data: Any, library: Library | None = None) -> Resolved:
    """Load a questionnaire, and keep what its file says beside it, without any file."""
    document = yamlfile.parse(spell(data), "litet.yaml")
    return loader.resolved(sets.of_document(document), library or Library())


def load(tmp_path: Path, data: Any) -> Questionnaire:
    """Load such a questionnaire."""
    return load_questionnaire(write(tmp_path / "litet.yaml", data), Library())


def library(folder: Path, *sets: Mapping[str, Any]) -> Library:
    """A library of its own in a folder: some sets, no sources and no law."""
    from questionnaires.loader import load_library

    (folder / "sets").mkdir(parents=True, exist_ok=True)
    (folder / "sources.yaml").write_text("sources: []\n", "utf-8")
    (folder / "law.yaml").write_text("law: []\n", "utf-8")
    for found in sets:
        name = f"{found['id']}-{found['version']}.yaml"
        text = yaml.safe_dump(dict(found), allow_unicode=True, sort_keys=False)
        (folder / "sets" / name).write_text(text, "utf-8")
    return load_library(folder)


def ship(monkeypatch: Any, found: Library) -> None:
    """Let the services find a library in the place of what ships."""
    import sys

    for name, module in list(sys.modules.items()):
        if name.startswith("services.") and hasattr(module, "shipped"):
            monkeypatch.setattr(module, "shipped", lambda: found)
