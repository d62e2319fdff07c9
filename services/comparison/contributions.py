"""What a submission contributes to comparisons, kept beside it as numbers."""

from __future__ import annotations

import struct
from collections import OrderedDict
from collections.abc import Callable, Sequence
from uuid import uuid4

from sqlmodel import Session

from data.stores import bundles
from data.stores import comparison as store
from data.tables import Contribution, ContributionLayout, Submission
from questionnaires.model import MODES, Questionnaire
from scoring.contribution import Layout, full, layout, values
from services import access
from services.actor import Actor
from services.assessments.submissions import levels

FEW = 200
KEPT = 32

_layouts: OrderedDict[str, Layout] = OrderedDict()


def keep(
    session: Session, submission: Submission, organisation_id: str, *, version: str = ""
) -> None:
    """Keep what a stored submission contributes, whether or not it will ever be compared.

    ``version`` is what it is called unless the organisation has said the same before; otherwise by
    chance.
    """
    questionnaire = bundles.get(session, submission.bundle_digest)
    found = layout_of(questionnaire)
    mode = next(mode for mode in MODES if mode == submission.mode)
    given = values(found, levels(submission))
    store.keep_layout(
        session,
        ContributionLayout(
            digest=found.digest, pool=found.pool, parts=[part.key for part in found.parts]
        ),
    )
    row = Contribution(
        submission_id=submission.id or 0,
        organisation_id=organisation_id,
        pool=found.pool,
        layout=found.digest,
        version=version or uuid4().hex,
        full=full(found, mode),
        numbers=packed(given),
        at=submission.at,
    )
    row.version = store.same(session, row) or row.version
    store.add(session, row)


def fill(session: Session, actor: Actor, told: Callable[[int], None] = lambda _: None) -> int:
    """Keep what submissions from before comparisons, or taken in from files, contribute.

    A few at a time; gives how many it was. Raises NotAllowed.
    """
    access.require(session, actor, "install", None)
    found = store.unread(session, FEW)
    for submission, organisation_id in found:
        keep(session, submission, organisation_id)
        session.flush()
    told(len(found))
    return len(found)


def layout_of(questionnaire: Questionnaire) -> Layout:
    """What of a questionnaire is compared, worked out once a process."""
    digest = questionnaire.digest
    if digest not in _layouts:
        _layouts[digest] = layout(questionnaire)
        while len(_layouts) > KEPT:
            _layouts.popitem(last=False)
    return _layouts[digest]


def packed(given: Sequence[int]) -> bytes:
    """Figures as they are stored: two bytes each, the least first."""
    return struct.pack(f"<{len(given)}h", *given)


def unpacked(numbers: bytes) -> tuple[int, ...]:
    """The figures of a stored contribution."""
    return struct.unpack(f"<{len(numbers) // 2}h", numbers)
