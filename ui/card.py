"""The question card: the question, its levels as rows, what is saved, comment and evidence."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Protocol

import streamlit as st

from questionnaires.model import Question, Questionnaire, Scale
from scoring.answers import EvidenceStatus, Kind
from ui.html import esc, plain_markdown, source_links
from ui.published import figures_html
from wording.history import saved as saved_text
from wording.modules import documents_text
from wording.numbers import clock, date
from wording.results import answer_text

ASSETS = Path(__file__).parent / "assets"
# How long after a change a card offers to undo it, to whoever opens the page anew.
UNDO_TIME = timedelta(days=1)
UNKNOWN, NOT_APPLICABLE = "unknown", "not_applicable"

_lower = st.components.v2.component(
    "riktmarket_card",
    css=(ASSETS / "card.css").read_text("utf-8"),
    js=(ASSETS / "card.js").read_text("utf-8"),
)


class Answer(Protocol):
    """What a card needs to know about an answer."""

    @property
    def kind(self) -> Kind | None: ...  # noqa: D102
    @property
    def level(self) -> int | None: ...  # noqa: D102
    @property
    def reason(self) -> str: ...  # noqa: D102
    @property
    def comment(self) -> str: ...  # noqa: D102
    @property
    def evidence(self) -> str: ...  # noqa: D102
    @property
    def evidence_status(self) -> EvidenceStatus: ...  # noqa: D102
    @property
    def revision(self) -> int: ...  # noqa: D102
    @property
    def updated_at(self) -> datetime | None: ...  # noqa: D102
    @property
    def updated_by(self) -> str | None: ...  # noqa: D102
    @property
    def can_undo(self) -> bool: ...  # noqa: D102
    @property
    def may_check(self) -> bool: ...  # noqa: D102


@dataclass
class CardState:
    """A card as it stands in one tab.

    ``answer`` is what the server has stored. ``mine`` is a choice that could not be stored, made
    when ``base`` was the newest revision that this tab had shown, with ``problem`` saying why, or
    ``theirs`` holding the answer that it collided with. ``notice`` says that the choice was changed
    elsewhere. ``answered`` and ``refused`` tell the text fields what became of their message.
    ``changes`` is the answer's history, once somebody has asked for it. ``rows`` counts how often
    the card's options have been replaced by new ones, because what is chosen was changed by anything
    else than a click on them. By that number, ``shown`` holds what each set of them shows, and
    ``seen`` the revision that a click on an earlier set knew of.
    """

    answer: Answer
    mine: str | None = None
    base: int = 0
    problem: str = ""
    notice: str = ""
    theirs: Answer | None = None
    answered: int | None = None
    refused: Mapping[str, Any] | None = None
    touched: bool = False
    waiting_for_reason: bool = field(default=False)
    changes: list[dict[str, str]] | None = None
    rows: int = 0
    shown: dict[int, str | None] = field(default_factory=dict)
    seen: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a card writes: an assessment, from one perspective, in one person's browser.

    ``person`` keeps what one person has left unsaved in a browser from the next who signs in there;
    it is empty where there is only one user.
    """

    assessment: str
    perspective: str = "purchasing"
    person: str = ""

    @property
    def key(self) -> str:
        """The same for as long as the perspective is the same."""
        other = "" if self.perspective == "purchasing" else f"-{self.perspective}"
        return f"{self.assessment}{other}"

    def drafts(self, question_id: str) -> str:
        """The browser's name for what is not stored yet."""
        person = f"{self.person}/" if self.person else ""
        other = "" if self.perspective == "purchasing" else f"{self.perspective}/"
        return f"riktmarket/{person}{self.assessment}/{question_id}/{other}"


def code_of(answer: Answer) -> str | None:
    """The card's option for an answer; None when nothing is chosen."""
    return str(answer.level) if answer.kind == "level" else answer.kind


