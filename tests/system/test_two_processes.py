"""Two processes behind nginx with one PostgreSQL; one of them is killed while people answer."""

from __future__ import annotations

import asyncio
import json
import os
import random
import re
import secrets
import signal
import ssl
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlmodel import select
from websockets.exceptions import ConnectionClosed, InvalidHandshake

from bench.client import Tab
from bench.servers import free_port
from data.database.engine import Database
from data.tables.assessments import AnswerEvent
from services.assessments import assessments
from services.installation.setup import session_cookie
from services.people import sign_in
from tests.browser.drive import choose, chosen, expect_stored, settle, state, unfold, visit
from tests.browser.drive import field as text_field
from tests.conftest import _admin, _create, missing
from tests.support import machine, nginx, people, postgres
from tests.support.running import ROOT, apart

pytestmark = [pytest.mark.system, pytest.mark.postgres]

PEOPLE, QUESTIONS = 200, ("inkopsanalys", "mal-for-inkop", "nyckeltal")
CLICKS = 3  # each person's, on each side of the kill
PATIENCE = 300  # seconds for that, on a machine that is busy with other things
GONE = (ConnectionClosed, InvalidHandshake, OSError, EOFError)


@dataclass
class Person:
    """Somebody with a browser of their own and an assessment of their organisation's."""

    assessment: str
    cookies: dict[str, str]


