"""What the API offers, in OpenAPI 3.1, for programs that read such descriptions."""

from __future__ import annotations

from typing import Any

from services.installation import setup
from web.addresses import API

JSON = "application/json"

_ERROR = {"type": "object", "properties": {"fel": {"type": "string"}}, "required": ["fel"]}
_FRAMEWORK = {
    "name": "maluppsattning",
    "in": "query",
    "required": False,
    "description": "Måluppsättningens id. Utan det gäller frågeformulärets egen.",
    "schema": {"type": "string"},
}
_ASSESSMENT = {
    "name": "sjalvskattning",
    "in": "path",
    "required": True,
    "description": "Självskattningens id, ur listan över självskattningar.",
    "schema": {"type": "string"},
}
_TABLE = {
    "name": "tabell",
    "in": "path",
    "required": True,
    "description": "Tabellens id, ur listan över tabeller.",
    "schema": {"type": "string"},
}


def _object(*names: str) -> dict[str, Any]:
    return {"type": "object", "required": list(names), "properties": {name: {} for name in names}}


def _listed(name: str, item: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": [name],
        "properties": {name: {"type": "array", "items": item}},
    }


def _path(summary: str, schema: dict[str, Any], *parameters: dict[str, Any]) -> dict[str, Any]:
    responses: dict[str, Any] = {
        "200": {"description": "Svaret", "content": {JSON: {"schema": schema}}}
    }
    for status, text in (
        ("400", "Något i anropet går inte att använda"),
        ("401", "Nyckeln saknas eller gäller inte"),
        ("404", "Det finns inget här som nyckeln öppnar"),
        ("429", "För många anrop; Retry-After säger hur många sekunder ni ska vänta"),
        ("503", "Databasen svarar inte"),
    ):
        responses[status] = {"description": text, "content": {JSON: {"schema": _ERROR}}}
    return {"get": {"summary": summary, "parameters": list(parameters), "responses": responses}}


_ONE = "/sjalvskattningar/{sjalvskattning}"
_RESULT = _object("schema", "organisation", "period", "framework_id", "goals", "answers", "steps")

DESCRIPTION: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {
        "title": "Riktmärket",
        "version": setup.version(),
        "description": "Läs resultat, handlingsplan och jämförelser för en organisation. Bara läsning.",
    },
    "servers": [{"url": API}],
    "security": [{"nyckel": []}],
    "components": {"securitySchemes": {"nyckel": {"type": "http", "scheme": "bearer"}}},
    "paths": {
        "/organisation": _path("Organisationen", _object("id", "name", "type")),
        "/sjalvskattningar": _path(
            "Självskattningarna, nyaste först",
            _listed(
                "assessments", _object("id", "period", "questionnaire_id", "version", "course")
            ),
        ),
        f"{_ONE}/resultat": _path("Hela resultatet", _RESULT, _ASSESSMENT, _FRAMEWORK),
        f"{_ONE}/plan": _path(
            "Handlingsplanen",
            _listed("plan", _object("id", "title", "owner", "due", "status")),
            _ASSESSMENT,
            _FRAMEWORK,
        ),
        f"{_ONE}/jamforelse": _path(
            "Jämförelserna",
            _listed("comparison", _object("title", "head", "rows")),
            _ASSESSMENT,
            _FRAMEWORK,
        ),
        f"{_ONE}/tabeller": _path(
            "Vilka tabeller som finns",
            _listed("tables", _object("id", "title", "columns")),
            _ASSESSMENT,
            _FRAMEWORK,
        ),
        f"{_ONE}/tabeller/{{tabell}}": _path(
            "En tabell, rad för rad",
            {"type": "array", "items": {"type": "object"}},
            _ASSESSMENT,
            _TABLE,
            _FRAMEWORK,
        ),
    },
}
