"""Exchange between installations: what a snapshot has published, in a signed file (decision 0047).

What is taken in stands beside the installation's own and is never mixed with its contributions.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Literal

from sqlmodel import Session

from data import clock
from data.stores import comparison, snapshots
from data.stores import exchange as store
from data.tables import ForeignSnapshot, Snapshot, TrustedInstallation
from questionnaires.loader import shipped
from scoring.disclosure.classes import ALL
from scoring.peers import in_steps
from services import access, audit
from services.actor import Actor
from services.comparison.contributions import layout_of
from services.errors import Invalid, NotFound
from services.exchange import file as exchange_file
from services.exchange import key as exchange_key
from services.exchange.checks import check
from services.exchange.file import UNCHANGED, FigureShape, GroupShape, PoolShape
from services.installation import setup
from services.text import one_line

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

NAME_LENGTH = 80

# "same": there already · "other": the same number says something else · "foreign": nothing of it is
# asked here.
Outcome = Literal["new", "same", "other", "older", "foreign"]


@dataclass(frozen=True, slots=True)
class PoolView:
    """What an installation has published of a pool. ``n`` is 0 when its snapshot shows nothing."""

    pool: str
    number: int
    made_at: datetime
    n: int


@dataclass(frozen=True, slots=True)
class TrustedView:
    """An installation that is trusted, its key's fingerprint, and what it has published here."""

    name: str
    fingerprint: str
    at: datetime
    pools: tuple[PoolView, ...]


@dataclass(frozen=True, slots=True)
class TakenIn:
    """What became of a file from an installation, pool by pool."""

    name: str
    pools: tuple[tuple[PoolView, Outcome], ...]


def trust(session: Session, actor: Actor, name: str, key: str) -> str:
    """Believe files signed with a key, from now on. Gives the key's fingerprint.

    Raises NotAllowed, and Invalid for a name or key that is taken, one's own key, and no key.
    """
    access.require(session, actor, "install", None)
    called, found = one_line(name, NAME_LENGTH, "Namnet"), exchange_key.read(key)
    if not called:
        raise Invalid("Skriv vad den andra installationen heter.")
    if found == exchange_key.own():
        raise Invalid("Det är den här installationens egen nyckel.")
    there = store.by_key(session, found)
    if there is not None:
        raise Invalid(f"Den nyckeln är redan betrodd, under namnet ”{there.name}”.")
    if store.by_name(session, called) is not None:
        raise Invalid(
            f"”{called}” är redan betrodd, med en annan nyckel. Har de bytt nyckel: kör först manage.py "
            f"exchange distrust ”{called}”. Annars räknas de två gånger."
        )
    store.trust(session, TrustedInstallation(name=called, key=found, at=clock.now()))
    short = exchange_key.fingerprint(found)
    audit.record(session, actor, None, "exchange-trusted", name=called, key=short)
    return short


def trusted(session: Session, actor: Actor) -> list[TrustedView]:
    """The installations that are trusted, by name. Raises NotAllowed."""
    access.require(session, actor, "install", None)
    return [
        TrustedView(
            row.name,
            exchange_key.fingerprint(row.key),
            row.at,
            tuple(
                PoolView(each.pool, each.number, each.made_at, each.groups.get(ALL, 0))
                for each in store.snapshots(session, row.id or 0)
            ),
        )
        for row in store.trusted(session)
    ]


def distrust(session: Session, actor: Actor, name: str) -> None:
    """Believe an installation no more. Its figures are gone at once. Raises NotAllowed, NotFound."""
    access.require(session, actor, "install", None)
    row = store.by_name(session, name.strip())
    if row is None:
        raise NotFound(
            f"Ingen betrodd installation heter ”{name.strip()}”. Se manage.py exchange trusted."
        )
    short = exchange_key.fingerprint(row.key)
    store.distrust(session, row)
    audit.record(session, actor, None, "exchange-distrusted", name=row.name, key=short)


def export(session: Session, actor: Actor, private: Ed25519PrivateKey) -> bytes:
    """What the newest snapshots show as a file signed with the installation's key.

    The same snapshots give the same bytes. Raises NotAllowed, and Invalid when nothing has been
    published, and for an example.
    """
    access.require(session, actor, "install", None)
    if setup.is_example(session):
        raise Invalid("Installationen visar ett påhittat exempel. Det går aldrig att utbyta.")
    newest = [snapshots.latest(session, pool) for pool in snapshots.pools(session)]
    pools = [_pool(session, row) for row in newest if row is not None]
    if not pools:
        raise Invalid("Det finns ingen ögonblicksbild att utbyta. Gör en med manage.py snapshot.")
    return exchange_file.written(private, pools)


