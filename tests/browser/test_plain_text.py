"""What people name is shown as they wrote it, whatever Markdown or HTML could make of it."""

from __future__ import annotations

import json
from io import BytesIO

import pytest
from pypdf import PdfReader

from data.database.engine import Database
from data.database.migrate import migrate
from services.actor import LOCAL
from services.reports import build
from tests.browser.drive import visit
from tests.browser.test_screens import PAGES
from tests.support import hostile

pytestmark = pytest.mark.browser

WRONG = """() => {
  const found = [];
  for (const main of document.querySelectorAll('[data-testid="stMain"]')) {
    for (const img of main.querySelectorAll('img')) found.push('img ' + img.src);
    for (const e of main.querySelectorAll('a[href*="127.0.0.1:9"], a[href*="www.b.se"], a[href^="mailto:"]'))
      found.push('a ' + e.outerHTML.slice(0, 200));
    for (const e of main.querySelectorAll('strong, b, em, .katex, [class*="stMarkdownColored"]'))
      if (/^(fet|hej|röd|x|s|p|vem|kort)$/.test(e.textContent.trim())) found.push(e.outerHTML);
    for (const e of main.querySelectorAll('[data-testid="stIconMaterial"]'))
      if (e.textContent === 'home') found.push('icon');
    if (/[→—😄]|<\\\\|\\\\[*:!\\[]/.test(main.innerText)) found.push('changed ' + main.innerText.match(/.{20}([→—😄]|<\\\\|\\\\[*:!\\[]).{20}/));
  }
  return found;
}"""


def test_names_are_shown_as_written(app, new_page):
    database = Database(f"sqlite:///{app.database}")
    migrate(database)
    made = hostile.seed(database)
    page = new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    own = ("egen-maluppsattning", "egna-fragor")
    for place in (*PAGES, *own):
        which = made["questions" if place == "egna-fragor" else "framework"]
        query = f"s={made['assessment']}&uppsattning={made['content']}&egen={which}"
        visit(page, f"{app.url}/{place}?{query}")
        for summary in page.locator("[data-testid='stMain'] summary:visible").all():
            summary.click()
        page.wait_for_timeout(300)
        assert page.evaluate(WRONG) == [], place
        if place == "egen-maluppsattning":
            title = page.locator('[data-testid="stMain"] h1').inner_text()
            assert title.replace(hostile.MARK, "") == hostile.NAME
    ours = (app.url, f"ws{app.url[4:]}", "blob:", "data:")
    assert [url for url in asked if not url.startswith(ours)] == []
    with database.read() as session:
        pdf = build.make(session, LOCAL, made["assessment"], "pdf", made["content"]).content
        data = build.make(session, LOCAL, made["assessment"], "json", made["content"]).content
    text = " ".join(p.extract_text() for p in PdfReader(BytesIO(pdf)).pages)
    assert hostile.IMAGE in text.replace("\n", "").replace(" ", "")
    assert "**fet** :red[röd] $x$ <b>hej</b>" in " ".join(text.split())
    assert json.loads(data)["organisation"] == hostile.NAME
    database.close()
    assert app.errors() == ""
