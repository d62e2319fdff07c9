"""The drills use the same app and browser as the journeys."""

from tests.browser.conftest import app, browser, launch, new_page

__all__ = ["app", "browser", "launch", "new_page"]
