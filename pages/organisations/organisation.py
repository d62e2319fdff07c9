"""Organisation: who answers, described so that a report is right and a comparison later is fair.

Where people sign in also who they are, what the organisation is a unit of, and what has happened.
"""

from __future__ import annotations

import streamlit as st

from pages import _acting, _current
from pages.comparison import _consent
from pages.organisations import _api_keys, _branding, _events
from pages.people import _members
from services.errors import Outdated, Refused
from services.installation import storage
from services.organisations import administration, organisations
from services.organisations.views import OrganisationView, Place
from services.units import tree
from ui import screens, shell
from ui.html import esc, note, plain_markdown
from wording.organisations import COUNTIES, MUNICIPALITY_GROUPS, SIZES, TYPES
from wording.people import listed, only_owners
from wording.units import INTERNAL_UNIT

ALONE = (
    "På den här datorn finns bara ni. Personer, roller och koncern finns i en installation där flera "
    "loggar in."
)


def page() -> None:
    """Draw the page."""
    place = _current.place()
    own = place.organisation if place else None
    shell.heading(
        "Organisation",
        place="organisation",
        eyebrow=esc(own.name) if own else "",
        lead="Uppgifterna står på rapporten. Typen avgör vad ledningen betyder i frågorna.",
    )
    _acting.say()
    alone = storage.without_sign_in()
    if place is None and not alone:
        _current.no_organisation()
        return
    if place is None or place.role == "owner":
        _form(own)
    else:
        st.html(_facts_html(place.organisation))
        st.caption(plain_markdown(only_owners("ändra uppgifterna", _current.names("owner"))))
    if own is not None and (alone or (place is not None and place.role == "owner")):
        _branding.draw(own)
        _api_keys.draw(own)
    if alone:
        st.caption(ALONE)
    elif place is not None:
        _members.draw(place)
        _koncern(place)
        _consent.draw(_consent.read(place.organisation.id), owner=place.role == "owner")
        if place.role == "owner":
            _events.draw(place.organisation)
        _administration()


def _form(own: OrganisationView | None) -> None:
    # Fields of their own for each organisation, or one would be saved with another's values.
    stem = f"organisation-{own.id if own else 'new'}"
    if f"{stem}-name" not in st.session_state:
        # What the fields are filled from now, whatever is stored when they are sent.
        st.session_state[f"{stem}-seen"] = own.revision if own else None
    kind = _select("Typ av organisation", TYPES, own.type if own else None, f"{stem}-type")
    if kind == "unit":
        st.caption(INTERNAL_UNIT)
    with st.form("organisation", border=False):
        name = st.text_input("Namn", own.name if own else "", max_chars=200, key=f"{stem}-name")
        group = None
        if kind == "municipality":
            group = _select(
                "Kommungrupp (SKR 2023)",
                MUNICIPALITY_GROUPS,
                own.municipality_group if own else None,
                f"{stem}-group",
            )
        county = _select("Län", COUNTIES, own.county if own else None, f"{stem}-county")
        size = _select("Inköpsvolym per år", SIZES, own.size if own else None, f"{stem}-size")
        saved = st.form_submit_button("Spara", type="primary")
    if not saved:
        return
    try:
        with storage.writing() as opened:
            after = organisations.save(
                opened,
                _current.actor(),
                own.id if own else None,
                name=name,
                type=kind,
                municipality_group=group,
                county=county,
                size=size,
                revision=st.session_state[f"{stem}-seen"],
            )
    except Outdated as refusal:
        st.html(note(str(refusal)))
        if own:
            st.html(f"<p>Så står det nu:</p>{_facts_html(own)}")
            st.session_state[f"{stem}-seen"] = own.revision
    except Refused as refusal:
        st.html(note(str(refusal)))
    else:
        st.session_state[f"{stem}-seen"] = after.revision
        st.success("Sparat.", icon=":material/check:")


def _select(label: str, names: dict[str, str], code: str | None, key: str) -> str | None:
    codes = list(names)
    chosen: str | None = st.selectbox(
        label,
        codes,
        index=codes.index(code) if code in codes else None,
        format_func=lambda found: names[found],
        placeholder="Välj",
        key=key,
        filter_mode=None,
    )
    return chosen


def _facts_html(own: OrganisationView) -> str:
    pairs = (
        ("Namn", own.name),
        ("Typ", TYPES.get(own.type or "", "–")),
        ("Kommungrupp", MUNICIPALITY_GROUPS.get(own.municipality_group or "", "")),
        ("Län", COUNTIES.get(own.county or "", "")),
        ("Inköpsvolym per år", SIZES.get(own.size or "", "")),
    )
    items = "".join(f"<dt>{name}</dt><dd>{esc(text)}</dd>" for name, text in pairs if text)
    return f'<dl class="rm-facts">{items}</dl>'


def _koncern(place: Place) -> None:
    own = place.organisation
    st.header("Koncern", anchor=False)
    with storage.reading() as opened:
        above = tree.above(opened, _current.actor(), own.id)
        units = tree.tree(opened, _current.actor(), own.id).units
    if above:
        names = [each.name for each in above]
        st.write(
            plain_markdown(
                f"{own.name} är en enhet i {names[0]}. Det ni lämnar in kan läsas av dem som är med i "
                f"{listed(names)}."
            )
        )
    if units:
        number = len(units)
        st.write("Organisationen har en enhet." if number == 1 else f"Enheter: {number}.")
    if not above and not units:
        st.write("Organisationen har inga enheter och är inte en enhet i någon annan.")
    if st.button("Till Koncern", key="to-koncern"):
        st.switch_page(screens.UNITS)


def _administration() -> None:
    with storage.reading() as opened:
        administrator = administration.allowed(opened, _current.actor())
    if administrator:
        st.header("Installationen", anchor=False)
        if st.button("Till Administration", key="to-administration"):
            st.switch_page(screens.ADMINISTRATION)


page()
