"""``python -m bench.peers [--organisations N] [--only sqlite|postgres]``: comparison at scale.

Beside the page's whole data call stands the same answer by plain SQL over one row an organisation, in
the same database and the same run.
"""

from __future__ import annotations

import argparse
import base64
import gc
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.peerworld import POOL, World

Took = tuple[float, float]


def main() -> None:
    """Measure on the databases that were asked for and print a table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--organisations", type=int, default=250_000)
    parser.add_argument("--only", choices=("sqlite", "postgres"))
    given = parser.parse_args()
    print(
        "| | databas | ms minst | ms p50 | ms egen processortid p50 | gräns |\n|---|---|---|---|---|---|",
        flush=True,
    )
    for kind in ("sqlite", "postgres"):
        if given.only in (None, kind):
            with tempfile.TemporaryDirectory() as folder, server(kind, Path(folder)) as url:
                measure(kind, url, given.organisations)


@contextmanager
def server(kind: str, folder: Path) -> Iterator[str]:
    """The URL of an empty database."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'riktmarket.db'}"
        return
    from tests.support import postgres

    with postgres.server() as url:
        yield postgres.url_of(url, "postgres")


def measure(kind: str, url: str, number: int) -> None:
    """Fill a database and measure on it."""
    os.environ |= {
        "DATABASE_URL": url,
        "RIKTMARKET_SIGN_IN": "accounts",
        "RIKTMARKET_SECRET": "ett-hemligt-ord-som-bara-mätningar-ska-ha-0123456789",
        "RIKTMARKET_ADDRESS": "http://127.0.0.1:8501",
    }
    from data.settings import settings
    from services.actor import OPERATOR
    from services.comparison import comparison, snapshots
    from services.installation import storage
    from services.lifecycle import handing_in

    settings.cache_clear()
    storage._opened, storage._ready = None, False
    storage.ready()
    began = time.perf_counter()
    world = World(number)
    world.store(storage.database().engine)
    print(f"  {kind}: {number} organisationer på {time.perf_counter() - began:.0f} s", flush=True)

    began = clocks()
    with storage.reading() as session:
        plan = snapshots.prepare(session, OPERATOR, POOL)
    worked_out = since(began)[0]
    with storage.writing() as session:
        snapshots.publish(session, OPERATOR, plan)
    name = (
        f"ögonblicksbild, {len(plan.decision.groups)} grupper; läsa och räkna {worked_out:.0f} ms"
    )
    line(name, kind, [since(began)], "≤ 60 000")
    del plan
    # What this program itself holds on to is not the app's to walk through, as app.py has it too.
    gc.collect()
    gc.freeze()
    actor, own = world.person(storage)
    known_group = "all"

    def page() -> object:
        with storage.reading() as session:
            return comparison.read(session, actor, own, group=known_group)

    found = page()
    assert found.missing is None
    assert all(g.peers for g in found.goals)
    ours = times(page, 200)
    scan = times(lambda: world.scan(storage), 3)
    ratio = statistics.median(w for w, _ in scan) / statistics.median(w for w, _ in ours)
    line("jämförelsesidans hela läsning", kind, ours, "≤ 15")
    line(f"samma svar ur raderna ({ratio:.0f} gånger så lång tid)", kind, scan, "≥ 20 gånger")

    with_exchange(storage, kind)
    found = page()
    assert len(found.sources) == 2
    line("jämförelsesidan med en installation till", kind, times(page, 200), "≤ 15")

    assessment = world.answered(storage, actor, own)

    def submit() -> Took:
        began = clocks()
        with storage.writing() as session:
            handing_in.submit(session, actor, assessment)
        took = since(began)
        with storage.writing() as session:
            handing_in.reopen(session, actor, assessment, "Mätning")
        return took

    submit()
    line("inlämning", kind, [submit() for _ in range(50)], "≤ 10")
    storage.database().close()


def with_exchange(storage: Any, kind: str) -> None:
    """Take in what is published, as if another installation had."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from services.actor import OPERATOR
    from services.exchange import exchange

    key = Ed25519PrivateKey.generate()
    public = base64.b64encode(key.public_key().public_bytes_raw()).decode()
    began = clocks()
    with storage.reading() as session:
        raw = exchange.export(session, OPERATOR, key)
    line(f"utbytesfil, {len(raw) / 1e6:.1f} MB: skriva", kind, [since(began)], "")
    began = clocks()
    with storage.writing() as session:
        exchange.trust(session, OPERATOR, "En annan", public)
        exchange.take_in(session, OPERATOR, raw)
    line("utbytesfil: läsa in", kind, [since(began)], "")


def clocks() -> Took:
    """The wall's clock and this process's own."""
    return time.perf_counter(), time.process_time()


def since(began: Took) -> Took:
    """Milliseconds by both clocks."""
    now = clocks()
    return (now[0] - began[0]) * 1000, (now[1] - began[1]) * 1000


def times(what: Callable[[], object], number: int) -> list[Took]:
    """How long each of some calls took, after one that warms up."""
    what()
    found = []
    for _ in range(number):
        began = clocks()
        what()
        found.append(since(began))
    return found


def line(name: str, kind: str, took: list[Took], expected: str) -> None:
    """A line of the table. The fastest is what it takes when nobody else wants the machine."""
    walls = sorted(wall for wall, _ in took)
    own = statistics.median(cpu for _, cpu in took)
    print(
        f"| {name} | {kind} | {walls[0]:.1f} | {statistics.median(walls):.1f} | {own:.1f} | "
        f"{expected} |",
        flush=True,
    )


if __name__ == "__main__":
    main()