def codes(questionnaire: Questionnaire, question: Question) -> list[str]:
    """All options of a card, in order."""
    return [*map(str, questionnaire.scale_of(question).numbers), UNKNOWN, NOT_APPLICABLE]


def radio_key(place: Place, question_id: str, rows: int = 0) -> str:
    """The session state's name for a card's choice, as it is shown by one set of options."""
    return f"choice-{place.key}-{question_id}{f'-{rows}' if rows else ''}"


def lower_key(place: Place, question_id: str) -> str:
    """The session state's name for a card's lower part."""
    return f"notes-{place.key}-{question_id}"


def question_html(
    questionnaire: Questionnaire, question: Question, organisation_type: str | None, *, key: bool
) -> str:
    """The head of a card: number, question, and what is folded behind it.

    Why it is asked, how to count, and what is published about others where there is anything.
    """
    chip = ' <span class="rm-chip key">Nyckelfråga</span>' if key else ""
    terms = "".join(
        f"<h4>{esc(term.name)}</h4><p>{esc(term.text_for(organisation_type))}</p>"
        for term in questionnaire.terms
        if term.id in question.terms
    )
    if question.not_applicable:
        terms += f"<h4>Ej aktuellt</h4><p>{esc(question.not_applicable)}</p>"
    cumulative = "<p>Välj den högsta nivå där allt stämmer, även i nivåerna under.</p>"
    law = "".join(
        f"<h4>{esc(item.name)}</h4><p>{esc(item.says)} (I korthet, läget {esc(item.as_of)}.)</p>"
        for item in questionnaire.law
        if item.id in question.law
    )
    why = f"<p>{esc(question.why)}</p>" if question.why else ""
    found = question.documents
    said = documents_text(found.what, found.who, found.minutes) if found else ""
    needed = f'<p class="rm-muted">{esc(said)}</p>' if said else ""
    seen = dict.fromkeys(name for step in question.next_steps for name in step.sources)
    more = source_links(questionnaire.source(name) for name in seen)
    reading = f"<h4>Läs mer</h4><p>{more}</p>" if more else ""
    figures = [questionnaire.figure(name) for name in question.figures]
    others = figures_html(figures, organisation_type, questionnaire.source)
    return (
        f'<div class="rm-question" id="fraga-{esc(question.id)}">'
        f"<h3>{question.number}. {esc(question.text)}{chip}</h3>{needed}"
        '<div class="rm-behind">'
        + _fold("Varför", f"{why}{law}{reading}")
        + _fold("Så räknar ni", f"{cumulative}{terms}")
        + _fold("Så såg det ut hos andra", others)
        + "</div></div>"
    )


def _fold(title: str, body: str) -> str:
    if not body:
        return ""
    return f'<details><summary>{esc(title)}</summary><div class="rm-about">{body}</div></details>'


def option_text(questionnaire: Questionnaire, question: Question, code: str) -> str:
    """An option's label: number and name, then what one can observe."""
    if code == UNKNOWN:
        return "**Vet ej** Räknas aldrig som låg nivå."
    if code == NOT_APPLICABLE:
        return "**Ej aktuellt** Kräver ett skäl."
    level = int(code)
    name = plain_markdown(questionnaire.scale_of(question).level(level).name)
    text = question.level(level).text
    said = "" if question.rating and text == name else f" {plain_markdown(text)}"
    return f"**{level} {name}**{said}"


def draw_choice(
    questionnaire: Questionnaire,
    question: Question,
    place: Place,
    state: CardState,
    on_choose: Callable[[str, int], None] | None,
) -> None:
    """The levels as selectable rows. Read-only without ``on_choose``.

    ``on_choose`` gets the question's id and the number of these rows. What rows that are drawn
    already show is never set from here: it would meet a click on its way, and the browser would go
    on showing, and sending, something else than what was stored.
    """
    key = radio_key(place, question.id, state.rows)
    if key not in st.session_state:
        st.session_state[key] = state.mine or code_of(state.answer)
    state.shown[state.rows] = st.session_state[key]
    st.radio(
        plain_markdown(f"Svar på fråga {question.number}: {question.text}"),
        codes(questionnaire, question),
        index=None,
        key=key,
        format_func=lambda code: option_text(questionnaire, question, code),
        on_change=on_choose,
        args=(question.id, state.rows),
        disabled=on_choose is None,
        width="stretch",
    )


