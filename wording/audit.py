"""What has happened in an organisation, in words."""

from __future__ import annotations

from collections.abc import Mapping

ROLES: dict[str, str] = {"owner": "Ägare", "editor": "Redaktör", "viewer": "Läsare"}

ABOUT_ROLES: dict[str, str] = {
    "owner": "sköter organisationen, bjuder in och svarar",
    "editor": "svarar",
    "viewer": "läser",
}

_EVENTS: dict[str, str] = {
    "api-key-made": "En nyckel för program gjordes.",
    "api-key-revoked": "En nyckel för program drogs tillbaka.",
    "assessment-deleted": "En självskattning lades i papperskorgen.",
    "assessment-restored": "En självskattning togs tillbaka ur papperskorgen.",
    "comparison-given": "Organisationen gick med i jämförelser.",
    "comparison-refused": "Organisationen tackade nej till jämförelser.",
    "comparison-withdrawn": "Organisationen lämnade jämförelserna.",
    "deleted": "Uppgifter togs bort.",
    "exported": "Organisationens uppgifter hämtades som fil.",
    "exchange-distrusted": "En annan installation är inte längre betrodd för utbyte.",
    "exchange-taken-in": "En annan installations sammanräknade tal lästes in.",
    "exchange-trusted": "En annan installation blev betrodd för utbyte.",
    "imported": "Uppgifter lästes in från en fil.",
    "invitation-revoked": "En inbjudan togs tillbaka.",
    "member-invited": "Någon bjöds in som {role}.",
    "joined": "{user} kom med som {role}.",
    "member-left": "{user} lämnade organisationen.",
    "member-removed": "{user} togs bort. Rollen var {role}.",
    "organisation-changed": "Organisationens uppgifter ändrades.",
    "look-changed": "Rapporternas färg eller logotyp ändrades.",
    "organisation-removed": "Organisationen raderades.",
    "organisation-made": "Organisationen lades upp.",
    "ownership-handed-over": "{user} tog över som ägare.",
    "parent-moved": "{unit} blev en enhet i {parent}. De kan nu läsa det som lämnas in här.",
    "parent-left": "{unit} lämnade {parent}. De kan inte längre läsa det som lämnas in här.",
    "ready": "En självskattning blev klar för granskning.",
    "back": "En självskattning skickades tillbaka för ändring.",
    "password-changed": "{user} bytte lösenord.",
    "password-reset": "{user} valde ett nytt lösenord genom en länk.",
    "second-factor-off": "Tvåstegsinloggningen stängdes av för {user}.",
    "second-factor-on": "{user} slog på tvåstegsinloggning.",
    "signed-in": "{user} loggade in.",
    "administrator-made": "{user} blev administratör.",
    "reopened": "En inlämnad självskattning öppnades igen.",
    "round-made": "En omgång för enheterna gjordes.",
    "round-removed": "En omgång togs bort.",
    "round-begun": "Organisationen började svara i en omgång.",
    "round-returned": "Det {unit} lämnat in i en omgång skickades tillbaka för komplettering.",
    "network-joined": "Organisationen gick med i ett nätverk. De andra i det kan läsa det som lämnas in.",
    "network-left": "Organisationen lämnade ett nätverk.",
    "network-link-made": "En länk gjordes som låter en organisation gå med i ett nätverk.",
    "network-share-changed": "Vad organisationen delar i ett nätverk ändrades.",
    "retention-binned": "En självskattning gallrades och lades i papperskorgen.",
    "retention-chosen": "Tiden som självskattningar sparas ändrades.",
    "role-changed": "{user} fick rollen {role}. Före det: {before}.",
    "submitted": "En självskattning lämnades in.",
    "unit-joined": "{unit} blev en enhet i {parent}.",
    "unit-left": "{unit} lämnade {parent}.",
    "unit-link-made": "En länk gjordes som låter en organisation gå med som enhet.",
    "managers-closed": "Ledningens egen syn stängdes.",
    "managers-opened": "Ledningens egen syn öppnades för svar.",
    "workshop-ended": "En workshop avslutades.",
    "workshop-made": "En workshop gjordes i ordning.",
    "workshop-removed": "En workshop raderades med sina röster.",
    "unit-made": "Enheten {unit} lades upp.",
}
OTHER = "Något annat hände."
SOMEONE = "En person som inte finns kvar"
SOMEWHERE = "En organisation som inte finns kvar"


def event(
    what: str, details: Mapping[str, object], names: Mapping[str, str], by: str | None = None
) -> str:
    """An event as a sentence. ``names`` are of people and organisations by id.

    ``by`` is who did it: the one whom it is about unless the details name another.
    """
    sentence = _EVENTS.get(what, OTHER)

    about = {"user": by or "", **details}

    def name(key: str, missing: str) -> str:
        return names.get(str(about.get(key, "")), missing)

    def role(key: str) -> str:
        return ROLES.get(str(details.get(key, "")), "okänd").lower()

    return sentence.format(
        user=name("user", SOMEONE),
        unit=name("unit", SOMEWHERE),
        parent=name("parent", SOMEWHERE),
        role=role("role"),
        before=role("before"),
    )