def take_in(session: Session, actor: Actor, raw: bytes) -> TakenIn:
    """Let a file's newer figures replace the former ones of its installation, all or nothing.

    Raises NotAllowed, and Invalid for a file that is not as it should be or not trusted.
    """
    access.require(session, actor, "install", None)
    file = exchange_file.opened(raw)
    row = store.by_key(session, file.key)
    if row is None:
        raise Invalid(_untrusted(file.key))
    names = [pool.pool for pool in file.pools]
    if len(set(names)) != len(names):
        raise Invalid(f"Samma pool står två gånger i filen. Be om en ny. {UNCHANGED}")
    before = {each.pool: each for each in store.snapshots(session, row.id or 0)}
    asked = _asked_here(session, names)
    found: list[tuple[PoolView, Outcome]] = []
    for pool in file.pools:
        check(pool)
        former = before.get(pool.pool)
        outcome = _outcome(pool, former, asked)
        if outcome == "new":
            if former is not None:
                store.remove(session, former)
            _store(session, row, pool)
        n = next((each.n for each in pool.groups if each.group == ALL), 0)
        found.append((PoolView(pool.pool, pool.number, pool.made_at, n), outcome))
    if any(outcome == "new" for _, outcome in found):
        audit.record(session, actor, None, "exchange-taken-in", name=row.name)
    return TakenIn(row.name, tuple(found))


def _pool(session: Session, row: Snapshot) -> PoolShape:
    figures = [
        _figure(each.peer_group, each.part, each.reach, each.counts)
        for each in snapshots.figures(session, row.id or 0)
    ]
    return PoolShape(
        pool=row.pool,
        number=row.number,
        made_at=row.made_at,
        reach=row.reach,
        groups=tuple(GroupShape(group=name, n=row.groups[name]) for name in row.admitted),
        figures=tuple(sorted(figures, key=lambda each: (each.part, each.group))),
    )


def _figure(group: str, part: str, reach: int, stored: str) -> FigureShape:
    counts = {int(value): n for value, n in json.loads(stored).items()}
    if part.startswith("index:"):
        counts = in_steps(counts)
    return FigureShape(
        part=part,
        group=group,
        n=sum(counts.values()),
        reach=reach,
        counts={str(value): counts[value] for value in sorted(counts)},
    )


def _outcome(pool: PoolShape, former: ForeignSnapshot | None, asked: set[str]) -> Outcome:
    if former is None or pool.number > former.number:
        parts = {figure.part for figure in pool.figures}
        return "foreign" if parts and not parts & asked else "new"
    if pool.number < former.number:
        return "older"
    return "same" if pool.digest() == former.digest else "other"


def _asked_here(session: Session, pools: Iterable[str]) -> set[str]:
    """Everything that is or has been compared here, by its fingerprint."""
    found = {
        part.key for each in shipped().questionnaires.values() for part in layout_of(each).parts
    }
    for pool in pools:
        found.update(key for keys in comparison.layouts(session, pool).values() for key in keys)
    return found


def _store(session: Session, row: TrustedInstallation, pool: PoolShape) -> None:
    kept = ForeignSnapshot(
        installation_id=row.id or 0,
        pool=pool.pool,
        number=pool.number,
        reach=pool.reach,
        groups={each.group: each.n for each in pool.groups},
        admitted=[each.group for each in pool.groups],
        digest=pool.digest(),
        made_at=pool.made_at,
        at=clock.now(),
    )
    histograms = [
        {
            "peer_group": each.group,
            "part": each.part,
            "reach": each.reach,
            "counts": json.dumps(each.counts),
        }
        for each in pool.figures
    ]
    store.add(session, kept, histograms)


def _untrusted(key: str) -> str:
    return (
        "Filen kommer från en installation som inte är betrodd här. Dess nyckel är "
        f"{exchange_key.fingerprint(key)}. Ring dem som har gjort filen och jämför. Stämmer det: kör "
        f"manage.py exchange trust NAMN {key} och läs in filen igen. {UNCHANGED}"
    )
