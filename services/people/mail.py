"""Letters with links, where the installation has been told how to send them."""

from __future__ import annotations

import ipaddress
import logging
import smtplib
import ssl
import threading
from email.message import EmailMessage
from email.utils import formatdate, make_msgid
from typing import Literal
from urllib.parse import unquote, urlsplit

from data.settings import settings
from services.errors import Invalid
from services.people import emails

Sent = Literal["sent", "off", "failed"]

TIMEOUT_SECONDS = 10

_log = logging.getLogger("riktmarket.mail")

FAILED = "Brevet kunde inte skickas. Kopiera länken och skicka den på något annat sätt."


def configured() -> bool:
    """Whether the installation sends letters at all."""
    return bool(settings().riktmarket_smtp_url.get_secret_value())


def send_invitation(to: str, organisation: str | None, path: str) -> Sent:
    """Send the link of an invitation; waits for the mail server.

    "off" where no server is set and "failed" where it did not take the letter: the link is then to
    be copied, and FAILED says so.
    """
    where = f" till {organisation}" if organisation else ""
    return _send(
        to,
        "Inbjudan till Riktmärket",
        f"Ni är inbjudna{where} i Riktmärket, en självskattning för offentliga inköp.\n\n"
        f"Öppna länken för att komma in. Den fungerar en gång, i två veckor:\n\n"
        f"{settings().address}{path}\n\n"
        "Var brevet oväntat kan ni bortse från det.\n",
    )


def send_password_link(to: str, path: str) -> None:
    """Send a link that chooses a new password, without waiting.

    Whether the address belongs to anyone must not show in how long the answer takes.
    """
    threading.Thread(target=_send_password_link, args=(to, path), daemon=True).start()


def _send_password_link(to: str, path: str) -> None:
    _send(
        to,
        "Nytt lösenord till Riktmärket",
        "Någon, kanske ni själva, har bett om ett nytt lösenord till Riktmärket.\n\n"
        "Öppna länken för att välja ett. Den fungerar en gång, i två timmar:\n\n"
        f"{settings().address}{path}\n\n"
        "Har ni inte bett om det kan ni bortse från brevet. Ert lösenord är oförändrat.\n",
    )


def _send(to: str, subject: str, body: str) -> Sent:
    if not configured():
        return "off"
    try:
        letter = EmailMessage()
        letter["From"] = settings().riktmarket_mail_from
        letter["To"] = emails.address(to)
        letter["Subject"] = subject
        letter["Date"] = formatdate(localtime=False)
        letter["Message-ID"] = make_msgid(domain=emails.domain(settings().riktmarket_mail_from))
        letter["Auto-Submitted"] = "auto-generated"
        letter.set_content(body)
        _deliver(letter)
    except (OSError, smtplib.SMTPException, ValueError, Invalid) as error:
        # Without its text, which may hold the address.
        _log.warning("Ett brev kunde inte skickas: %s", type(error).__name__)
        return "failed"
    return "sent"


def _deliver(letter: EmailMessage) -> None:
    parts = urlsplit(settings().riktmarket_smtp_url.get_secret_value())
    host = parts.hostname or ""
    safe = ssl.create_default_context()
    if parts.scheme == "smtps":
        with smtplib.SMTP_SSL(
            host, parts.port or 465, timeout=TIMEOUT_SECONDS, context=safe
        ) as box:
            _hand_over(box, parts.username, parts.password, letter)
        return
    with smtplib.SMTP(host, parts.port or 587, timeout=TIMEOUT_SECONDS) as box:
        box.ehlo()
        # A link that lets someone in is not sent in the clear, except within the machine.
        if not _here(host) or box.has_extn("starttls"):
            box.starttls(context=safe)
        _hand_over(box, parts.username, parts.password, letter)


def _hand_over(
    box: smtplib.SMTP, name: str | None, password: str | None, letter: EmailMessage
) -> None:
    if name:
        box.login(unquote(name), unquote(password or ""))
    box.send_message(letter)


def _here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
