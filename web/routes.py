"""Which plain pages stand beside Streamlit, by how people sign in."""

from __future__ import annotations

from starlette.routing import Route

from services.installation import setup
from web import plain
from web.api import routes as api_routes
from web.sign_in import invited, pages
from web.sign_in.gate import SIGN_IN
from web.sign_in.pages import endpoint
from web.workshop import managers
from web.workshop import routes as workshop_routes

BOTH = ["GET", "POST"]


def routes() -> list[Route]:
    """The routes of this installation. Raises SettingsProblem."""
    return [*_ways_in(), *managers.routes(), *workshop_routes.routes(), *api_routes.routes()]


def _ways_in() -> list[Route]:
    mode = setup.sign_in_mode()
    style = Route(plain.STYLE_PATH, plain.style)
    if mode == "accounts":
        return [
            style,
            Route(SIGN_IN, endpoint(pages.sign_in), methods=BOTH),
            Route("/logga-ut", endpoint(pages.sign_out), methods=BOTH),
            Route("/tva-steg", endpoint(pages.second_step), methods=BOTH),
            Route("/glomt-losenord", endpoint(pages.forgot), methods=BOTH),
            Route("/nytt-losenord/{secret}", endpoint(pages.new_password), methods=BOTH),
            Route("/inbjudan/{secret}", endpoint(invited.invitation), methods=BOTH),
        ]
    if mode == "oidc":
        return [style, Route("/inbjudan/{secret}", endpoint(invited.by_provider))]
    return []
