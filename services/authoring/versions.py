"""Compare two editions of a questionnaire, from files, without any database."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields, is_dataclass
from typing import Any

from pydantic import BaseModel

from questionnaires.changes import Changes, changes
from questionnaires.faults import Fault, called_for, faults, remarks
from questionnaires.loader import resolved, shipped
from questionnaires.model import Questionnaire
from questionnaires.versions import Step, raised
from services.authoring.scoring import find_set
from wording.changes import lines


@dataclass(frozen=True, slots=True)
class Comparison:
    """What differs, what is wrong with it, and what to look at again.

    ``step`` is the number of the version that the changes raise, and ``lowest`` the lowest version
    that the new edition may have.
    """

    old: Questionnaire
    new: Questionnaire
    changes: Changes
    faults: tuple[Fault, ...]
    remarks: tuple[Fault, ...]
    step: Step
    lowest: str

    @property
    def lines(self) -> list[str]:
        """The changes in Swedish, grouped."""
        unraised = {f.question for f in self.faults if f.code == "meaning_without_revision"}
        return lines(self.old, self.new, self.changes, {name for name in unraised if name})


def compare(old: str, new: str) -> Comparison:
    """Compare two questionnaires, each a shipped id, an id@version or a file.

    Raises ContentProblem when either cannot be read.
    """
    before, after = (resolved(find_set(name), shipped()) for name in (old, new))
    found = changes(before.questionnaire, after.questionnaire)
    editorial = [p.item.id for p in after.content.questions if p.item.editorial]
    step, _ = called_for(found, editorial)
    return Comparison(
        old=before.questionnaire,
        new=after.questionnaire,
        changes=found,
        faults=tuple(faults(before, after)),
        remarks=tuple(remarks(before, after)),
        step=step,
        lowest=raised(before.questionnaire.version, step),
    )


def data(found: Comparison) -> dict[str, Any]:
    """A comparison as plain data for JSON. Weights are exact, as text."""
    return {
        "old": {"id": found.old.id, "version": found.old.version},
        "new": {"id": found.new.id, "version": found.new.version},
        "calls_for": found.step,
        "lowest_version": found.lowest,
        "changes": _plain(found.changes),
        "faults": [_fault(fault) for fault in found.faults],
        "remarks": [_fault(remark) for remark in found.remarks],
    }


def _fault(fault: Fault) -> dict[str, Any]:
    return {"code": fault.code, "question": fault.question, **asdict(fault.error)}


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.model_dump(mode="json") if isinstance(value, BaseModel) else value
