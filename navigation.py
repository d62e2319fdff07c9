"""Who is here, which pages they see, and what is shown when the data cannot be reached."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from services.actor import LOCAL, Actor
from services.errors import Refused, SignedOut
from services.installation import setup, storage
from services.installation.storage import SettingsProblem, StorageProblem
from services.organisations import organisations
from services.people import provider, sign_in
from services.people import sign_in as people_sign_in
from services.people.provider import Unknown
from ui import entrance, problems, screens, session, shell

PAGES = (
    (screens.START, "Start", ""),
    (screens.ASSESSMENT, "Självskattning", "sjalvskattning"),
    (screens.RESULT, "Resultat", "resultat"),
    (screens.COMPARISON, "Jämförelse", "jamforelse"),
    (screens.NEXT_STEPS, "Nästa steg", "nasta-steg"),
    (screens.PLAN, "Handlingsplan", "handlingsplan"),
    (screens.ACROSS, "Läs tvärs", "las-tvars"),
    (screens.REPORT, "Rapport", "rapport"),
    (screens.OWN_GOALS, "Egna mål", "egna-mal"),
    (screens.ORGANISATION, "Organisation", "organisation"),
    (screens.METHOD, "Metod", "metod"),
    (screens.SOURCES, "Källor", "kallor"),
)
# Reached from a page that they belong to, and by their address.
HIDDEN = (
    (screens.WHAT_IF, "Vad händer om", "vad-hander-om"),
    (screens.OVER_TIME, "Över tid", "over-tid"),
    (screens.CIRCULATE, "Skicka runt och läs in", "skicka-runt"),
    (screens.MOVE, "Byt frågeformulär", "byt-formular"),
    (screens.TOGETHER, "Arbeta tillsammans", "tillsammans"),
    (screens.WORKSHOP, "Workshop", "workshop"),
    (screens.SUBMIT, "Lämna in", "lamna-in"),
    (screens.PERSPECTIVES, "Skillnad mellan perspektiv", "perspektiv"),
    (screens.OWN_FRAMEWORK, "Egen måluppsättning", "egen-maluppsattning"),
    (screens.OWN_QUESTIONS, "Egna frågor", "egna-fragor"),
    (screens.MY_SIGN_IN, "Min inloggning", "min-inloggning"),
    (screens.UNITS, "Koncern", "koncern"),
    (screens.NETWORKS, "Nätverk", "natverk"),
    (screens.ROUNDS, "Omgångar", "omgangar"),
    (screens.ADMINISTRATION, "Administration", "administration"),
    (screens.DATA, "Data", "data"),
    (screens.ABOUT_DATA, "Om dina uppgifter", "om-dina-uppgifter"),
)
# Open to whoever is signed in but belongs nowhere yet.
WITHOUT_PLACE = (
    "min-inloggning",
    "metod",
    "kallor",
    "koncern",
    "natverk",
    "administration",
    "om-dina-uppgifter",
)


def _organisation_choice() -> None:
    """For whoever belongs to several organisations, above every page."""
    actor = LOCAL if storage.without_sign_in() else st.session_state.get(session.ACTOR)
    if actor is None:
        return
    with storage.reading() as opened:
        places = organisations.mine(opened, actor)
    shell.organisation_choice({p.organisation.id: p.organisation.name for p in places})


def main() -> None:
    """Run the chosen page inside the frame."""
    page = st.navigation(
        [
            st.Page(path, title=title, url_path=address or None, default=not address)
            for path, title, address in PAGES
        ]
        + [
            st.Page(path, title=title, url_path=address, visibility="hidden")
            for path, title, address in HIDDEN
        ],
        position="top",
    )
    st.set_page_config(page_title=f"{page.title} – Riktmärket", page_icon="static/icon.svg")
    shell.frame()
    made_up = False
    here: Actor | None = None
    try:
        storage.ready()
        made_up = storage.is_example()
        here = _actor()
        if made_up and here is not None:
            shell.made_up(here.name)
        if here is None or page.url_path in WITHOUT_PLACE or _has_place(here):
            _organisation_choice()
            page.run()
        else:
            entrance.nowhere(here.name)
    except StorageProblem as problem:
        problems.storage(problem.what, problem.remedy)
    except Unknown as refusal:
        entrance.unknown(str(refusal), refusal.email, verified=refusal.verified)
    except SignedOut as refusal:
        _signed_out(str(refusal))
    except (Refused, SettingsProblem) as refusal:
        problems.refused(str(refusal))
    _footer(None if made_up else here)


def _actor() -> Actor | None:
    """Who is at the screen, put where the pages find it; None where there is only one user.

    Raises SignedOut, Unknown.
    """
    mode = setup.sign_in_mode()
    if storage.without_sign_in():
        return None
    if mode == "local":
        with storage.reading() as opened:
            found = people_sign_in.local_actor_of(opened)
        st.session_state[session.ACTOR] = found
        return found
    before = st.session_state.pop(session.ACTOR, None)
    found = _by_provider(before) if mode == "oidc" else _by_cookie()
    if before is not None and before.user_id != found.user_id:
        # Someone else at the same browser; nothing of the former one's stays in this tab.
        st.session_state.clear()
        st.query_params.clear()
    st.session_state[session.ACTOR] = found
    return found


def _by_cookie() -> Actor:
    with storage.reading() as opened:
        found = sign_in.actor_of(opened, st.context.cookies.get(setup.session_cookie()))
    if found is None:
        raise SignedOut
    return found


def _by_provider(before: Actor | None) -> Actor:
    claims = st.user.to_dict()
    with storage.reading() as opened:
        found = provider.actor_of(opened, claims)
    if found is None or before is None:
        with storage.writing() as opened:
            found = provider.welcome(opened, claims)
    return found


def _has_place(actor: Actor) -> bool:
    with storage.reading() as opened:
        return bool(organisations.mine(opened, actor)) or sign_in.is_administrator(opened, actor)


def _signed_out(why: str) -> None:
    if setup.sign_in_mode() == "oidc":
        entrance.by_provider(why, first_time=not st.user.is_logged_in)
        return
    query = urlencode(st.query_params.to_dict())
    place = urlsplit(st.context.url or "/").path + (f"?{query}" if query else "")
    entrance.by_account(why, setup.way_in(place))


def _footer(actor: Actor | None) -> None:
    if actor is not None:
        by_provider = setup.sign_in_mode() == "oidc"
        entrance.who(actor.name, "/min-inloggning", None if by_provider else "/logga-ut")
    warned = setup.sign_in_mode() == "local" and setup.several_people_here()
    shell.footer(
        "Flera personer är inloggade på den här datorn. Utan inloggning i Riktmärket kan var och en av "
        "dem läsa och ändra svaren."
        if warned
        else ""
    )


main()
