"""Which plain pages stand beside Streamlit, by how people sign in."""

from __future__ import annotations

from starlette.routing import Route

from services import installation
from web import api, invited, plain, signin, voting
from web.gate import SIGN_IN
from web.signin import endpoint

BOTH = ["GET", "POST"]


def routes() -> list[Route]:
    """The routes of this installation. Raises SettingsProblem."""
    return [*_ways_in(), *voting.routes(), *api.routes()]


def _ways_in() -> list[Route]:
    mode = installation.sign_in_mode()
    style = Route(plain.STYLE_PATH, plain.style)
    if mode == "accounts":
        return [
            style,
            Route(SIGN_IN, endpoint(signin.sign_in), methods=BOTH),
            Route("/logga-ut", endpoint(signin.sign_out), methods=BOTH),
            Route("/tva-steg", endpoint(signin.second_step), methods=BOTH),
            Route("/glomt-losenord", endpoint(signin.forgot), methods=BOTH),
            Route("/nytt-losenord/{secret}", endpoint(signin.new_password), methods=BOTH),
            Route("/inbjudan/{secret}", endpoint(invited.invitation), methods=BOTH),
        ]
    if mode == "oidc":
        return [style, Route("/inbjudan/{secret}", endpoint(invited.by_provider))]
    return []
