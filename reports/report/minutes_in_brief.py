"""A workshop's minutes in brief, for the formats that have a line a question."""

from __future__ import annotations

from reports.minutes.model import Minutes, MinutesQuestion
from reports.report.parts import NamedText, Vote, Workshop, WorkshopItem


def brief(minutes: Minutes) -> Workshop:
    """Each question with its last votes, what was decided and everything that was noted."""
    taken_up = [q for q in minutes.questions if q.rounds or q.decision]
    issues = (
        WorkshopItem(None, issue.text, note=_joined("Parkerat ärende", issue.question))
        for issue in minutes.issues
    )
    return Workshop(
        title=f"{minutes.workshop}, {minutes.held}",
        facts=(NamedText("Deltagare", minutes.took_part),),
        items=(*(_item(question) for question in taken_up), *issues),
    )


def _item(question: MinutesQuestion) -> WorkshopItem:
    votes: tuple[Vote, ...] = ()
    for held in question.rounds:
        if held.counts:
            levels = zip(question.levels, held.counts, strict=True)
            votes = tuple(Vote(f"{level.number} {level.short}", n) for level, n in levels)
            if held.unknown:
                votes += (Vote("Vet ej", held.unknown),)
    rounds = (f"{held.name}: {held.agreement} {held.figures}".strip() for held in question.rounds)
    return WorkshopItem(
        number=question.number,
        text=question.text,
        votes=votes,
        decision=question.decision or question.state,
        note=_joined(
            *rounds,
            question.apart,
            question.rationale and f"Motivering: {question.rationale}",
            question.minority and f"Avvikande uppfattningar: {question.minority}",
            question.step and f"Valt nästa steg: {question.step}",
            *(f"Kommentar: {comment}" for comment in question.comments),
        ),
    )


def _joined(*parts: str) -> str:
    return "\n".join(part for part in parts if part)