def draw_lower(
    question: Question,
    questionnaire: Questionnaire,
    place: Place,
    state: CardState,
    *,
    names: Mapping[str, str],
    on_write: Callable[[], None],
    on_act: Callable[[], None],
) -> None:
    """Saved or not and by whom, undo, reason, comment and evidence, and the history.

    ``names`` are those of other people who may have written last.
    """
    answer = state.answer
    scale = questionnaire.scale_of(question)
    saved = ""
    if answer.updated_at and answer.revision:
        saved = saved_text(clock(answer.updated_at), names.get(answer.updated_by or ""))
    elif answer.updated_at and answer.kind:
        # Taken over from another version; it was stored on that day.
        saved = f"Svar från {date(answer.updated_at)}"
    conflict = None
    if state.theirs is not None and state.mine is not None:
        theirs = answer_text(state.theirs.kind, state.theirs.level, scale)
        mine = _code_text(state.mine, scale)
        when = f" kl. {clock(state.theirs.updated_at)}" if state.theirs.updated_at else ""
        conflict = {
            "text": f"Svaret ändrades på ett annat ställe{when}. Där står det: {theirs}. "
            f"Här valde ni: {mine}. Inget är överskrivet.",
            "mine": f"Behåll valet här: {mine}",
            "theirs": f"Ta det andra: {theirs}",
        }
    problem = state.problem
    if state.waiting_for_reason and not answer.reason:
        problem = "Inte sparat än. Skriv varför frågan inte är aktuell."
    _lower(
        key=lower_key(place, question.id),
        data={
            "drafts": place.drafts(question.id),
            "question": question.id,
            "number": question.number,
            "revision": answer.revision,
            "choice": code_of(answer),
            "codes": codes(questionnaire, question),
            "reason": answer.reason,
            "comment": answer.comment,
            "evidence": answer.evidence,
            "evidenceHint": question.evidence,
            "checked": answer.evidence_status == "checked",
            "mayCheck": answer.may_check,
            "bySecond": bool(place.person),
            "changes": state.changes,
            "hasChanges": answer.revision > 0,
            "needReason": answer.kind == "not_applicable" or state.waiting_for_reason,
            "reasonHint": question.not_applicable or "",
            "saved": saved,
            "problem": problem,
            "notice": state.notice,
            "retry": bool(state.problem and state.mine),
            "canUndo": answer.can_undo and (state.touched or _is_recent(answer)),
            "conflict": conflict,
            "answered": state.answered,
            "refused": state.refused,
        },
        on_write_change=on_write,
        on_act_change=on_act,
    )


def draw_unsaved(question: Question, place: Place) -> None:
    """What this browser holds of a card that has been locked, to copy; nothing if all is stored."""
    _lower(
        key=f"unsaved-{place.key}-{question.id}",
        data={"drafts": place.drafts(question.id), "question": question.id, "locked": True},
    )


def now_text(answer: Answer, scale: Scale) -> str:
    """That the choice was changed elsewhere, and what it is now."""
    return (
        "Svaret ändrades på ett annat ställe. Nu står där: "
        f"{answer_text(answer.kind, answer.level, scale)}."
    )


def _is_recent(answer: Answer) -> bool:
    return answer.updated_at is not None and datetime.now(UTC) - answer.updated_at < UNDO_TIME


def _code_text(code: str, scale: Scale) -> str:
    if code in (UNKNOWN, NOT_APPLICABLE):
        return answer_text("unknown" if code == UNKNOWN else "not_applicable", None, scale)
    return answer_text("level", int(code), scale)
