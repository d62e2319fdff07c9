"""For an owner: make a round, change it, answer for the units, and send back."""

from __future__ import annotations

import streamlit as st

from pages import _current
from pages._acting import act
from services import days
from services.assessments import content
from services.installation import storage
from services.organisations.views import OrganisationView, Place
from services.units import rounds, shared_answers, tree
from services.units.rounds import RoundView
from ui.html import plain_markdown
from wording import rounds as words
from wording.results import MODE_NAMES, level_name, question_title

DAY = f"Sista dag, till exempel {days.DAY_LIKE}"


def draw(place: Place) -> bool:
    """The form for a new round; False where there is no unit to ask."""
    units = _units(place.organisation.id)
    if not units:
        return False
    with storage.reading() as opened:
        offered = {q.id: q for q in content.offered(opened, _current.actor())}
    with st.expander("Gör en omgång"), st.form("new-round", border=False):
        name = st.text_input("Vad omgången heter", max_chars=200)
        questionnaire = st.selectbox(
            "Frågeformulär",
            list(offered),
            format_func=lambda q: offered[q].name,
            filter_mode=None,
        )
        modes = list(dict.fromkeys(mode for q in offered.values() for mode in q.modes()))
        mode = st.selectbox(
            "Hur mycket",
            modes,
            index=modes.index("standard") if "standard" in modes else 0,
            format_func=lambda m: MODE_NAMES[m],
            filter_mode=None,
        )
        period = st.text_input("Period", str(content.this_year()), max_chars=60)
        deadline = st.text_input(DAY, max_chars=20)
        chosen = st.multiselect(
            "Enheter", list(units), default=list(units), format_func=lambda u: units[u].name
        )
        message = st.text_area("Text till enheterna", max_chars=rounds.MESSAGE_LENGTH)
        if st.form_submit_button("Gör omgången", type="primary"):
            act(
                lambda s: rounds.create(
                    s,
                    _current.actor(),
                    place.organisation.id,
                    name=name,
                    questionnaire_id=questionnaire,
                    period=period,
                    mode=mode,
                    deadline=days.due_day(deadline),
                    units=dict.fromkeys(chosen, ""),
                    message=message,
                ),
                "Omgången är gjord. Enheterna ser den på Start och under Omgångar.",
            )
            st.rerun()
    return True


def manage(found: RoundView) -> None:
    """What an owner does with a round."""
    _share(found)
    _groups(found)
    _send_back(found)
    _change(found)


def _share(found: RoundView) -> None:
    asked = found.questionnaire.asked(found.mode)
    with st.expander("Ge gemensamma svar"):
        st.write(words.SHARED)
        with st.form(f"share-{found.id}", border=False):
            question = st.selectbox(
                "Fråga",
                [q.id for q in asked],
                format_func=lambda q: question_title(found.questionnaire.question(q)),
                filter_mode="contains",
            )
            scale = found.questionnaire.scale
            level = st.selectbox(
                "Svar",
                [*scale.numbers, None],
                format_func=lambda n: level_name(scale, n) if n is not None else "Ej aktuellt",
                filter_mode=None,
            )
            group = st.selectbox(
                "För", ["", *found.groups], format_func=words.to_whom, filter_mode=None
            )
            reason = st.text_area("Skäl (krävs för Ej aktuellt)", max_chars=2000)
            if st.form_submit_button("Ge svaret"):
                act(
                    lambda s: shared_answers.give(
                        s,
                        _current.actor(),
                        found.id,
                        question,
                        kind="not_applicable" if level is None else "level",
                        level=level,
                        reason=reason,
                        group=group,
                    ),
                    "Svaret är gemensamt.",
                )
                st.rerun()
        if found.given:
            by_key = {f"{each.group}|{each.question}": each for each in found.given}
            chosen = st.selectbox(
                "Gemensamt svar att ta tillbaka",
                list(by_key),
                format_func=lambda key: (
                    question_title(found.questionnaire.question(by_key[key].question))
                    + f" ({words.to_whom(by_key[key].group)})"
                ),
                key=f"take-back-{found.id}",
                filter_mode=None,
            )
            if st.button("Ta tillbaka svaret", key=f"take-back-button-{found.id}"):
                each = by_key[chosen]
                act(
                    lambda s: shared_answers.take_back(
                        s, _current.actor(), found.id, each.question, each.group
                    ),
                    "Frågan är enheternas egen igen. Det de har svarat ligger kvar.",
                )
                st.rerun()


