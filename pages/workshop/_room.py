"""One question at a time: vote, see, talk, vote again, decide."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages import _current
from pages._acting import intend
from pages.workshop import _decide
from pages.workshop._steps import SECONDS, button, door, look, press
from services.assessments.views import AssessmentView
from services.installation import storage
from services.managers import managers
from services.workshop import leading
from services.workshop import votes as workshop_votes
from services.workshop.votes import RoundView
from services.workshop.workshops import Item, WorkshopView
from ui import together
from ui import workshop as ui
from ui.html import note, plain_markdown
from wording import workshop as words
from wording.managers import agreeing


def draw(view: AssessmentView, found: WorkshopView) -> None:
    """The question that is taken up."""
    item = found.current
    assert item is not None  # noqa: S101  there is one as soon as it has begun
    # With the votes the levels stand in the table.
    levels = item.state not in ("shown", "talk", "decided")
    st.html(
        ui.question_html(
            item.question, item.position + 1, len(found.items), item.round, levels=levels
        )
    )
    if found.phase == "paused":
        st.html(note("Paus. Ingen kan rösta. Alla röster är sparade."))
        button(found, "resume", main=True, shortcut="F2")
        button(found, "end")
        return
    together.announce(f"{words.STATES[item.state]}. {item.question.text}", key="ws-said")
    with storage.reading() as opened:
        rounds = workshop_votes.rounds(opened, _current.actor(), found.id, item.position)
    if item.state == "open":
        _voting(found)
    _main(found, item)
    if rounds:
        _votes(found, item, rounds)
    if "decide" in found.allowed:
        _decide.draw(view, found, item, rounds)
    _ways(found)
    _beside(view, found, item)


@st.fragment(run_every=SECONDS)
def _voting(found: WorkshopView) -> None:
    now = look(found)
    if now is not None:
        st.html(ui.count_html(now.voted, now.joined))


def _votes(found: WorkshopView, item: Item, rounds: Sequence[RoundView]) -> None:
    last = rounds[-1]
    st.html(ui.agreement_html(last.agreement))
    if item.state == "talk":
        votes, talk = st.columns([3, 2])
        with votes:
            _table(found, item, rounds)
        with talk:
            _talk(found, last)
    else:
        _table(found, item, rounds)
    if last.roles:
        st.html(ui.roles_table(found.questionnaire.scale, last.roles))
    if last.comments:
        with st.expander(f"Kommentarer ({len(last.comments)})"):
            st.html(ui.comments_html(last.comments))


def _table(found: WorkshopView, item: Item, rounds: Sequence[RoundView]) -> None:
    shown = [(each.number, each.counts, each.unknown) for each in rounds if each.counts]
    if shown:
        st.html(ui.votes_html(found.questionnaire.scale, item.question, shown))


def _talk(found: WorkshopView, last: RoundView) -> None:
    scale = found.questionnaire.scale
    given = last.given or (scale.lowest, scale.highest)
    st.html(ui.prompts_html(words.talk_prompts(given[0], given[-1])))
    _timer(found)


@st.fragment(run_every=SECONDS)
def _timer(found: WorkshopView) -> None:
    if look(found) is None or found.timer_until is None:
        return
    left = leading.seconds_until(found.timer_until)
    st.html(f'<p class="rm-timer" role="timer">{words.remaining(left)}</p>')


def _main(found: WorkshopView, item: Item) -> None:
    """The step that usually comes next, on F2, and the other one."""
    actor, seen = _current.actor(), found.revision
    unseen = item.round > 0 and item.state in ("waiting", "skipped", "parked")
    with st.container(horizontal=True):
        if "reveal" in found.allowed:
            label = "Visa rösterna från förhandsröstningen" if unseen else ""
            button(found, "reveal", label=label, main=True, shortcut="F2")
        if "talk" in found.allowed:
            minutes = max(1, found.question_minutes // 2)
            press(
                f"Börja samtalet ({minutes} min)",
                lambda opened: leading.talk(opened, actor, found.id, seen=seen, minutes=minutes),
                key="ws-talk",
                main=True,
                shortcut="F2",
            )
        if "open" in found.allowed:
            again = item.round > 0
            first = item.state in ("waiting", "talk") or (item.state != "shown" and not unseen)
            usual = first and item.state != "decided"
            button(
                found,
                "open",
                label="Rösta igen" if again else "",
                main=usual,
                shortcut="F2" if usual else "F4",
            )
        if item.state == "decided":
            button(found, "next" if "next" in found.allowed else "end", main=True, shortcut="F2")


def _ways(found: WorkshopView) -> None:
    with st.container(horizontal=True):
        button(found, "back", shortcut="F7")
        if found.current is not None and found.current.state != "decided":
            button(found, "next", shortcut="F8")
        button(found, "skip", shortcut="F9")
        button(found, "pause")
        decided = found.current is not None and found.current.state == "decided"
        if not decided or "next" in found.allowed:
            button(found, "end")


def _beside(view: AssessmentView, found: WorkshopView, item: Item) -> None:
    actor, seen = _current.actor(), found.revision
    if "park" in found.allowed:
        with st.expander("Parkera frågan"):
            st.text_area("Vad återstår att ta reda på?", key=f"ws-park-{item.id}", height=80)
            st.button(
                "Parkera och gå vidare",
                key="ws-park",
                on_click=lambda: _with_text(
                    f"ws-park-{item.id}",
                    lambda opened, text: leading.park(opened, actor, found.id, text, seen=seen),
                ),
            )
    # Not while people vote: it would lean on them.
    if item.state in ("shown", "talk", "decided"):
        with storage.reading() as opened:
            said = managers.beside(opened, actor, view.id, item.question.id)
        if said:
            with st.expander("Chefernas syn, att tala om"):
                for row in said:
                    text = agreeing(row.rated, row.agree, row.unknown)
                    st.markdown(f"- {plain_markdown(row.text)} {text}.")
    with st.expander(f"Parkerade ärenden ({len(found.issues)})"):
        for issue in found.issues:
            st.html(ui.comments_html([issue.text]))
        st.text_area("Något att ta upp en annan gång", key="ws-issue", height=80)
        st.button(
            "Spara ärendet",
            key="ws-note",
            on_click=lambda: _with_text(
                "ws-issue",
                lambda opened, text: leading.note_issue(
                    opened, actor, found.id, text, question=item.question.id
                ),
            ),
        )
    with st.expander("Alla frågor"):
        _take(found)
    with st.expander("Så går man med"):
        door(found)


def _take(found: WorkshopView) -> None:
    names = {
        item.position: f"{item.position + 1}. {item.question.text} ({words.STATES[item.state].lower()})"
        for item in found.items
    }
    if "take" not in found.allowed:
        st.write("Stäng omröstningen först.")
        return
    key = f"ws-take-{found.revision}"
    st.selectbox(
        "Fråga",
        list(names),
        format_func=lambda position: names[position],
        index=found.standing.current,
        key=key,
    )
    button(found, "take", label="Ta upp frågan", to=key)


def _with_text(key: str, work: object) -> None:
    text = str(st.session_state.get(key, ""))

    def carry(opened: object) -> None:
        work(opened, text)  # type: ignore[operator]
        st.session_state[key] = ""

    intend(carry)
