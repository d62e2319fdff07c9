"""Min inloggning: the own name, password, second factor and signed-in browsers."""

from __future__ import annotations

import base64
from collections.abc import Callable
from functools import partial

import streamlit as st

from pages import _current
from services.errors import Refused, SignedOut
from services.installation import storage
from services.installation.storage import without_sign_in
from services.people import second_factor, sign_in
from services.people.passwords import LONGEST, SHORTEST
from services.people.second_factor import Enrolment
from services.people.sign_in import Account, Browser
from ui import shell
from ui.html import esc, note
from wording.numbers import date_and_clock

ENROLMENT = "second-factor-enrolment"
CODES = "second-factor-codes"
SAID = "my-sign-in-said"


def page() -> None:
    """Draw the page."""
    if storage.is_example():
        shell.heading(
            "Min inloggning",
            place="min-inloggning",
            lead="I exempelvärlden loggar ingen in. Den visas som en av de påhittade personerna ser den.",
        )
        return
    if without_sign_in():
        shell.heading(
            "Min inloggning",
            place="min-inloggning",
            lead="Den här installationen har ingen inloggning. Den har en användare: den som sitter vid "
            "datorn.",
        )
        return
    actor = _current.actor()
    with storage.reading() as opened:
        account = sign_in.account(opened, actor)
        browsers = sign_in.browsers(opened, actor)
    shell.heading("Min inloggning", place="min-inloggning", lead=esc(account.email or ""))
    said = st.session_state.pop(SAID, None)
    if said:
        st.success(said, icon=":material/check:")
    _name(account)
    if actor.sign_in is None:
        st.write(
            "Lösenord och tvåstegsinloggning sköts av er organisations egen inloggning. Ändringar görs "
            "där."
        )
        st.button("Logga ut", on_click=st.logout, key="sign-out")
        return
    if account.has_password:
        _password()
    _second_factor(account)
    _browsers(browsers)


def _name(account: Account) -> None:
    with st.form("own-name", border=False):
        name = st.text_input("Namn", account.name, max_chars=200)
        st.caption("Kollegorna ser namnet bredvid det ni svarar.")
        if st.form_submit_button("Spara namnet"):
            _do("Namnet är sparat.", lambda: _rename(name))


def _rename(name: str) -> None:
    with storage.writing() as opened:
        sign_in.rename(opened, _current.actor(), name)


def _password() -> None:
    st.header("Byt lösenord", anchor=False)
    with st.form("own-password", border=False):
        old = st.text_input(
            "Nuvarande lösenord",
            type="password",
            max_chars=LONGEST,
            autocomplete="current-password",
        )
        new = st.text_input(
            "Nytt lösenord", type="password", max_chars=LONGEST, autocomplete="new-password"
        )
        again = st.text_input(
            "Det nya en gång till", type="password", max_chars=LONGEST, autocomplete="new-password"
        )
        st.caption(f"Minst {SHORTEST} tecken. Andra webbläsare loggas ut.")
        if st.form_submit_button("Byt lösenord"):
            if new != again:
                st.html(note("De nya lösenorden är inte lika. Inget är ändrat."))
            else:
                _do(
                    "Lösenordet är bytt. Andra webbläsare är utloggade.",
                    lambda: sign_in.change_password(_current.actor(), old, new),
                )


def _second_factor(account: Account) -> None:
    st.header("Tvåstegsinloggning", anchor=False)
    codes: list[str] | None = st.session_state.get(CODES)
    enrolment: Enrolment | None = st.session_state.get(ENROLMENT)
    if codes:
        _show_codes(codes)
    elif account.second_factor:
        _turn_off(account)
    elif enrolment:
        _turn_on(enrolment)
    else:
        st.write(
            "Då krävs också en kod ur en app i telefonen. Den som kommer över ert lösenord kommer inte in "
            "utan den."
        )
        if st.button("Slå på tvåstegsinloggning", key="second-factor-begin"):
            _do("", _prepare)


def _prepare() -> None:
    with storage.writing() as opened:
        st.session_state[ENROLMENT] = second_factor.prepare(opened, _current.actor())


def _turn_on(enrolment: Enrolment) -> None:
    st.write("Läs av bilden med en app för engångskoder, och skriv koden som appen visar.")
    picture = base64.b64encode(enrolment.picture.encode()).decode()
    spaced = " ".join(enrolment.secret[i : i + 4] for i in range(0, len(enrolment.secret), 4))
    st.html(
        f'<img class="rm-qr" alt="QR-kod för appen" src="data:image/svg+xml;base64,{picture}">'
        f"<p>Går bilden inte att läsa av skriver ni nyckeln i appen: <code>{esc(spaced)}</code></p>"
    )
    with st.form("second-factor", border=False):
        code = st.text_input("Kod", max_chars=10, autocomplete="one-time-code")
        if st.form_submit_button("Slå på", type="primary"):
            _do("", lambda: _confirm(code))
    if st.button("Avbryt", key="second-factor-cancel"):
        del st.session_state[ENROLMENT]
        st.rerun()


def _confirm(code: str) -> None:
    with storage.writing() as opened:
        st.session_state[CODES] = second_factor.turn_on(opened, _current.actor(), code)
    st.session_state.pop(ENROLMENT, None)


def _show_codes(codes: list[str]) -> None:
    st.html(
        note(
            "Tvåstegsinloggningen är på. Skriv av eller skriv ut koderna nedan nu: de visas bara en gång.",
            "Har ni inte telefonen loggar ni in med en av dem. Varje kod fungerar en gång.",
        )
        + f"<ul class='rm-codes'>{''.join(f'<li><code>{esc(c)}</code></li>' for c in codes)}</ul>"
    )
    if st.button("Jag har sparat koderna", type="primary", key="codes-kept"):
        del st.session_state[CODES]
        st.rerun()


def _turn_off(account: Account) -> None:
    st.write(f"Tvåstegsinloggningen är på. {account.codes_left} återställningskoder finns kvar.")
    with st.form("second-factor-off", border=False):
        password = st.text_input(
            "Lösenord", type="password", max_chars=LONGEST, autocomplete="current-password"
        )
        if st.form_submit_button("Stäng av tvåstegsinloggningen"):
            _do(
                "Tvåstegsinloggningen är avstängd.",
                lambda: second_factor.turn_off(_current.actor(), password),
            )


def _browsers(browsers: list[Browser]) -> None:
    st.header("Inloggade webbläsare", anchor=False)
    for browser in browsers:
        with st.container(horizontal=True, vertical_alignment="center"):
            this = "**Den här webbläsaren.** " if browser.this else ""
            st.markdown(
                f"{this}Inloggad {date_and_clock(browser.since)}, senast använd "
                f"{date_and_clock(browser.seen_at)}."
            )
            if not browser.this and st.button("Logga ut", key=f"end-{browser.id}"):
                _do("Webbläsaren är utloggad.", partial(_end, browser.id))
    if len(browsers) > 1 and st.button("Logga ut alla andra", key="end-others"):
        _do("Alla andra webbläsare är utloggade.", _end_others)


def _end(sign_in_id: str) -> None:
    with storage.writing() as opened:
        sign_in.end_browser(opened, _current.actor(), sign_in_id)


def _end_others() -> None:
    with storage.writing() as opened:
        sign_in.end_others(opened, _current.actor())


def _do(said: str, work: Callable[[], None]) -> None:
    """Do it, say that it is done, and draw anew; or say why not."""
    try:
        work()
    except SignedOut:
        raise
    except Refused as refusal:
        st.html(note(str(refusal)))
    else:
        st.session_state[SAID] = said
        st.rerun()


page()
