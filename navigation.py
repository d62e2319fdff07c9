"""Who is here, which pages they see, and what is shown when the data cannot be reached."""

from __future__ import annotations

from urllib.parse import urlencode, urlsplit

import streamlit as st

from services import federated, installation, local, organisations, signing, storage
from services.actor import LOCAL, Actor
from services.errors import Refused, SignedOut
from services.federated import Unknown
from services.storage import SettingsProblem, StorageProblem
from ui import entrance, problems, session, shell

PAGES = (
    ("pages/start.py", "Start", ""),
    ("pages/assessment.py", "Självskattning", "sjalvskattning"),
    ("pages/result.py", "Resultat", "resultat"),
    ("pages/comparison.py", "Jämförelse", "jamforelse"),
    ("pages/next_steps.py", "Nästa steg", "nasta-steg"),
    ("pages/plan.py", "Handlingsplan", "handlingsplan"),
    ("pages/across.py", "Läs tvärs", "las-tvars"),
    ("pages/report.py", "Rapport", "rapport"),
    ("pages/own_goals.py", "Egna mål", "egna-mal"),
    ("pages/organisation.py", "Organisation", "organisation"),
    ("pages/method.py", "Metod", "metod"),
    ("pages/sources.py", "Källor", "kallor"),
)
# Reached from a page that they belong to, and by their address.
HIDDEN = (
    ("pages/what_if.py", "Vad händer om", "vad-hander-om"),
    ("pages/over_time.py", "Över tid", "over-tid"),
    ("pages/circulate.py", "Skicka runt och läs in", "skicka-runt"),
    ("pages/move.py", "Byt frågeformulär", "byt-formular"),
    ("pages/together.py", "Arbeta tillsammans", "tillsammans"),
    ("pages/workshop.py", "Workshop", "workshop"),
    ("pages/submit.py", "Lämna in", "lamna-in"),
    ("pages/perspectives.py", "Skillnad mellan perspektiv", "perspektiv"),
    ("pages/own_framework.py", "Egen måluppsättning", "egen-maluppsattning"),
    ("pages/own_questions.py", "Egna frågor", "egna-fragor"),
    ("pages/my_sign_in.py", "Min inloggning", "min-inloggning"),
    ("pages/koncern.py", "Koncern", "koncern"),
    ("pages/networks.py", "Nätverk", "natverk"),
    ("pages/rounds.py", "Omgångar", "omgangar"),
    ("pages/administration.py", "Administration", "administration"),
    ("pages/data.py", "Data", "data"),
    ("pages/about_data.py", "Om dina uppgifter", "om-dina-uppgifter"),
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
    mode = installation.sign_in_mode()
    if storage.without_sign_in():
        return None
    if mode == "local":
        with storage.reading() as opened:
            found = local.actor_of(opened)
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
        found = signing.actor_of(opened, st.context.cookies.get(installation.session_cookie()))
    if found is None:
        raise SignedOut
    return found


def _by_provider(before: Actor | None) -> Actor:
    claims = st.user.to_dict()
    with storage.reading() as opened:
        found = federated.actor_of(opened, claims)
    if found is None or before is None:
        with storage.writing() as opened:
            found = federated.welcome(opened, claims)
    return found


def _has_place(actor: Actor) -> bool:
    with storage.reading() as opened:
        return bool(organisations.mine(opened, actor)) or signing.is_administrator(opened, actor)


def _signed_out(why: str) -> None:
    if installation.sign_in_mode() == "oidc":
        entrance.by_provider(why, first_time=not st.user.is_logged_in)
        return
    query = urlencode(st.query_params.to_dict())
    place = urlsplit(st.context.url or "/").path + (f"?{query}" if query else "")
    entrance.by_account(why, installation.way_in(place))


def _footer(actor: Actor | None) -> None:
    if actor is not None:
        by_provider = installation.sign_in_mode() == "oidc"
        entrance.who(actor.name, "/min-inloggning", None if by_provider else "/logga-ut")
    warned = installation.sign_in_mode() == "local" and installation.several_people_here()
    shell.footer(
        "Flera personer är inloggade på den här datorn. Utan inloggning i Riktmärket kan var och en av "
        "dem läsa och ändra svaren."
        if warned
        else ""
    )


main()
