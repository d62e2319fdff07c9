"""Who acts. Every service takes one; where it comes from is the screens' matter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from data.stores.organisations import LOCAL_USER


@dataclass(frozen=True, slots=True)
class Actor:
    """A person at the installation, or the one who runs it.

    ``local``: the only user of an installation without sign-in. ``operator``: a command at the
    server, never a screen. For everyone else ``sign_in`` is the signed-in browser (accounts) and
    ``until`` when the identity provider's word runs out (OIDC); both are checked at every use.
    ``key`` is that of a program, which reads one organisation and is nobody in particular.
    """

    user_id: str
    name: str
    local: bool = False
    operator: bool = False
    sign_in: str | None = None
    until: datetime | None = None
    key: str | None = None


LOCAL = Actor(LOCAL_USER, "Lokal användare", local=True)
OPERATOR = Actor(LOCAL_USER, "Driften", operator=True)
