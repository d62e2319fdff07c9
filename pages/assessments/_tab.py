"""What a tab knows of an assessment, and how it answers: the rules of the card, without drawing.

A choice or a text goes to the service with the revision that this tab had seen. What the service
refuses stays on the card together with what is stored, until the person has chosen.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

import streamlit as st

from pages import _current
from pages.assessments._history import told
from services.assessments import answers, assessments
from services.assessments.answers import Choice, Stale
from services.assessments.perspective import Perspective
from services.assessments.views import AnswerView, AssessmentView
from services.errors import Refused
from services.installation import storage
from services.installation.storage import StorageProblem
from services.lifecycle import next_year
from ui import card
from ui.card import CardState, Place, lower_key, radio_key
from wording.numbers import clock


class Tab:
    """One assessment as it stands in this tab, kept between runs."""

    def __init__(self, view: AssessmentView) -> None:
        self.view = view
        self.place = place_of(view)
        self.cards = {q.id: CardState(view.answer(q.id)) for q in view.questionnaire.questions}
        self.undrawn: set[str] = set()
        self.names: dict[str, str] = dict(view.names)

    def others(self) -> dict[str, str]:
        """What everyone else is called, by id."""
        me = _current.actor().user_id
        return {user_id: name for user_id, name in self.names.items() if user_id != me}

    def refresh(self, view: AssessmentView) -> None:
        """Take in what is stored now; a choice that could not be stored stays on its card."""
        self.view = view
        for question_id, state in self.cards.items():
            stored = view.answer(question_id)
            # What a unit has handed in has no revisions; then the moment tells one from the next.
            newer = (stored.revision, stored.updated_at) != (
                state.answer.revision,
                state.answer.updated_at,
            )
            if state.mine is None and newer:
                seen, state.answer = state.answer.revision, stored
                state.changes = None
                self._show(question_id, seen)

    def behind(self, revisions: Mapping[str, int]) -> list[str]:
        """The questions that somebody has changed since this tab read them.

        A choice of this tab's own that waits for the person is not among them; its card says so.
        """
        return [
            name
            for name, state in self.cards.items()
            if state.mine is None and revisions.get(name, 0) > state.answer.revision
        ]

    def answered(self, question_id: str) -> bool:
        """Whether a question has a stored choice."""
        return self.cards[question_id].answer.kind is not None

    def to_confirm(self, question_id: str) -> bool:
        """Whether an answer from an earlier year waits to be confirmed or changed."""
        then = self.view.earlier.get(question_id)
        return then is not None and then.same and not self.answered(question_id)

    def confirm(self, question_id: str) -> None:
        """The answer of the earlier year stands."""
        self.undrawn.add(question_id)
        state = self.cards[question_id]
        try:
            with storage.writing() as opened:
                saved = next_year.confirm(
                    opened,
                    _current.actor(),
                    self.view.id,
                    question_id,
                    perspective=self.view.perspective,
                )
        except (StorageProblem, Refused) as problem:
            state.problem = f"Inte sparat. {problem}"
        else:
            state.touched = True
            _took(state, saved)
            self._show(question_id, saved.revision)

    def chosen(self, question_id: str, rows: int = 0) -> None:
        """An option was clicked, on the rows of that number."""
        self.undrawn.add(question_id)
        state = self.cards[question_id]
        code = st.session_state.get(radio_key(self.place, question_id, rows))
        if rows != state.rows and code == state.shown.get(rows):
            # Rows that are gone still say what they showed; that is no click.
            return
        state.notice, state.shown[rows] = "", code
        if code is not None:
            self._choose(question_id, code, state.seen.get(rows, state.answer.revision))
            if rows in state.seen and state.mine is None:
                # A second click on the same rows knows of this one.
                state.seen[rows] = state.answer.revision
            self._show(question_id, state.answer.revision)

    def written(self, question_id: str) -> None:
        """A text field has sent what is in it."""
        sent = self._sent(question_id, "write")
        if not sent:
            return
        self.undrawn.add(question_id)
        state = self.cards[question_id]
        state.touched = True
        state.answered, state.refused = sent["seq"], None
        if sent["part"] == "reason" and not _awaits_reason(state):
            # Written for a choice that was changed again before the text arrived.
            return
        before = card.code_of(state.answer)
        try:
            saved = self._write(question_id, sent)
        except Stale as stale:
            at = stale.current.updated_at
            state.refused = {
                "theirs": getattr(stale.current, sent["part"]),
                "revision": stale.current.revision,
                "when": f"kl. {clock(at)}" if at else "",
            }
        except (StorageProblem, Refused) as problem:
            passing = isinstance(problem, StorageProblem)
            state.refused = {"text": f"Inte sparat. {problem}", "passing": passing}
        else:
            if sent["part"] == "reason":
                _took(state, saved)
            # A choice that waits for the person still waits; the text was another part.
            seen, state.answer, state.changes = state.answer.revision, saved, None
            if state.mine is None:
                now = card.code_of(saved)
                if sent["part"] != "reason" and now != before:
                    state.notice = card.now_text(saved, self.view.questionnaire.scale)
                self._show(question_id, saved.revision if sent["part"] == "reason" else seen)

    def acted(self, question_id: str) -> None:
        """A button of the card's lower part was pressed."""
        sent = self._sent(question_id, "act")
        if not sent:
            return
        self.undrawn.add(question_id)
        state, what = self.cards[question_id], sent["what"]
        seen = state.answer.revision
        state.notice = ""
        if what == "changes":
            self._tell(question_id)
        elif what == "undo":
            self._undo(question_id)
        elif what == "choose" and sent["code"] in self._codes(question_id):
            # A click that the server never got, kept by the browser and sent again.
            self._choose(question_id, sent["code"], sent["base"])
        elif what == "theirs" and state.theirs is not None:
            self._take_theirs(question_id)
        elif what in ("mine", "retry") and state.mine is not None:
            self._store(question_id, state.mine, state.base)
        # What could not be undone had been changed by somebody else.
        self._show(question_id, seen if state.notice else state.answer.revision)

    def _codes(self, question_id: str) -> list[str]:
        questionnaire = self.view.questionnaire
        return card.codes(questionnaire, questionnaire.question(question_id))

    def _show(self, question_id: str, seen: int) -> None:
        """Let the card's options show what is chosen: by new ones, if the present ones do not.

        A click that is on its way to the old ones counts from the revision ``seen``: the newest one
        where this tab itself made the change, else the one that it knew of when they were shown.
        """
        state = self.cards[question_id]
        key = radio_key(self.place, question_id, state.rows)
        now = state.mine or card.code_of(state.answer)
        if key in st.session_state and st.session_state[key] != now:
            state.seen[state.rows] = seen
            state.rows += 1

    def _sent(self, question_id: str, what: str) -> dict[str, Any] | None:
        # A card that is taken away, because the assessment was locked, sends what it holds as it
        # goes. It reaches nobody, and stays in the browser.
        lower = st.session_state.get(lower_key(self.place, question_id))
        return getattr(lower, what, None)

    def _choose(self, question_id: str, code: str, base: int) -> None:
        state = self.cards[question_id]
        state.problem, state.theirs, state.mine = "", None, None
        state.waiting_for_reason = code == card.NOT_APPLICABLE and not state.answer.reason
        if state.waiting_for_reason:
            state.touched, state.mine, state.base = True, code, base
            return
        self._store(question_id, code, base)

    def _store(self, question_id: str, code: str, base: int) -> None:
        state = self.cards[question_id]
        state.touched = True
        choice = _choice(code, state.answer.reason)
        try:
            with storage.writing() as opened:
                saved = answers.choose(
                    opened,
                    _current.actor(),
                    self.view.id,
                    question_id,
                    choice,
                    base_revision=base,
                    perspective=self.view.perspective,
                )
        except Stale as stale:
            state.mine, state.theirs, state.base = code, stale.current, stale.current.revision
        except (StorageProblem, Refused) as problem:
            state.mine, state.base, state.problem = code, base, f"Inte sparat. {problem}"
        else:
            _took(state, saved)

    def _take_theirs(self, question_id: str) -> None:
        state = self.cards[question_id]
        try:
            with storage.reading() as opened:
                # Read anew: what this tab has written since the collision is there too.
                found = assessments.read(
                    opened, _current.actor(), self.view.id, perspective=self.view.perspective
                )
        except (StorageProblem, Refused) as problem:
            state.problem = f"Inte hämtat. {problem}"
        else:
            _took(state, found.answer(question_id))

    def _write(self, question_id: str, sent: dict[str, Any]) -> AnswerView:
        part, text, base = sent["part"], sent["text"], sent["base"]
        with storage.writing() as opened:
            where = (opened, _current.actor(), self.view.id, question_id)
            seen: _Seen = {"base_revision": base, "perspective": self.view.perspective}
            if part == "comment":
                return answers.write_comment(*where, text, **seen)
            if part == "evidence":
                return answers.write_evidence(*where, text, checked=bool(sent["checked"]), **seen)
            return answers.choose(*where, Choice("not_applicable", reason=text), **seen)

    def _tell(self, question_id: str) -> None:
        state = self.cards[question_id]
        try:
            with storage.reading() as opened:
                found = answers.history(
                    opened, _current.actor(), self.view.id, question_id, self.view.perspective
                )
        except (StorageProblem, Refused) as problem:
            state.notice = f"Ändringarna är inte hämtade. {problem}"
        else:
            state.changes = told(found, self.view.questionnaire.scale)

    def _undo(self, question_id: str) -> None:
        state = self.cards[question_id]
        base = state.answer.revision
        try:
            with storage.writing() as opened:
                saved = answers.undo(
                    opened,
                    _current.actor(),
                    self.view.id,
                    question_id,
                    base_revision=base,
                    perspective=self.view.perspective,
                )
        except Stale as stale:
            state.answer = stale.current
            now = card.now_text(stale.current, self.view.questionnaire.scale)
            state.notice = f"Inte ångrat. {now}"
        except (StorageProblem, Refused) as problem:
            state.problem = f"Inte ångrat. {problem}"
        else:
            _took(state, saved)


class _Seen(TypedDict):
    base_revision: int
    perspective: Perspective


def place_of(view: AssessmentView) -> Place:
    """Where the cards of an assessment write."""
    person = "" if storage.without_sign_in() else _current.actor().user_id
    return Place(view.id, view.perspective, person)


def _awaits_reason(state: CardState) -> bool:
    stored = state.answer.kind == card.NOT_APPLICABLE and state.mine is None
    return state.waiting_for_reason or stored


def _choice(code: str, reason: str) -> Choice:
    if code == card.UNKNOWN:
        return Choice("unknown")
    if code == card.NOT_APPLICABLE:
        return Choice("not_applicable", reason=reason)
    return Choice("level", int(code))


def _took(state: CardState, saved: AnswerView) -> None:
    state.answer = saved
    state.mine, state.theirs, state.problem = None, None, ""
    state.changes = None
    state.waiting_for_reason = False