def _groups(found: RoundView) -> None:
    names = {unit.organisation.id: unit.organisation.name for unit in found.units}
    with st.expander("Dela in enheterna i grupper"), st.form(f"groups-{found.id}", border=False):
        chosen = st.multiselect("Enheter i gruppen", list(names), format_func=lambda u: names[u])
        group = st.text_input("Gruppens namn", max_chars=rounds.GROUP_LENGTH)
        st.caption("Lämna namnet tomt för att ta enheterna ur sin grupp.")
        if st.form_submit_button("Spara gruppen"):
            placed = {unit.organisation.id: unit.group for unit in found.units}
            placed |= dict.fromkeys(chosen, group)
            act(lambda s: _save(s, found, placed), "Gruppen är sparad.")
            st.rerun()


def _save(session: object, found: RoundView, units: dict[str, str]) -> None:
    rounds.change(
        session,  # type: ignore[arg-type]
        _current.actor(),
        found.id,
        deadline=found.deadline,
        message=found.message,
        units=units,
    )


def _send_back(found: RoundView) -> None:
    given = {u.organisation.id: u for u in found.units if u.status == "submitted"}
    if not given:
        return
    with (
        st.expander("Skicka tillbaka för komplettering"),
        st.form(f"send-back-{found.id}", border=False),
    ):
        st.write(words.SEND_BACK)
        unit = st.selectbox(
            "Enhet",
            list(given),
            format_func=lambda u: given[u].organisation.name,
            filter_mode=None,
        )
        reason = st.text_area("Vad behöver kompletteras?", max_chars=2000)
        if st.form_submit_button("Skicka tillbaka"):
            act(
                lambda s: rounds.send_back(s, _current.actor(), found.id, unit, reason),
                "Enheten ser nu vad som behöver kompletteras.",
            )
            st.rerun()


def _change(found: RoundView) -> None:
    own = _current.organisation()
    units = _units(own.id) if own else {}
    here = {unit.organisation.id: unit.group for unit in found.units}
    with st.expander("Ändra eller ta bort omgången"):
        with st.form(f"change-{found.id}", border=False):
            deadline = st.text_input(DAY, str(found.deadline), max_chars=20)
            chosen = st.multiselect(
                "Enheter", list(units), default=list(here), format_func=lambda u: units[u].name
            )
            message = st.text_area(
                "Text till enheterna", found.message, max_chars=rounds.MESSAGE_LENGTH
            )
            if st.form_submit_button("Spara"):
                act(
                    lambda s: rounds.change(
                        s,
                        _current.actor(),
                        found.id,
                        deadline=days.due_day(deadline),
                        message=message,
                        units={unit: here.get(unit, "") for unit in chosen},
                    ),
                    "Omgången är ändrad.",
                )
                st.rerun()
        st.write("Det enheterna har svarat finns kvar hos dem när omgången tas bort.")
        if st.button("Ta bort omgången", key=f"remove-{found.id}"):
            act(
                lambda s: rounds.remove(s, _current.actor(), found.id),
                f"Omgången {plain_markdown(found.name)} är borttagen.",
            )
            st.rerun()


def _units(organisation_id: str) -> dict[str, OrganisationView]:
    with storage.reading() as opened:
        root = tree.tree(opened, _current.actor(), organisation_id)
    return {unit.organisation.id: unit.organisation for _, unit in root.flat()[1:]}
