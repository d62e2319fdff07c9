"""``python -m bench [click] [crowd] [pdf] [files] [beside] [start]``: ratios, all measured in this run."""

from __future__ import annotations

import asyncio
import random
import statistics
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.client import Tab
from bench.servers import pin, running, start, wait

APP, FLOOR = "app:app", "bench.floor:app"
WITH_FILES = "bench.with_files:app"
QUESTION = "inkopsanalys"


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which a share of the values lies."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))]


def row(name: str, app: Sequence[float], floor: Sequence[float], expected: str) -> str:
    """A line of the table: medians and 95th percentiles in ms, and the ratio of the medians."""
    ratio = statistics.median(app) / statistics.median(floor)
    tails = f"{quantile(app, 0.95):7.1f} | {quantile(floor, 0.95):7.1f}"
    return (
        f"| {name} | {statistics.median(app):7.1f} | {statistics.median(floor):7.1f} | {tails} | "
        f"{ratio:.2f} | {expected} |"
    )


HEAD = (
    "| | app p50 ms | floor p50 ms | app p95 ms | floor p95 ms | ratio | expected |\n"
    "|---|---|---|---|---|---|---|"
)


def prepare(folder: Path, count: int) -> list[str]:
    """A database with assessments of their own for every session. Gives their ids."""
    import os

    os.environ["RIKTMARKET_VAR"] = str(folder)
    from services.actor import LOCAL
    from services.assessments import assessments
    from services.installation import storage
    from services.organisations import organisations

    storage.ready()
    with storage.writing() as session:
        own = organisations.save(session, LOCAL, None, name="Mätningen", type="municipality")
        return [
            assessments.begin(session, LOCAL, own.id, period=str(i), mode="standard")
            for i in range(count)
        ]


async def opened(url: str, assessment: str | None) -> Tab:
    """A tab on the app's question page, or on the floor."""
    tab = (
        Tab(url, page="sjalvskattning", query=f"s={assessment}&mal=god-affar")
        if assessment
        else Tab(url)
    )
    await tab.open()
    return tab


async def click(app: str, floor: str, assessment: str, times: int = 300) -> str:
    """One session each, clicking in turns so that both meet the same noise."""
    tabs = [await opened(app, assessment), await opened(floor, None)]
    radios = [tabs[0].radio(QUESTION), tabs[1].radio("radio")]
    found: list[list[float]] = [[], []]
    for i in range(times + 20):
        for tab, radio, values in zip(tabs, radios, found, strict=True):
            took = await tab.choose(radio, radio.options[i % 5])
            if i >= 20:
                values.append(took)
    for tab in tabs:
        await tab.close()
    return row("click, 1 session", *found, "≤ 1.5")


async def crowd(app: str, floor: str, assessments: Sequence[str], seconds: float = 30) -> str:
    """A hundred sessions, a click each five seconds; the two servers take turns twice."""
    found: dict[str, list[float]] = {app: [], floor: []}
    tabs = {
        app: [await opened(app, name) for name in assessments],
        floor: [await opened(floor, None) for _ in assessments],
    }

    async def person(tab: Tab, ending: str, values: list[float], until: float) -> None:
        radio, i = tab.radio(ending), random.randrange(5)
        due = time.perf_counter() + random.uniform(0, 5)
        while due < until:
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            late = (time.perf_counter() - due) * 1000
            values.append(
                await tab.choose(radio, radio.options[i % 5]) + (late if late > 50 else 0)
            )
            i, due = i + 1, due + 5

    for _ in range(2):
        for url, ending in ((app, QUESTION), (floor, "radio")):
            until = time.perf_counter() + seconds
            await asyncio.gather(*(person(t, ending, found[url], until) for t in tabs[url]))
    for group in tabs.values():
        await asyncio.gather(*(tab.close() for tab in group))
    return row(
        f"click, {len(assessments)} sessions, each every 5 s", found[app], found[floor], "≤ 2"
    )


def pdf(times: int = 30) -> str:
    """A report of a full assessment with a comment on every question: read, build, set. Warm."""
    from dataclasses import replace

    from services.actor import LOCAL
    from services.assessments import example
    from services.reports import build

    took = []
    for i in range(times + 3):
        started = time.perf_counter()
        # The example lies in a file and asks no database.
        report = build.build(None, LOCAL, example.ID)  # type: ignore[arg-type]
        # New words each time: Typst remembers what it has set before.
        said = f"En kommentar på några rader, nummer {i} {random.random()}. " * 4
        answers = tuple(replace(answer, comment=said) for answer in report.answers)
        build.render(replace(report, answers=answers), "pdf")
        took.append((time.perf_counter() - started) * 1000)
    warm = took[3:]
    return (
        f"| PDF, full assessment with comments | {statistics.median(warm):7.1f} |  | "
        f"{quantile(warm, 0.95):7.1f} |  |  | ≤ 200 ms |"
    )


