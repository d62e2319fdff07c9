"""How an organisation stands beside others: only what a snapshot has published (method §5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlmodel import Session

from data.stores import bundles, organisations, snapshots
from data.stores import comparison as store
from data.tables import Snapshot, SnapshotContribution
from questionnaires.loader import shipped
from questionnaires.model import Framework, Questionnaire, Scale
from scoring.contribution import NOTHING, Layout
from scoring.disclosure.classes import ALL
from scoring.peergroups import Place, nearest, step
from scoring.peers import (
    PER_UNIT,
    STEP,
    WITH_INTERVAL,
    percentile_rank,
    place,
    rounded,
    shares,
    without,
)
from scoring.peers import Place as Position
from services import access
from services.actor import Actor
from services.assessments import content
from services.comparison import consent
from services.comparison.contributions import layout_of, unpacked
from services.comparison.snapshot_read import years_before
from services.comparison.sources import (
    Counts,
    Sources,
    find,
    goal_histogram,
    level_histogram,
    peer_figures,
)
from services.comparison.views import (
    ComparisonView,
    GoalBeside,
    GroupView,
    Missing,
    QuestionBeside,
    Scope,
    Standing,
)
from services.errors import Invalid, NotFound
from services.organisations.organisations import view as organisation_view


@dataclass(frozen=True, slots=True)
class _Own:
    """What the organisation itself has in the snapshot, by part."""

    row: SnapshotContribution | None
    values: Mapping[str, int]
    groups: frozenset[str]


class NotCompared(NotFound):
    """A framework that others have not answered, such as one's own."""


@dataclass(frozen=True, slots=True)
class _Shown:
    """What the figures are read from, and what is published in it."""

    sources: Sources
    base: Snapshot | None
    framework: Framework
    layout: Layout
    groups: tuple[GroupView, ...]
    group: GroupView
    own: _Own


def read(
    session: Session,
    actor: Actor,
    organisation_id: str,
    *,
    questionnaire_id: str = content.DEFAULT,
    framework_id: str | None = None,
    group: str | None = None,
    scope: Scope | None = None,
) -> ComparisonView:
    """An organisation beside the others in a group: the smallest one of its own with 10 or more
    unless another is asked for.

    The others are those of all installations that exchange, where there are any, unless this one's
    alone are asked for.

    Raises NotFound, NotAllowed, NotCompared, and Invalid for a group that is not published.
    """
    access.require(session, actor, "read", organisation_id)
    row = organisations.get(session, organisation_id)
    if row is None:
        raise NotFound("Organisationen finns inte längre.")
    newest = store.newest_full(session, organisation_id, questionnaire_id)
    questionnaire = _questionnaire(session, newest.bundle if newest else None, questionnaire_id)
    found = layout_of(questionnaire)
    framework = _framework(questionnaire, framework_id)
    latest, base = snapshots.newest_and_baseline(session, found.pool)
    known = _known(session, actor, found.pool)
    own = _own(session, organisation_id, found.pool, latest)
    sources, shown_scope, scopes = find(session, found.pool, latest, known, scope)
    groups = sources.groups()
    missing = None if groups else _missing(latest)
    # The first snapshot is this installation's alone, and stands beside nothing else.
    base = base if sources.here is not None and shown_scope == "here" else None
    chosen: GroupView | None = None
    goals: tuple[GoalBeside, ...] = ()
    questions: tuple[QuestionBeside, ...] = ()
    if missing is None:
        place_now = Place(row.type, row.municipality_group, row.size, row.county)
        chosen = _chosen(groups, own.groups or frozenset(place_now.groups()), group)
        shown = _Shown(sources, base, framework, found, groups, chosen, own)
        goals, questions = _goals(session, shown), _questions(session, shown)
    oldest = sources.oldest() or (latest.made_at if latest else None)
    return ComparisonView(
        organisation=organisation_view(row),
        questionnaire=questionnaire,
        framework=framework,
        participation=consent.participation(session, actor, row),
        standing=_standing(newest.version if newest else None, own),
        missing=missing,
        made_at=sources.newest() or (latest.made_at if latest else None),
        since=years_before(oldest) if oldest else None,
        number=latest.number if latest else None,
        baseline_at=base.made_at if base else None,
        groups=groups,
        group=chosen,
        goals=goals,
        questions=questions,
        scope=shown_scope,
        scopes=scopes,
        sources=sources.of_group(chosen.id) if chosen else (),
    )


def _questionnaire(session: Session, digest: str | None, questionnaire_id: str) -> Questionnaire:
    """What the organisation answered last of what is compared; otherwise what ships now."""
    if digest is not None:
        return bundles.get(session, digest)
    try:
        return shipped().questionnaire(questionnaire_id)
    except KeyError as error:
        raise NotFound(f"Frågeformuläret ”{questionnaire_id}” finns inte.") from error


