"""The second factor: a code from a phone, or one of ten codes on paper."""

from __future__ import annotations

import base64
import hmac
import io
import secrets
from dataclasses import dataclass

from sqlmodel import Session

from data import clock
from data.stores import sign_in as store
from data.tables import User
from services import audit
from services.actor import Actor
from services.errors import Invalid, NotAllowed, Refused, SignedOut
from services.installation import storage, throttle
from services.installation.keys import key, keyed_hash
from services.people import passwords, sign_in

CODES = 10
STEP_SECONDS = 30
# A phone's clock may be half a minute off in either direction.
_NEAR = (-1, 0, 1)
# Without letters that look like digits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


class WrongCode(Refused):
    """The code is wrong, too old or used."""

    def __init__(self) -> None:
        super().__init__(
            "Koden stämmer inte, eller är redan använd. Vänta på nästa och försök igen."
        )


@dataclass(frozen=True, slots=True)
class Enrolment:
    """What a phone needs to know, as text and as an SVG picture. Shown once."""

    secret: str
    picture: str


def prepare(session: Session, actor: Actor) -> Enrolment:
    """Make a new secret, not in use until ``turn_on``. Raises SignedOut, Invalid."""
    import pyotp
    import segno

    user = sign_in.person(session, actor)
    if user.totp_on:
        raise Invalid("Tvåstegsinloggning är redan på. Stäng av den först för att byta telefon.")
    secret = pyotp.random_base32()
    user.totp_secret = _sealed(secret)
    user.totp_step = None
    session.add(user)
    uri = pyotp.TOTP(secret).provisioning_uri(
        name=user.email or user.name, issuer_name="Riktmärket"
    )
    drawn = io.BytesIO()
    segno.make(uri, error="m").save(drawn, kind="svg", xmldecl=False, scale=4, border=4)
    return Enrolment(secret, drawn.getvalue().decode("utf-8"))


def turn_on(session: Session, actor: Actor, code: str) -> list[str]:
    """Begin to ask for a code, once one has been right. Gives the recovery codes, shown once.

    Other browsers are signed out. Raises SignedOut, Invalid, WrongCode.
    """
    user = sign_in.person(session, actor)
    if user.totp_on or user.totp_secret is None:
        raise Invalid("Börja om: läs av en ny bild med telefonen.")
    step = _step(user, code)
    if step is None:
        raise WrongCode
    made = ["".join(secrets.choice(_LETTERS) for _ in range(10)) for _ in range(CODES)]
    user.totp_on = True
    user.totp_step = step
    user.recovery_codes = [_kept(user.id, one) for one in made]
    session.add(user)
    store.end(session, user.id, clock.now(), keep=actor.sign_in)
    audit.record(session, actor, None, "second-factor-on")
    return [f"{one[:5]}-{one[5:]}" for one in made]


def turn_off(actor: Actor, password: str) -> None:
    """Stop asking for a code. Raises SignedOut, Invalid (wrong password), TooOften."""
    with storage.writing() as session:
        user = sign_in.person(session, actor)
        counted = throttle.count(session, account=user.email_key or user.id)
    if not passwords.matches(user.password_hash, password):
        raise Invalid("Lösenordet stämmer inte. Inget är ändrat.")
    with storage.writing() as session:
        user = sign_in.person(session, actor)
        clear(session, user)
        throttle.take_back(session, counted)
        audit.record(session, actor, None, "second-factor-off")


def clear(session: Session, user: User) -> None:
    """Forget a person's second factor. For commands at the server, and ``turn_off``."""
    user.totp_on = False
    user.totp_secret = user.totp_step = None
    user.recovery_codes = []
    session.add(user)


def pass_with(cookie: str | None, code: str) -> str:
    """Give the missing second factor. Gives the cookie of a browser that is signed in.

    The former cookie stops working. Raises SignedOut, WrongCode, TooOften.
    """
    with storage.reading() as session:
        user_id = sign_in.awaiting_code(session, cookie)
    if user_id is None:
        raise SignedOut
    with storage.writing() as session:
        counted = throttle.count(session, code=user_id)
    with storage.writing() as session:
        # Once more, now that nobody else can use the code up meanwhile.
        user = store.locked(session, user_id)
        if user is None or sign_in.awaiting_code(session, cookie) is None:
            raise SignedOut
        if not _use(session, user, code):
            raise WrongCode
        throttle.take_back(session, counted)
        sign_in.sign_out(session, cookie)
        return sign_in.begin(session, user_id)


def _use(session: Session, user: User, code: str) -> bool:
    if not user.totp_on:
        return False
    step = _step(user, code)
    if step is not None:
        user.totp_step = step
        session.add(user)
        return True
    given = _kept(user.id, "".join(c for c in code.casefold() if c.isalnum()))
    left = [one for one in user.recovery_codes if not hmac.compare_digest(one, given)]
    if len(left) == len(user.recovery_codes):
        return False
    user.recovery_codes = left
    session.add(user)
    return True


def _step(user: User, code: str) -> int | None:
    """The time step that the code belongs to, if it is right and newer than the last one used."""
    import pyotp

    digits = "".join(code.split())
    if user.totp_secret is None or not (digits.isascii() and digits.isdigit() and len(digits) == 6):
        return None
    totp = pyotp.TOTP(_opened(user.totp_secret))
    now = int(clock.now().timestamp()) // STEP_SECONDS
    for step in (now + off for off in _NEAR):
        if hmac.compare_digest(totp.at(step * STEP_SECONDS), digits):
            return step if user.totp_step is None or step > user.totp_step else None
    return None


def _kept(user_id: str, code: str) -> str:
    return keyed_hash("recovery-code", f"{user_id}:{code}")


def _sealed(secret: str) -> str:
    from cryptography.fernet import Fernet

    return Fernet(base64.urlsafe_b64encode(key("second-factor"))).encrypt(secret.encode()).decode()


def _opened(sealed: str) -> str:
    from cryptography.fernet import Fernet, InvalidToken

    try:
        fernet = Fernet(base64.urlsafe_b64encode(key("second-factor")))
        return fernet.decrypt(sealed.encode()).decode()
    except InvalidToken:
        # The installation's secret was changed; only whoever runs it can help.
        raise NotAllowed from None
