"""What is told of the example's world, as it is written in data/example/varlden."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from questionnaires import answersfile, yamlfile
from questionnaires.answersfile import FileAnswer
from questionnaires.model import Questionnaire

_FOLDER = Path(__file__).parent.parent.parent / "data" / "example" / "varlden"


class Told(BaseModel):
    """Base of what is told: a misspelt key is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Koncern(Told):
    """The koncern: its own people by a short name, and the parts that its units' names are made of."""

    name: str
    holding: str
    people: Mapping[str, str]
    other: str
    districts: tuple[str, ...]
    administrations: tuple[str, ...]
    companies: tuple[str, ...]

    @property
    def town(self) -> str:
        """Its name as it stands in those of its companies."""
        return self.name.partition(" ")[0]


class Places(Told):
    """What the names of the other organisations are made of."""

    parts: tuple[str, ...]
    endings: tuple[str, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """All names, those with the same beginning apart."""
        return tuple(part + ending for ending in self.endings for part in self.parts)


class Shared(Told):
    """An answer that the koncern gives its units; ``level`` None is ej aktuellt."""

    level: int | None = None
    reason: str
    group: str = ""


class RoundText(Told):
    """A round of the koncern."""

    name: str
    message: str
    given: Mapping[str, Shared]
    returned: str = ""
    deviations: tuple[str, ...] = ()


class ActionText(Told):
    """An action of the plan: a step of a question, or a title of one's own."""

    question: str | None = None
    level: int | None = None
    title: str = ""
    owner: str
    due: date
    cost: str
    note: str = ""
    started: date | None = None
    done: date | None = None
    dropped: date | None = None


class MilestoneText(Told):
    """A milestone of a goal of the base framework."""

    goal: str
    level: int
    due: date
    note: str = ""


class Content(Told):
    """All of it. ``difficulty`` is a share of the scale, by goal of the base framework."""

    koncern: Koncern
    others: Places
    network: str
    difficulty: Mapping[str, float]
    not_applicable: str
    rounds: Mapping[int, RoundText]
    actions: tuple[ActionText, ...]
    milestones: tuple[MilestoneText, ...]
    targets: Mapping[str, int]
    unit_actions: tuple[str, ...]


@cache
def content() -> Content:
    """What is told of the world. Raises ContentProblem, ValueError: the files are not whole."""
    return Content.model_validate(yamlfile.read(_FOLDER / "varlden.yaml").value)


def answers(questionnaire: Questionnaire, year: int) -> dict[str, FileAnswer]:
    """What the koncern itself answered in a year. Raises ContentProblem."""
    return answersfile.read(_FOLDER / f"sagostad-{year}.yaml", questionnaire)
