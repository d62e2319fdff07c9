"""The page of an invitation: an account is made, or the one there is takes it up."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.actor import Actor
from services.errors import Invalid, Refused
from services.installation import storage
from services.installation.throttle import TooOften
from services.people import accepting, sign_in
from services.people.accepting import Offer
from web import plain
from web.sign_in import cookies, forms
from web.sign_in.gate import SIGN_IN
from web.sign_in.pages import Fields, broken_link, chosen_password, client, password_fields

# Where an organisation's owner says yes to what a link offers the organisation.
PAGES = {"unit": "/koncern", "network": "/natverk"}
ROLES = {
    "owner": "ägare. Ni svarar, bjuder in andra och lämnar in",
    "editor": "den som svarar",
    "viewer": "läsare",
}


def invitation(request: Request, fields: Fields | None) -> Response:
    """/inbjudan/{secret}."""
    secret = request.path_params["secret"]
    with storage.reading() as session:
        actor = sign_in.actor_of(session, request.cookies.get(cookies.name("session")))
    try:
        problem = ""
        if fields is not None:
            try:
                return _take_up(request, fields, secret, actor)
            except (Invalid, TooOften) as refusal:
                problem = str(refusal)
        with storage.reading() as session:
            offer = accepting.look(session, secret)
    except Refused as refusal:
        return broken_link(str(refusal))
    if offer.kind in PAGES:
        return RedirectResponse(f"{PAGES[offer.kind]}?inbjudan={plain.quoted(secret)}", 303)
    tokens = forms.Tokens(request)
    return tokens.keep(_page(tokens, request.url.path, offer, actor, fields or {}, problem=problem))


def _take_up(request: Request, fields: Fields, secret: str, actor: Actor | None) -> Response:
    if actor is not None:
        with storage.writing() as session:
            accepting.with_account(session, actor, secret)
        return RedirectResponse("/", 303)
    user_id = accepting.with_new_account(
        secret,
        name=fields.get("namn", ""),
        email=fields.get("epost", ""),
        password=chosen_password(fields),
        address=client(request),
    )
    with storage.writing() as session:
        cookie = sign_in.begin(session, user_id)
    answer = RedirectResponse("/", 303)
    cookies.put(answer, "session", cookie)
    return answer


def _page(
    tokens: forms.Tokens,
    path: str,
    offer: Offer,
    actor: Actor | None,
    fields: Fields,
    *,
    problem: str,
) -> Response:
    onward = f"{SIGN_IN}?till={plain.quoted(path)}"
    if actor is not None:
        parts = [
            plain.text(f"Ni är inloggade som {actor.name}."),
            tokens.form(path, button="Tacka ja"),
            plain.links(("/logga-ut", "Jag är någon annan")),
        ]
    elif offer.has_account:
        parts = [
            plain.text(f"Det finns ett konto för {offer.email}. Logga in, så visas inbjudan igen."),
            plain.button_link(onward, "Logga in"),
        ]
    else:
        parts = [
            plain.text("Välj namn och lösenord, så är ni inne."),
            tokens.form(path, _fields(offer, fields), button="Skapa konto"),
            plain.links((onward, "Jag har redan ett konto")),
        ]
    return plain.page(
        _title(offer),
        plain.text(_says(offer)),
        *parts,
        problem=problem,
        status=400 if problem else 200,
    )


def _fields(offer: Offer, fields: Fields) -> str:
    return (
        plain.field(
            "namn",
            "Namn",
            value=fields.get("namn", ""),
            hint="Kollegorna ser det bredvid det ni svarar.",
            autocomplete="name",
            longest=200,
        )
        + plain.field(
            "epost",
            "E-postadress",
            kind="email",
            value=offer.email or fields.get("epost", ""),
            autocomplete="username",
            readonly=offer.email is not None,
        )
        + password_fields()
    )


def _title(offer: Offer) -> str:
    return f"Välkommen till {offer.organisation}" if offer.organisation else "Välkommen"


def _says(offer: Offer) -> str:
    if offer.kind == "administrator":
        return (
            "Ni är inbjudna att administrera installationen: lägga upp organisationer och bjuda in."
        )
    return f"Ni är inbjudna som {ROLES.get(offer.role or '', 'läsare')}."


def by_provider(request: Request, _fields: Fields | None) -> Response:
    """/inbjudan/{secret} where people sign in with their organisation's own sign-in."""
    try:
        with storage.reading() as session:
            offer = accepting.look(session, request.path_params["secret"])
    except Refused as refusal:
        return broken_link(str(refusal), way_on=("/", "Till Riktmärket"))
    if offer.kind in PAGES:
        secret = request.path_params["secret"]
        return RedirectResponse(f"{PAGES[offer.kind]}?inbjudan={plain.quoted(secret)}", 303)
    whom = f" Logga in som {offer.email}, så tas inbjudan emot." if offer.email else ""
    return plain.page(
        _title(offer),
        plain.text(_says(offer)),
        plain.text(f"Här används er organisations egen inloggning.{whom}"),
        plain.button_link("/", "Till inloggningen"),
    )
