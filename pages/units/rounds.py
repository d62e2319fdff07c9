"""Omgångar: what a parent asks its units, how far they have come, and what a unit is asked."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from pages import _acting, _current
from pages.units import _asked, _round_making
from services.installation import storage
from services.people import invitations
from services.units import rounds
from services.units.rounds import RoundUnitView, RoundView
from ui import shell
from ui.html import esc, plain_markdown, table, user_text
from wording import rounds as words
from wording.numbers import count, plain_date
from wording.results import MODE_NAMES, edition, question_title
from wording.units import STATUS, answered_in_table

# So many units are shown without being asked for.
AT_ONCE = 12


def page() -> None:
    """Draw the page."""
    place = None if storage.without_sign_in() else _current.place()
    shell.heading(
        "Omgångar",
        place="omgangar",
        eyebrow=esc(place.organisation.name) if place else "",
        lead=words.LEAD,
    )
    if storage.without_sign_in():
        st.write("Omgångar finns i en installation där flera loggar in.")
        return
    if place is None:
        _current.no_organisation()
        return
    _acting.say()
    asked = _asked.draw(place)
    with storage.reading() as opened:
        found = rounds.listing(opened, _current.actor(), place.organisation.id)
    for each in found:
        _round(each, owner=place.role == "owner")
    offered = _round_making.draw(place) if place.role == "owner" else False
    if not (asked or found or offered):
        st.write(
            "Det finns ingen omgång. Den som har enheter under sig kan göra en. Enheter läggs till på "
            "sidan Koncern."
        )


def _round(found: RoundView, *, owner: bool) -> None:
    st.header(plain_markdown(found.name), anchor=False)
    done = len(found.units) - len(found.waiting)
    st.write(
        plain_markdown(
            f"{edition(found.questionnaire)}, {MODE_NAMES[found.mode].lower()}, period {found.period}. "
            f"Sista dag {plain_date(found.deadline)}. {done} av "
            f"{count(len(found.units), 'enhet', 'enheter')} är klara."
        )
    )
    if found.message:
        st.html(user_text(found.message))
    _units(found)
    st.caption(words.SEEN)
    _shared(found)
    _deviations(found)
    _reminders(found)
    if owner:
        _round_making.manage(found)


def _units(found: RoundView) -> None:
    """Those that have something left; the others can be looked at."""
    if len(found.units) <= AT_ONCE:
        st.html(_table(found, found.units, "Enheterna i omgången"))
        return
    if found.waiting:
        st.html(_table(found, found.waiting, "Enheter som har något kvar att göra"))
    ready = tuple(unit for unit in found.units if unit not in found.waiting)
    if ready:
        many = count(len(ready), "enhet som är klar", "enheter som är klara")
        with st.expander(f"Visa {many}"):
            st.html(_table(found, ready, "Enheter som är klara"))


def _table(found: RoundView, units: Sequence[RoundUnitView], caption: str) -> str:
    groups = bool(found.groups)
    head = ("Enhet", "Läge", "Besvarat", "Att göra")
    rows = [
        (
            unit.organisation.name,
            STATUS[unit.status],
            answered_in_table(unit.answered, unit.asked),
            _left(unit),
            *([unit.group or "–"] if groups else []),
        )
        for unit in units
    ]
    return table((*head, "Grupp") if groups else head, rows, caption=caption)


def _left(unit: RoundUnitView) -> str:
    if unit.returned:
        return "Ska kompletteras"
    if unit.status == "submitted":
        return "Inget"
    return "Försenad" if unit.late else "Svara och lämna in"


def _shared(found: RoundView) -> None:
    if not found.given:
        return
    scale = found.questionnaire.scale
    st.html(
        table(
            ("Fråga", "Gemensamt svar", "För", "Skäl"),
            [
                (
                    question_title(found.questionnaire.question(each.question)),
                    words.choice(scale, each.kind, each.level),
                    words.to_whom(each.group),
                    each.reason or "–",
                )
                for each in found.given
            ],
            caption="Gemensamma svar",
        )
    )


def _deviations(found: RoundView) -> None:
    rows = [
        (
            unit.organisation.name,
            question_title(found.questionnaire.question(each.given.question)),
            words.choice(found.questionnaire.scale, each.given.kind, each.given.level),
            words.choice(found.questionnaire.scale, each.kind, each.level),
            each.reason or "Inget skäl: svaret gavs gemensamt efteråt",
        )
        for unit in found.units
        for each in unit.deviations
    ]
    if rows:
        head = ("Enhet", "Fråga", "Gemensamt svar", "Enhetens svar", "Varför")
        st.html(table(head, rows, caption="Enheter som har svarat något annat"))


def _reminders(found: RoundView) -> None:
    if not found.waiting:
        return
    many = count(len(found.waiting), "enhet", "enheter")
    with st.expander(f"Påminn {many}"):
        st.write("Riktmärket skickar ingenting. Kopiera texten och skicka den själva.")
        names = {unit.organisation.id: unit for unit in found.waiting}
        chosen = st.selectbox(
            "Enhet att påminna",
            list(names),
            format_func=lambda name: names[name].organisation.name,
            key=f"remind-{found.id}",
            filter_mode="contains",
        )
        unit = names[chosen]
        st.code(
            words.reminder(
                unit.organisation.name,
                found.name,
                found.deadline,
                answered=unit.answered,
                asked=unit.asked,
                late=unit.late,
                address=invitations.whole("/omgangar"),
            ),
            language=None,
            wrap_lines=True,
        )


page()