LIMITS = {"pdf": 200, "docx": 400, "pptx": 250, "xlsx": 60, "json": 30}


def files(times: int = 12) -> str:
    """Each format of a full assessment with a comment on every question: read, build, render. Warm."""
    from dataclasses import replace

    from reports.report import formats
    from services.actor import LOCAL
    from services.assessments import example
    from services.reports import build as reports_build

    took: dict[str, list[float]] = {name: [] for name in formats.FORMATS}
    for i in range(times + 2):
        for name, values in took.items():
            started = time.perf_counter()
            report = reports_build.build(None, LOCAL, example.ID)  # type: ignore[arg-type]
            said = f"En kommentar på några rader, nummer {i} {random.random()}. " * 4
            answers = tuple(replace(answer, comment=said) for answer in report.answers)
            formats.render(replace(report, answers=answers), name)
            values.append((time.perf_counter() - started) * 1000)
    return "\n".join(
        f"| {name} | {statistics.median(values[2:]):7.1f} |  | {quantile(values[2:], 0.95):7.1f} |  |  | "
        + (f"≤ {LIMITS[name]} ms |" if name in LIMITS else "|")
        for name, values in took.items()
    )


async def beside(app: str, assessment: str, at_once: int = 20) -> str:
    """Clicks in one session, quiet and then while so many files are made at once."""
    tab = await opened(app, assessment)
    radio = tab.radio(QUESTION)

    async def clicks(until: Callable[[int], bool]) -> list[float]:
        found: list[float] = []
        while not until(len(found)):
            found.append(await tab.choose(radio, radio.options[len(found) % 5]))
        return found

    names = ("pdf", "docx", "pptx", "xlsx")
    await asyncio.to_thread(_fetch, f"{app}/bench/pdf")
    await clicks(lambda number: number >= 20)
    quiet = await clicks(lambda number: number >= 200)
    asked = [
        asyncio.create_task(asyncio.to_thread(_fetch, f"{app}/bench/{names[i % len(names)]}"))
        for i in range(at_once)
    ]
    busy = await clicks(lambda number: number >= 10 and all(task.done() for task in asked))
    await asyncio.gather(*asked)
    await tab.close()
    return row(
        f"click while {at_once} files are made (floor: the same click, quiet)", busy, quiet, "≤ 3"
    )


def _fetch(url: str) -> None:
    with urllib.request.urlopen(url, timeout=120) as answer:
        answer.read()


async def first_page(target: str, folder: Path, page: str) -> float:
    """Milliseconds from starting the process to the first page drawn."""
    began = time.perf_counter()
    process, url = start(target, folder)
    try:
        wait(process, url)
        tab = Tab(url, page=page)
        await tab.open()
        await tab.close()
        return (time.perf_counter() - began) * 1000
    finally:
        process.kill()
        process.wait()


async def starts(folder: Path, times: int = 5) -> str:
    """Cold processes in turns; files are warm for both."""
    found: list[list[float]] = [[], []]
    for i in range(times + 1):
        for target, values in ((APP, found[0]), (FLOOR, found[1])):
            took = await first_page(target, folder, "")
            if i:
                values.append(took)
    return row("start to first page", *found, "≤ 1.5")


async def main(chosen: Sequence[str]) -> None:
    """Run the chosen measurements and print one table."""
    print(HEAD, flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        assessments = prepare(folder, 100)
        if not chosen or "pdf" in chosen:
            print(pdf(), flush=True)
        if not chosen or "files" in chosen:
            print(files(), flush=True)
        # The tabs keep off the servers' core.
        pin(1)
        if not chosen or {"click", "crowd"} & set(chosen):
            with running(APP, folder) as app, running(FLOOR, folder) as floor:
                if not chosen or "click" in chosen:
                    print(await click(app, floor, assessments[0]), flush=True)
                if not chosen or "crowd" in chosen:
                    print(await crowd(app, floor, assessments), flush=True)
        if not chosen or "beside" in chosen:
            with running(WITH_FILES, folder) as app:
                print(await beside(app, assessments[1]), flush=True)
        if not chosen or "start" in chosen:
            print(await starts(folder), flush=True)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1:]))
