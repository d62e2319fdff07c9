"""An assessment whose questionnaire has statements for managers, for tests."""

from __future__ import annotations

from sqlmodel import Session

from data.stores import bundles
from data.tables.assessments import Assessment
from questionnaires.asking import Statement
from questionnaires.scale import AnswerSet, ScaleLevel

STATEMENTS = (
    Statement(id="mal", text="Jag vet vad vi vill.", questions=("inkopsanalys",)),
    Statement(id="hjalp", text="Vi får hjälp i tid.", questions=("mal-for-inkop", "nyckeltal")),
    Statement(id="kund", text="Vi är en bra kund.", questions=()),
)
NAMES = ("Nej, inte alls", "Nej", "Varken eller", "Ja", "Ja, helt")
SCALE = AnswerSet(
    id="instammer",
    name="Instämmer",
    levels=tuple(ScaleLevel(number=n, name=name, meaning=name) for n, name in enumerate(NAMES, 1)),
)


def with_statements(session: Session, assessment_id: str) -> None:
    """Let an assessment's questionnaire have statements."""
    row = session.get(Assessment, assessment_id)
    assert row is not None
    found = bundles.get(session, row.bundle_digest)
    made = found.model_copy(
        update={"scales": (SCALE,), "statements": STATEMENTS, "statement_scale": SCALE.id}
    )
    made.__dict__.pop("digest", None)
    row.bundle_digest = bundles.keep(session, made)
    session.add(row)
    session.flush()