def _framework(questionnaire: Questionnaire, framework_id: str | None) -> Framework:
    try:
        return questionnaire.framework(framework_id or questionnaire.base_framework)
    except KeyError as error:
        raise NotCompared(
            f"Måluppsättningen ”{framework_id}” är inte med i jämförelser."
        ) from error


def _known(session: Session, actor: Actor, pool_id: str) -> int:
    """How many that have ever been published the actor reads by name."""
    names = consent.known_by_name(session, actor)
    if names is None:
        return snapshots.roots(session, pool_id)
    return snapshots.ever(session, pool_id, names)


def _missing(latest: Snapshot | None) -> Missing:
    if latest is None:
        return "no_snapshot"
    return "reads_others" if latest.admitted else "too_few"


def _own(session: Session, organisation_id: str, pool_id: str, latest: Snapshot | None) -> _Own:
    row = snapshots.standing(session, pool_id, organisation_id) if latest else None
    found = store.of_version(session, organisation_id, row.version) if row else None
    if row is None or found is None:
        return _Own(row, {}, frozenset())
    keys = store.layout(session, found.layout)
    given = unpacked(found.numbers)
    values = {key: n for key, n in zip(keys, given, strict=True) if n != NOTHING}
    steps = {step(key, n) for key, n in values.items() if key.startswith("level:")}
    return _Own(row, values, frozenset({*Place.read(row.place).groups(), *steps}))


def _standing(newest: str | None, own: _Own) -> Standing:
    if own.row is not None and newest in (None, own.row.version):
        return "in"
    return "waiting" if newest is not None else "out"


def _chosen(groups: tuple[GroupView, ...], mine: frozenset[str], wanted: str | None) -> GroupView:
    by_id = {group.id: group for group in groups}
    if wanted is not None and wanted not in by_id:
        raise Invalid("Den gruppen har för få eller för lika svar för att visas. Välj en annan.")
    smallest = nearest([g.id for g in groups], [g.n for g in groups], mine, WITH_INTERVAL)
    return by_id[wanted or smallest]


def _goals(session: Session, shown: _Shown) -> tuple[GoalBeside, ...]:
    framework, found, own = shown.framework, shown.layout, shown.own
    keys = {goal.id: found.key("index", f"{framework.id}/{goal.id}") for goal in framework.goals}
    parts = [key for key in keys.values() if key]
    now = shown.sources.goals(session, shown.group.id, parts)
    base = shown.base
    then: dict[str, str] = {}
    if base is not None:
        then = shown.sources.readable(snapshots.goals(session, base.id or 0, ALL, parts))
    inside = own.row is not None and shown.group.id in {ALL, *own.groups}
    return tuple(
        _goal(
            goal.id,
            now.get(key or ""),
            then.get(key or ""),
            own.values.get(key or ""),
            inside=inside,
            above=_above(shown, f"{framework.id}/{goal.id}"),
            shared=key is not None,
        )
        for goal in framework.goals
        for key in (keys[goal.id],)
    )


def _goal(
    goal: str,
    now: Counts | None,
    then: str | None,
    own: int | None,
    *,
    inside: bool,
    above: GroupView | None,
    shared: bool,
) -> GoalBeside:
    peers = peer_figures(now) if now else None
    stands = None if own is None else rounded(own, STEP * PER_UNIT) // PER_UNIT
    rank: int | None = None
    position: Position | None = None
    if now and peers and own is not None and stands is not None:
        if peers.detail == "quartiles":
            everyone = goal_histogram(now)
            mine = stands if now.coarse else own
            others = without(everyone, mine) if inside and now.here else everyone
            rank = rounded(percentile_rank(others, mine), 1)
        position = place(stands, peers)
    baseline = peer_figures(Counts(then)) if then else None
    return GoalBeside(goal, peers, stands, rank, position, baseline, above, shared)


def _above(shown: _Shown, goal: str) -> GroupView | None:
    key = shown.layout.key("level", goal)
    if key is None or key not in shown.own.values:
        return None
    name = step(key, shown.own.values[key] + 1)
    return next((group for group in shown.groups if group.id == name), None)


def _questions(session: Session, shown: _Shown) -> tuple[QuestionBeside, ...]:
    found = shown.layout
    asked = dict.fromkeys(link.question for goal in shown.framework.goals for link in goal.links)
    keys = {question: found.key("question", question) for question in asked}
    parts = [key for key in keys.values() if key]
    now = shown.sources.questions(session, shown.group.id, parts)
    return tuple(
        _question(question, now.get(key), shown.own.values.get(key), found.scale)
        for question, key in keys.items()
        if key is not None
    )


def _question(question: str, now: Counts | None, own: int | None, scale: Scale) -> QuestionBeside:
    if now is None:
        return QuestionBeside(question, 0, None, own)
    counts = level_histogram(now)
    every = {level: counts.get(level, 0) for level in scale.numbers}
    return QuestionBeside(question, sum(counts.values()), shares(every), own)