@dataclass
class Installation:
    """Processes that can be killed, what is in front of them and what is behind."""

    url: str
    database: Database
    folder: Path
    environment: dict[str, str]
    ports: list[int]
    processes: dict[int, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start(self, port: int) -> None:
        with (self.folder / f"server-{port}.log").open("ab") as log:
            self.processes[port] = subprocess.Popen(
                [sys.executable, "manage.py", "serve", "--port", str(port)],
                cwd=ROOT,
                env=self.environment,
                stdout=log,
                stderr=log,
            )

    def wait(self) -> None:
        for port in self.processes:
            for _ in range(900):
                with suppress(OSError):
                    with urllib.request.urlopen(f"http://127.0.0.1:{port}/halsa/klar") as answer:
                        assert json.load(answer)["status"] == "ok"
                    break
                time.sleep(0.1)
            else:
                pytest.fail((self.folder / f"server-{port}.log").read_text())

    def kill(self, port: int) -> None:
        process = self.processes.pop(port)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def tabs(self, port: int) -> int:
        """Open tabs, as the process itself counts them."""
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/matvarden") as answer:
            text = answer.read().decode()
        return int(
            float(re.search(r"^riktmarket_sessions_open (\S+)$", text, re.MULTILINE).group(1))
        )

    def person(self, name: str) -> Person:
        with self.database.write() as session:
            organisation = people.organisation(session, f"Organisation {name}")
            actor = people.person(session, f"Person {name}", **{organisation: "editor"})
            made = assessments.begin(session, actor, organisation, period="2026", mode="standard")
            cookie = sign_in.begin(session, actor.user_id)
        held = {session_cookie(): cookie, "riktmarket_process": secrets.token_hex(16)}
        return Person(made, held)

    def history(self) -> dict[tuple[str, str], list[int]]:
        """The levels that each answer has had, oldest first."""
        found: dict[tuple[str, str], list[int]] = {}
        with self.database.read() as session:
            for event in session.exec(select(AnswerEvent).order_by(AnswerEvent.id)):
                if event.part == "choice":
                    key = event.assessment_id, event.question_id
                    found.setdefault(key, []).append(event.after["level"])
        return found

    def logs(self) -> str:
        return "".join(p.read_text("utf-8") for p in self.folder.glob("server-*.log"))


@pytest.fixture
def installation(postgres_server, tmp_path, monkeypatch) -> Iterator[Installation]:
    if machine.server() is None:
        missing("nginx")
    name = f"two_{os.getpid()}_{secrets.token_hex(3)}"
    _create(postgres_server, name, "riktmarket_template")
    address = postgres.url_of(postgres_server, name)
    ports, https = [free_port(), free_port()], free_port()
    url = f"https://{nginx.NAME}:{https}"
    environment = {
        **os.environ,
        "DATABASE_URL": address,
        "RIKTMARKET_VAR": str(tmp_path / "var"),
        "RIKTMARKET_SIGN_IN": "accounts",
        "RIKTMARKET_SECRET": people.SECRET,
        "RIKTMARKET_ADDRESS": url,
        "RIKTMARKET_LOG": "json",
        "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "5",
    }
    for key in ("RIKTMARKET_SIGN_IN", "RIKTMARKET_SECRET", "RIKTMARKET_ADDRESS"):
        monkeypatch.setenv(key, environment[key])
    people.settings.cache_clear()
    database = Database(address)
    made = Installation(url, database, tmp_path, environment, ports)
    with nginx.running(tmp_path / "nginx", ports, https):
        for port in ports:
            made.start(port)
        try:
            made.wait()
            yield made
        finally:
            for port in list(made.processes):
                made.kill(port)
            database.close()
            people.settings.cache_clear()
            _admin(postgres_server, f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture
def page(installation, launch):
    """A browser that comes by https and by name, as people do."""
    opened = launch(f"--host-resolver-rules=MAP {nginx.NAME} 127.0.0.1")
    context = opened.new_context(ignore_https_errors=True, locale="sv-SE")
    page = context.new_page()
    page.set_default_timeout(30_000)
    yield page
    opened.close()


def test_a_browser_goes_on_at_the_other_process(installation, page):
    anna = installation.person("anna")
    name = session_cookie()
    # By https only, as its name says: a browser refuses __Host- otherwise.
    page.context.add_cookies(
        [{"name": name, "value": anna.cookies[name], "url": installation.url, "secure": True}]
    )
    visit(page, f"{installation.url}/sjalvskattning?s={anna.assessment}")
    told = page.evaluate("fetch('/').then(r => r.headers.get('strict-transport-security'))")
    assert told.startswith("max-age=")
    choose(page, "inkopsanalys", "3 Etablerat")
    unfold(page, "inkopsanalys")
    text_field(page, "inkopsanalys", "comment").fill("Skrivet före avbrottet.")
    expect(state(page, "inkopsanalys", "comment")).to_contain_text("Sparat")
    hers = [port for port in installation.ports if installation.tabs(port) == 1]
    assert len(hers) == 1
    installation.kill(hers[0])
    connected = page.locator('[data-testid="stApp"][data-test-connection-state="CONNECTED"]')
    expect(connected).to_be_attached(timeout=60_000)
    page.wait_for_timeout(1000)
    expect(connected).to_be_attached(timeout=60_000)
    settle(page)
    # The same tab, never reloaded.
    choose(page, "mal-for-inkop", "4 Följs upp")
    expect(text_field(page, "inkopsanalys", "comment")).to_have_value("Skrivet före avbrottet.")
    text_field(page, "inkopsanalys", "comment").fill("Skrivet före och efter avbrottet.")
    expect(state(page, "inkopsanalys", "comment")).to_contain_text("Sparat")
    visit(page, page.url)
    expect_stored(page, "inkopsanalys", "3 Etablerat")
    assert chosen(page, "mal-for-inkop") == "4 Följs upp"
    unfold(page, "inkopsanalys")
    expect(text_field(page, "inkopsanalys", "comment")).to_have_value(
        "Skrivet före och efter avbrottet."
    )
    # The process comes back, and nobody notices.
    installation.start(hers[0])
    installation.wait()
    choose(page, "mal-for-inkop", "5 Ledande")
    log = installation.logs()
    assert "Traceback" not in log
    assert "anna" not in log.lower()
    for line in log.splitlines():
        json.loads(line)


@dataclass
class Stage:
    """How far the drill has come."""

    killed: bool = False
    over: bool = False


@dataclass
class Tally:
    """What the app has acknowledged, and how it went."""

    told: dict[tuple[str, str], list[int]] = field(default_factory=dict)
    # Clicks whose fate nobody was told, by answer.
    lost: dict[tuple[str, str], int] = field(default_factory=dict)
    # Acknowledged clicks before and after the kill, by assessment.
    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    moving_seconds: list[float] = field(default_factory=list)
    milliseconds: list[float] = field(default_factory=list)


async def open_tab(url: str, person: Person) -> Tab:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    cookies = "; ".join(f"{k}={v}" for k, v in person.cookies.items())
    for attempt in range(30):
        tab = Tab(
            url,
            page="sjalvskattning",
            query=f"s={person.assessment}&mal=god-affar",
            headers={"Cookie": cookies, "Origin": url},
            tls=context,
            at="127.0.0.1",
        )
        try:
            await tab.open()
        except GONE:
            # As the browser does: again, a little later each time.
            await asyncio.sleep(min(0.5 * (attempt + 1), 3))
            continue
        return tab
    raise TimeoutError("no process answered")


async def clicking(url: str, person: Person, stage: Stage, tally: Tally) -> None:
    rng = random.Random(person.assessment)
    await asyncio.sleep(rng.uniform(0, 10))
    tab = await open_tab(url, person)
    while not stage.over:
        question = rng.choice(QUESTIONS)
        key = person.assessment, question
        radio = tab.radio(question)
        option = rng.choice(radio.options[:5])
        try:
            took = await tab.choose(radio, option)
        except GONE:
            began = time.perf_counter()
            tally.lost[key] = tally.lost.get(key, 0) + 1
            tally.moved.add(person.assessment)
            tab = await open_tab(url, person)
            tally.moving_seconds.append(time.perf_counter() - began)
            continue
        levels = tally.told.setdefault(key, [])
        level = radio.options.index(option) + 1
        if levels[-1:] != [level]:
            levels.append(level)
        tally.milliseconds.append(took)
        clicks = tally.after if stage.killed else tally.before
        clicks[person.assessment] = clicks.get(person.assessment, 0) + 1
        await asyncio.sleep(rng.uniform(3, 7))
    await tab.close()


async def until_all_have(clicks: dict[str, int], number: int, crowd: asyncio.Future) -> None:
    """Wait until everyone has clicked so many times."""
    async with asyncio.timeout(PATIENCE):
        while len(clicks) < PEOPLE or min(clicks.values()) < number:
            assert not crowd.done(), crowd.result()
            await asyncio.sleep(0.5)


def within(told: list[int], stored: list[int], spare: int) -> bool:
    """Whether all that was told is stored in that order, with at most so many more between."""
    rest = iter(stored)
    return all(level in rest for level in told) and len(stored) <= len(told) + spare


def test_two_hundred_people_and_one_process_killed(installation):
    everyone = [installation.person(str(i)) for i in range(PEOPLE)]
    victim, survivor = installation.ports
    tally = Tally()
    stage, seen = Stage(), {}

    async def act() -> list:
        crowd = asyncio.gather(
            *(clicking(installation.url, p, stage, tally) for p in everyone),
            return_exceptions=True,
        )
        try:
            await until_all_have(tally.before, CLICKS, crowd)
            for port in installation.ports:
                seen[port] = await asyncio.to_thread(installation.tabs, port)
            stage.killed = True
            await asyncio.to_thread(installation.kill, victim)
            await until_all_have(tally.after, CLICKS, crowd)
            seen["after"] = await asyncio.to_thread(installation.tabs, survivor)
        finally:
            stage.over = True
        return await crowd

    outcomes = apart(act)
    assert [o for o in outcomes if isinstance(o, BaseException)] == []
    # Both processes had people, and now one has them all.
    assert seen[victim] + seen[survivor] == PEOPLE
    assert min(seen[victim], seen[survivor]) > PEOPLE / 5
    assert len(tally.moved) == seen[victim]
    assert seen["after"] == PEOPLE
    stored = installation.history()
    for key, levels in tally.told.items():
        assert within(levels, stored.get(key, []), tally.lost.get(key, 0)), key
    assert {a for a, _ in tally.told} == {p.assessment for p in everyone}
    assert "Traceback" not in installation.logs()
    acknowledged = sum(tally.before.values()) + sum(tally.after.values())
    ordered = sorted(tally.milliseconds)
    slowest = max(tally.moving_seconds)
    print(
        f"{PEOPLE} people, {acknowledged} acknowledged clicks, {len(tally.moved)} moved "
        f"(slowest {slowest:.1f} s), 0 lost; click p50 {ordered[len(ordered) // 2]:.0f} ms, "
        f"p95 {ordered[int(len(ordered) * 0.95)]:.0f} ms"
    )


def test_the_check_would_notice_a_lost_answer():
    assert within([1, 2, 3], [1, 2, 3], 0)
    assert within([1, 3], [1, 2, 3], 1)
    assert not within([1, 2, 3], [1, 3], 5)
    assert not within([1, 2], [2, 1], 5)
    assert not within([1, 2], [1, 5, 2], 0)
