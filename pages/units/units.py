"""Koncern: an organisation's units, what they have handed in, and how units join and leave."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext

import streamlit as st

from pages import _acting, _current
from pages.comparison import _matrix
from pages.units import _joining
from services.installation import storage
from services.organisations.views import OrganisationView, Place
from services.units import tree
from services.units.tree import Unit
from ui import screens, session, shell
from ui.html import esc, note, plain_markdown, table
from wording.numbers import count, date
from wording.organisations import TYPES
from wording.people import listed, only_owners
from wording.units import INTERNAL_UNIT, STATUS, TYPE_OF_UNIT, answered_in_table

# So many units are shown without being asked for.
AT_ONCE = 12


def page() -> None:
    """Draw the page."""
    place = None if storage.without_sign_in() else _current.place()
    shell.heading(
        "Koncern",
        place="koncern",
        eyebrow=esc(place.organisation.name) if place else "",
        lead="Förvaltningar, bolag och andra enheter, och vad de har lämnat in.",
    )
    if storage.without_sign_in():
        st.write("Koncern finns i en installation där flera loggar in.")
        return
    if place is None:
        _current.no_organisation()
        return
    _acting.say()
    with storage.reading() as opened:
        root = tree.tree(opened, _current.actor(), place.organisation.id)
        above = tree.above(opened, _current.actor(), place.organisation.id)
    # Whoever has followed a link came for that.
    followed = _joining.PARAMETER in st.query_params
    if followed:
        _readers(place, above)
    _units(root)
    if st.button("Till Omgångar", key="to-rounds"):
        st.switch_page(screens.ROUNDS)
    _matrix.draw(place.organisation)
    if place.role == "owner":
        _joining.for_parent(place.organisation, root)
    if not followed:
        _readers(place, above)


def _readers(place: Place, above: list[OrganisationView]) -> None:
    st.header("Vem läser det ni lämnar in", anchor=False)
    if above:
        names = [each.name for each in above]
        st.write(
            plain_markdown(
                f"De som är med i {listed(names)}. De ser aldrig kommentarer, belägg eller skäl."
            )
        )
    else:
        st.write("Bara ni. Organisationen är inte en enhet i någon annan.")
    if place.role == "owner":
        _joining.own(place.organisation, above)
    elif _joining.PARAMETER in st.query_params:
        owners = _current.names("owner")
        st.html(note(only_owners("låta organisationen gå med i en koncern", owners)))


def _units(root: Unit) -> None:
    lines = root.flat()[1:]
    st.header("Enheter", anchor=False)
    if not lines:
        st.write("Organisationen har inga enheter.")
        return
    submitted = sum(bool(unit.handed_in) for _, unit in lines)
    st.write(
        f"{count(len(lines), 'enhet', 'enheter')}. {submitted} av dem har lämnat in. Innan en enhet "
        "lämnar in syns bara hur långt den har kommit."
    )
    stands = Counter[str](unit.status for _, unit in lines)
    said = [f"{text.lower()} {stands[status]}" for status, text in STATUS.items() if stands[status]]
    many = len(lines) > AT_ONCE
    if many:
        st.write(f"Den senaste självskattningen: {', '.join(said)}.")
    # What the units have handed in comes first where they are many.
    with st.expander(f"Visa alla {len(lines)} enheter") if many else nullcontext():
        st.html(_table(lines))
    if any(unit.organisation.type == "unit" for _, unit in lines):
        st.caption(INTERNAL_UNIT)
    _handed_in([unit for _, unit in lines])


def _table(lines: list[tuple[int, Unit]]) -> str:
    return table(
        ("Enhet", "Läge", "Besvarat", "Typ"),
        [
            (
                _name(depth, unit),
                STATUS[unit.status],
                answered_in_table(unit.answered, unit.asked),
                TYPE_OF_UNIT.get(unit.organisation.type or "")
                or TYPES.get(unit.organisation.type or "", "–"),
            )
            for depth, unit in lines
        ],
        caption="Den senaste självskattningen i varje enhet",
    )


def _name(depth: int, unit: Unit) -> str:
    return "– " * (depth - 1) + unit.organisation.name


def _handed_in(units: list[Unit]) -> None:
    found = {
        given.assessment_id: (unit.organisation.name, given)
        for unit in units
        for given in unit.handed_in
    }
    if not found:
        return
    st.subheader("Läs det som är inlämnat", anchor=False)

    def name(assessment_id: str) -> str:
        organisation, given = found[assessment_id]
        return f"{organisation}: {given.questionnaire} {given.period}, inlämnad {date(given.at)}"

    chosen = st.selectbox(
        "Självskattning",
        list(found),
        format_func=name,
        key="handed-in",
        placeholder="Sök bland enheterna",
    )
    st.caption("Kommentarer, belägg och skäl visas inte.")
    with st.container(horizontal=True):
        for label, opens, screen in (
            ("Resultat", "result", screens.RESULT),
            ("Nästa steg", "next_steps", screens.NEXT_STEPS),
            ("Handlingsplan", "plan", screens.PLAN),
            ("Rapport", "report", screens.REPORT),
        ):
            if st.button(label, key=f"open-{opens}"):
                session.remember(chosen)
                st.switch_page(screen, query_params={session.PARAMETER: chosen})


page()
