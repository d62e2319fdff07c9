"""The people of an organisation: who they are, inviting, roles, leaving and handing over."""

from __future__ import annotations

import re

import streamlit as st

from pages import _current
from pages._acting import act
from services.access import ROLES
from services.installation import storage
from services.organisations.views import Place
from services.people import invitations, members
from services.people.invitations import OpenInvitation
from services.people.members import Member
from ui import session
from ui.html import esc, plain_markdown, table
from wording.numbers import date, date_and_clock
from wording.people import ABOUT_ROLES, role_with_meaning
from wording.people import ROLES as ROLE_NAMES

LINK = "made-link"
NUMBER = "invitation-number"


def draw(place: Place) -> None:
    """Members; for an owner also how they change."""
    organisation_id, owner = place.organisation.id, place.role == "owner"
    with storage.reading() as opened:
        found = members.members(opened, _current.actor(), organisation_id)
        waiting = invitations.open_ones(opened, _current.actor(), organisation_id) if owner else []
    st.header("Personer", anchor=False)
    _table(found, with_addresses=owner)
    roles = ", ".join(f"{ROLE_NAMES[role].lower()} {ABOUT_ROLES[role]}" for role in ROLES)
    st.caption(f"Roller: {roles}.")
    if owner:
        _change(organisation_id, [member for member in found if not member.me])
        _invite(organisation_id)
        waiting_list([each for each in waiting if each.kind == "member"])
    _own_place(place, found)


def _table(found: list[Member], *, with_addresses: bool) -> None:
    def name(member: Member) -> str:
        marks = [word for word, on in (("ni", member.me), ("avstängd", member.disabled)) if on]
        return member.name + (f" ({', '.join(marks)})" if marks else "")

    head = ("Namn", "Roll", "Med sedan") + (("E-post",) if with_addresses else ())
    rows = [
        (name(member), ROLE_NAMES[member.role], date(member.since))
        + ((member.email or "–",) if with_addresses else ())
        for member in found
    ]
    st.html(table(head, rows, caption="Personer i organisationen"))


def _change(organisation_id: str, others: list[Member]) -> None:
    if not others:
        return
    names = {member.user_id: member for member in others}
    with st.expander("Byt roll eller ta bort någon"):
        chosen = st.selectbox(
            "Person",
            list(names),
            format_func=lambda user_id: names[user_id].name,
            key="person",
            filter_mode=None,
        )
        member = names[chosen]
        role = st.selectbox(
            "Roll",
            ROLES,
            index=[*ROLES].index(member.role) if member.role in ROLES else 0,
            format_func=role_with_meaning,
            key=f"role-{chosen}-{member.role}",
            filter_mode=None,
        )
        if st.button("Byt roll", key="change-role"):
            done = f"{member.name} är nu {ROLE_NAMES[role].lower()}."
            act(
                lambda s: members.change_role(s, _current.actor(), organisation_id, chosen, role),
                done,
            )
            st.rerun()
        st.write("Den som tas bort kommer inte åt något längre. Svaren hen har gett finns kvar.")
        if st.button(f"Ta bort {plain_markdown(member.name)}", key=f"remove-{chosen}"):
            act(
                lambda s: members.remove(s, _current.actor(), organisation_id, chosen),
                f"{member.name} är borttagen.",
            )
            st.rerun()


def _invite(organisation_id: str) -> None:
    st.subheader("Bjud in", anchor=False)
    number = st.session_state.get(NUMBER, 0)
    with st.form(f"invite-{number}", border=False):
        email = st.text_input("E-postadress", max_chars=254)
        role = st.selectbox("Roll", ROLES, index=1, format_func=role_with_meaning, filter_mode=None)
        if st.form_submit_button("Gör en länk", type="primary"):
            made = act(
                lambda s: invitations.invite(s, _current.actor(), organisation_id, email, role),
                "Länken är gjord.",
            )
            if made is not None:
                show_next(made, email.strip())
                st.session_state[NUMBER] = number + 1
            st.rerun()
    made_link()


def show_next(link: str, to: str) -> None:
    """Keep a link that was just made, to be shown once the page is drawn anew."""
    st.session_state[LINK] = (link, to)


def made_link() -> None:
    """The link that was made last, to copy; nobody can see it again after that."""
    made = st.session_state.pop(LINK, None)
    if made is None:
        return
    link, to = made
    with st.container(key="case-link"):
        st.html(
            f"<p><strong>Skicka länken till {esc(to)}.</strong> Den fungerar en gång och visas bara "
            "nu.</p>"
        )
        st.code(link, language=None, wrap_lines=True)


WAITING = {
    "unit": "En organisation som ska bli enhet",
    "network": "En organisation som ska gå med i ett nätverk",
}


def waiting_list(waiting: list[OpenInvitation]) -> None:
    """Links that are not used, each with a way to take it back."""
    if not waiting:
        return
    st.subheader("Öppna inbjudningar", anchor=False)
    for each in waiting:
        to = each.email or WAITING.get(each.kind, "")
        role = f", {ROLE_NAMES[each.role].lower()}" if each.role else ""
        with st.container(
            horizontal=True, vertical_alignment="center", key=f"case-waiting-{each.id}"
        ):
            st.html(
                f"<p><strong>{esc(to)}</strong>{role}<br><span class='rm-muted'>Gäller till "
                f"{esc(date_and_clock(each.expires_at))}.</span></p>"
            )
            if st.button("Ta tillbaka", key=f"revoke-{each.id}"):
                act(
                    lambda s, name=each.id: invitations.revoke(s, _current.actor(), name),  # type: ignore[misc]
                    "Länken fungerar inte längre.",
                )
                st.rerun()


def _own_place(place: Place, found: list[Member]) -> None:
    organisation_id = place.organisation.id
    with st.expander("Lämna organisationen" if place.role != "owner" else "Lämna eller lämna över"):
        others = {m.user_id: m.name for m in found if not m.me and not m.disabled}
        if place.role == "owner" and others:
            chosen = st.selectbox(
                "Ny ägare i ert ställe",
                list(others),
                format_func=lambda user_id: others[user_id],
                key="hand-over-to",
                filter_mode=None,
            )
            st.caption("Ni blir kvar som redaktör.")
            if st.button("Lämna över", key="hand-over"):
                act(
                    lambda s: members.hand_over(s, _current.actor(), organisation_id, chosen),
                    f"{others[chosen]} är nu ägare.",
                )
                st.rerun()
        st.write("När ni lämnar kommer ni inte åt något här längre. Era svar finns kvar.")
        if st.button("Lämna organisationen", key="leave"):
            act(
                lambda s: members.leave(s, _current.actor(), organisation_id),
                f"Ni har lämnat {place.organisation.name}.",
            )
            st.session_state.pop(session.ORGANISATION, None)
            session.forget()
            st.rerun()


def secret(link: str) -> str:
    """What stands last in a link, whether a whole address or only that is pasted."""
    return re.split(r"[/=#]", link.strip().rstrip("/="))[-1]
