"""Refusals, each with a Swedish sentence that says what, where and what to do."""

from __future__ import annotations

from typing import Any

EXAMPLE = "Exemplet går bara att läsa. Börja en egen självskattning."
GONE = "Självskattningen finns inte, eller ligger i papperskorgen."
MOVED_ON = (
    "Svaren har flyttats till en nyare version av frågeformuläret. Den här går bara att läsa. "
    "Öppna den nya från Start."
)
HANDED_IN = "Självskattningen är inlämnad och kan inte ändras. Den som är ägare kan öppna den igen."


class Refused(Exception):
    """A service would not do what it was asked. ``str(error)`` is for the person."""


class NotAllowed(Refused):
    """The actor may not do this."""

    def __init__(self) -> None:
        super().__init__("Det här har ni inte behörighet till.")


class SignedOut(NotAllowed):
    """The actor is not, or no longer, signed in."""

    def __init__(self) -> None:
        Refused.__init__(
            self, "Ni är inte inloggade längre. Logga in igen. Det som är sparat finns kvar."
        )


class NotFound(Refused):
    """There is no such thing, or none that the actor may know of."""


class Invalid(Refused):
    """What was given cannot be stored as it is; nothing was changed."""


class Locked(Refused):
    """The assessment is not open for changes."""


class Collision(Refused):
    """Someone changed the same thing meanwhile; nothing was overwritten.

    ``current`` is how it stands now; None where the page reads it anew.
    """

    def __init__(self, said: str, current: object = None) -> None:
        self.current: Any = current
        super().__init__(said)


class Outdated(Collision):
    """Someone changed the same thing since the person read it; nothing was overwritten."""

    def __init__(self) -> None:
        super().__init__(
            "Uppgifterna har ändrats på ett annat ställe sedan ni öppnade sidan. Ingenting är "
            "överskrivet. Spara en gång till om det är ert som ska gälla."
        )
