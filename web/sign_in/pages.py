"""The pages of signing in: in, out, the second step, and a forgotten password."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.errors import Invalid, Refused, SignedOut
from services.installation import storage
from services.installation.storage import StorageProblem
from services.installation.throttle import TooOften
from services.people import mail, password_links, second_factor
from services.people import sign_in as people_sign_in
from services.people.passwords import LONGEST, SHORTEST
from web import plain
from web.sign_in import cookies, forms
from web.sign_in.gate import SIGN_IN, same_site

PASSWORD_HINT = (
    f"Minst {SHORTEST} tecken. Några ord efter varandra går bra och är lättare att minnas."
)

Fields = Mapping[str, str]
Answer = Callable[[Request, Fields | None], Response]


def endpoint(answer: Answer) -> Callable[[Request], Awaitable[Response]]:
    """Serve a page by ``answer``: with no fields for GET, with the form's for POST.

    It runs beside the event loop. What fails is told on a page of ours.
    """

    @wraps(answer)
    async def served(request: Request) -> Response:
        fields: Fields | None = None
        try:
            if request.method == "POST":
                fields = await forms.read(request)
            return await run_in_threadpool(answer, request, fields)
        except forms.FormProblem as problem:
            return plain.page(
                "Formuläret gick inte att ta emot",
                plain.text(
                    "Sidan kan ha legat öppen för länge, eller så tar webbläsaren inte emot kakor. "
                    "Inget är ändrat. Öppna sidan på nytt och försök igen."
                ),
                plain.button_link(request.url.path, "Öppna sidan på nytt"),
                status=problem.status,
            )
        except StorageProblem as problem:
            return plain.page(
                "Det går inte att logga in just nu",
                plain.text(f"{problem.what} {problem.remedy}"),
                plain.button_link(request.url.path, "Försök igen"),
                status=503,
            )

    return served


def sign_in(request: Request, fields: Fields | None) -> Response:
    """/logga-in."""
    onward = same_site((fields or request.query_params).get("till"))
    if fields is None:
        return _sign_in_page(request, onward)
    email = fields.get("epost", "")
    try:
        begun = people_sign_in.sign_in(email, fields.get("losenord", ""), client(request))
    except Refused as refusal:
        status = 429 if isinstance(refusal, TooOften) else 401
        answer = _sign_in_page(request, onward, email, str(refusal), status)
        if isinstance(refusal, TooOften):
            answer.headers["Retry-After"] = str(refusal.seconds)
        return answer
    with storage.writing() as session:
        # What this browser was signed in as before.
        people_sign_in.sign_out(session, request.cookies.get(cookies.name("session")))
    where = f"/tva-steg?till={plain.quoted(onward)}" if begun.needs_code else onward
    return _let_in(where, begun.cookie)


def second_step(request: Request, fields: Fields | None) -> Response:
    """/tva-steg."""
    onward = same_site((fields or request.query_params).get("till"))
    cookie = request.cookies.get(cookies.name("session"))
    problem, status = "", 200
    if fields is None:
        with storage.reading() as session:
            if people_sign_in.awaiting_code(session, cookie) is None:
                return RedirectResponse(SIGN_IN, 303)
    else:
        try:
            return _let_in(onward, second_factor.pass_with(cookie, fields.get("kod", "")))
        except SignedOut:
            return RedirectResponse(SIGN_IN, 303)
        except Refused as refusal:
            problem = str(refusal)
            status = 429 if isinstance(refusal, TooOften) else 401
    tokens = forms.Tokens(request)
    return tokens.keep(
        plain.page(
            "Skriv koden från telefonen",
            tokens.form(
                "/tva-steg",
                plain.field(
                    "kod",
                    "Kod",
                    hint="Sex siffror ur appen, eller en av era återställningskoder.",
                    autocomplete="one-time-code",
                    longest=20,
                ),
                plain.hidden("till", onward),
                button="Logga in",
            ),
            plain.links((SIGN_IN, "Börja om inloggningen")),
            problem=problem,
            status=status,
        )
    )


def sign_out(request: Request, fields: Fields | None) -> Response:
    """/logga-ut."""
    if fields is not None:
        with storage.writing() as session:
            people_sign_in.sign_out(session, request.cookies.get(cookies.name("session")))
        answer: Response = RedirectResponse(f"{SIGN_IN}?ut=1", 303)
        cookies.drop(answer, "session")
        # Also what the browser keeps of the pages; typed drafts lie elsewhere and are sent first.
        answer.headers["Clear-Site-Data"] = '"cache"'
        return answer
    tokens = forms.Tokens(request)
    return tokens.keep(
        plain.page(
            "Logga ut",
            plain.text("Allt som är markerat ”Sparat” finns kvar när ni loggar in nästa gång."),
            tokens.form("/logga-ut", button="Logga ut"),
            plain.links(("/", "Tillbaka till Riktmärket")),
        )
    )


def forgot(request: Request, fields: Fields | None) -> Response:
    """/glomt-losenord."""
    title = "Glömt lösenordet"
    back = plain.links((SIGN_IN, "Till inloggningen"))
    if not mail.configured():
        return plain.page(
            title,
            plain.text(
                "Installationen skickar inga brev. Be den som driver den om en länk för att välja ett "
                "nytt lösenord."
            ),
            back,
        )
    problem, status = "", 200
    if fields is not None:
        try:
            password_links.ask(fields.get("epost", ""), client(request))
        except Refused as refusal:
            problem = str(refusal)
            status = 429 if isinstance(refusal, TooOften) else 400
        else:
            return plain.page(
                "Titta i er e-post",
                plain.text(
                    "Finns det ett konto med adressen har ett brev skickats dit. Länken i det fungerar "
                    "en gång, i två timmar. Kommer inget brev: kontrollera adressen och skräpposten."
                ),
                back,
            )
    tokens = forms.Tokens(request)
    return tokens.keep(
        plain.page(
            title,
            plain.text("Skriv er adress, så skickas en länk för att välja ett nytt."),
            tokens.form(
                "/glomt-losenord",
                plain.field(
                    "epost",
                    "E-postadress",
                    kind="email",
                    value=(fields or {}).get("epost", ""),
                    autocomplete="username",
                ),
                button="Skicka länk",
            ),
            back,
            problem=problem,
            status=status,
        )
    )


def new_password(request: Request, fields: Fields | None) -> Response:
    """/nytt-losenord/{secret}."""
    secret = request.path_params["secret"]
    problem = ""
    try:
        if fields is not None:
            try:
                password_links.choose_password(secret, _chosen(fields), client(request))
            except (Invalid, TooOften) as refusal:
                problem = str(refusal)
            else:
                return RedirectResponse(f"{SIGN_IN}?nytt=1", 303)
        with storage.reading() as session:
            whose = password_links.may_choose_password(session, secret)
    except Refused as refusal:
        return broken_link(str(refusal))
    tokens = forms.Tokens(request)
    return tokens.keep(
        plain.page(
            "Välj lösenord",
            tokens.form(
                request.url.path,
                plain.field("epost", "Konto", value=whose, autocomplete="username", readonly=True),
                password_fields(),
                button="Spara lösenordet",
            ),
            problem=problem,
            status=400 if problem else 200,
        )
    )


def broken_link(why: str, way_on: tuple[str, str] = (SIGN_IN, "Till inloggningen")) -> Response:
    """A page for a link that opens nothing."""
    return plain.page(
        "Länken fungerar inte",
        plain.text(why),
        plain.links(way_on),
        status=410,
    )


def password_fields() -> str:
    """A password, typed twice."""
    return plain.field(
        "losenord",
        "Lösenord",
        kind="password",
        hint=PASSWORD_HINT,
        autocomplete="new-password",
        longest=LONGEST,
    ) + plain.field(
        "igen",
        "Lösenordet en gång till",
        kind="password",
        autocomplete="new-password",
        longest=LONGEST,
    )


def chosen_password(fields: Fields) -> str:
    """The password, if it was typed the same twice. Raises Invalid."""
    return _chosen(fields)


def client(request: Request) -> str:
    """The address that a request comes from; the server has already asked a proxy that it trusts."""
    return request.client.host if request.client else ""


def _chosen(fields: Fields) -> str:
    password = fields.get("losenord", "")
    if password != fields.get("igen", ""):
        raise Invalid("Lösenorden är inte lika. Skriv samma lösenord i båda fälten.")
    return password


def _let_in(where: str, cookie: str) -> Response:
    answer = RedirectResponse(where, 303)
    cookies.put(answer, "session", cookie)
    return answer


def _sign_in_page(
    request: Request, onward: str, email: str = "", problem: str = "", status: int = 200
) -> Response:
    tokens = forms.Tokens(request)
    said = ""
    if "ut" in request.query_params:
        said = plain.text("Ni är utloggade.")
    elif "nytt" in request.query_params:
        said = plain.text("Lösenordet är sparat. Logga in med det.")
    return tokens.keep(
        plain.page(
            "Logga in",
            said,
            tokens.form(
                SIGN_IN,
                plain.field(
                    "epost", "E-postadress", kind="email", value=email, autocomplete="username"
                ),
                plain.field(
                    "losenord",
                    "Lösenord",
                    kind="password",
                    autocomplete="current-password",
                    longest=LONGEST,
                ),
                plain.hidden("till", onward),
                button="Logga in",
            ),
            plain.links(("/glomt-losenord", "Jag har glömt lösenordet")),
            plain.text(
                "Konto får man genom en inbjudan från sin organisation eller den som driver Riktmärket."
            ),
            problem=problem,
            status=status,
        )
    )
