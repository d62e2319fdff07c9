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
    "administrator_signed_in": "Administratören loggade in.",
    "assessment_deleted": "En självskattning lades i papperskorgen.",
    "assessment_restored": "En självskattning togs tillbaka ur papperskorgen.",
    "deleted": "Uppgifter togs bort.",
    "exported": "Organisationens uppgifter hämtades som fil.",
    "imported": "Uppgifter lästes in från en fil.",
    "invitation_revoked": "En inbjudan togs tillbaka.",
    "member_invited": "Någon bjöds in som {role}.",
    "member_joined": "{user} kom med som {role}.",
    "member_left": "{user} lämnade organisationen.",
    "member_removed": "{user} togs bort. Rollen var {role}.",
    "organisation_changed": "Organisationens uppgifter ändrades.",
    "organisation_made": "Organisationen lades upp.",
    "organisation_removed": "Organisationen togs bort.",
    "ownership_handed_over": "{user} tog över som ägare.",
    "parent_moved": "{unit} blev en enhet i {parent}. De kan nu läsa det som lämnas in här.",
    "parent_left": "{unit} lämnade {parent}. De kan inte längre läsa det som lämnas in här.",
    "ready": "En självskattning blev klar för granskning.",
    "back": "En självskattning skickades tillbaka för ändring.",
    "reopened": "En inlämnad självskattning öppnades igen.",
    "role_changed": "{user} fick rollen {role}. Före det: {before}.",
    "submitted": "En självskattning lämnades in.",
    "unit_joined": "{unit} blev en enhet i {parent}.",
    "unit_left": "{unit} lämnade {parent}.",
    "unit_link_made": "En länk gjordes som låter en organisation gå med som enhet.",
    "unit_made": "Enheten {unit} lades upp.",
}
OTHER = "Något annat hände."
SOMEONE = "En person som inte finns kvar"
SOMEWHERE = "En organisation som inte finns kvar"


def event(what: str, details: Mapping[str, object], names: Mapping[str, str]) -> str:
    """An event as a sentence. ``names`` are of people and organisations by id."""
    sentence = _EVENTS.get(what, OTHER)

    def name(key: str, missing: str) -> str:
        return names.get(str(details.get(key, "")), missing)

    def role(key: str) -> str:
        return ROLES.get(str(details.get(key, "")), "okänd").lower()

    return sentence.format(
        user=name("user", SOMEONE),
        unit=name("unit", SOMEWHERE),
        parent=name("parent", SOMEWHERE),
        role=role("role"),
        before=role("before"),
    )
