"""Many organisations that have handed in, made by chance, for measuring comparison."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import uuid4

import numpy as np
from sqlalchemy import text

TYPES = ("municipality", "region", "state_agency", "municipal_company", "municipal_association")
SIZES = ("under_50", "50_250", "250_1000", "1000_5000", "over_5000")
COUNTIES = ("AB", "C", "D", "E", "F", "M", "O", "S", "W", "Y", "BD")
GROUPS = ("A1", "A2", "B3", "B4", "B5", "C6", "C7", "C8", "C9")
POOL = "strategisk-upphandling"
# The questionnaire asks 54 questions of those that are compared; six more make the sixty.
SEED, MORE_QUESTIONS = 20261121, 6


class World:
    """Organisations with levels drawn by chance and indices worked out of them."""

    def __init__(self, number: int) -> None:
        from questionnaires.loader import shipped
        from services.comparison.contributions import layout_of

        self.number = number
        self.questionnaire = shipped().questionnaire(POOL)
        self.layout = layout_of(self.questionnaire)
        chance = np.random.default_rng(SEED)
        skill = chance.normal(3, 0.6, number)
        questions = [part for part in self.layout.parts if part.sort == "question"]
        self.levels = {
            part.of: np.clip(np.rint(skill + chance.normal(0, 0.9, number)), 1, 5).astype(np.int16)
            for part in questions
        }
        self.more = [
            np.clip(np.rint(skill + chance.normal(0, 0.9, number)), 1, 5).astype(np.int16)
            for _ in range(MORE_QUESTIONS)
        ]
        self.indices = {goal.of: self._index(goal.goal) for goal in self.layout.goals}
        self.types = chance.choice(TYPES, number, p=(0.5, 0.1, 0.15, 0.2, 0.05))
        self.sizes = chance.choice(SIZES, number)
        self.counties = chance.choice(COUNTIES, number)
        self.groups = chance.choice(GROUPS, number)
        self.ids = [uuid4().hex for _ in range(number)]

    def _index(self, goal: Any) -> Any:
        weights = [
            float(self.questionnaire.question(x.question).weight * x.weight) for x in goal.links
        ]
        total = sum(w * self.levels[x.question] for w, x in zip(weights, goal.links, strict=True))
        return np.floor((total / sum(weights) - 1) * 2500 + 0.5).astype(np.int16)

    def _numbers(self) -> Any:
        columns = []
        for part in self.layout.parts:
            if part.sort == "question":
                columns.append(self.levels[part.of])
            elif part.sort == "index":
                columns.append(self.indices[part.of])
            else:
                columns.append(1 + self.indices[part.of] // 2500)
        return np.column_stack(columns).astype("<i2")

    def store(self, engine: Any) -> None:
        """Everyone's rows, and beside them one wide row each for the plain SQL."""
        from data import clock
        from data.stores import bundles, organisations
        from data.tables import User  # noqa: F401  the tables register themselves
        from data.tables.base import metadata
        from services.installation import storage

        moment = clock.now()
        with storage.writing() as session:
            organisations.ensure_local_user(session)
            digest = bundles.keep(session, self.questionnaire)
        when, who = moment, "local"
        raw = self._numbers()
        n = range(self.number)
        parts = [part.key for part in self.layout.parts]
        rows: dict[str, tuple[tuple[str, ...], Any]] = {
            "organisation": (
                ("id", "name", "type", "municipality_group", "county", "size", "revision"),
                (
                    (
                        self.ids[i],
                        f"Org {i}",
                        str(self.types[i]),
                        self._group(i),
                        str(self.counties[i]),
                        str(self.sizes[i]),
                        0,
                    )
                    for i in n
                ),
            ),
            "assessment": (
                (
                    "id",
                    "organisation_id",
                    "bundle_digest",
                    "questionnaire_id",
                    "questionnaire_version",
                    "period",
                    "mode",
                    "started_mode",
                    "status",
                    "created_by",
                ),
                (
                    (
                        self.ids[i],
                        self.ids[i],
                        digest,
                        POOL,
                        "1.0.0",
                        "2026",
                        "standard",
                        "standard",
                        "submitted",
                        who,
                    )
                    for i in n
                ),
            ),
            "submission": (
                ("id", "assessment_id", "number", "mode", "bundle_digest", "content", "by"),
                ((i + 1, self.ids[i], 1, "standard", digest, "{}", who) for i in n),
            ),
            "consent": (
                ("id", "organisation_id", "what", "by"),
                ((i + 1, self.ids[i], "given", who) for i in n),
            ),
            "contribution": (
                (
                    "id",
                    "submission_id",
                    "organisation_id",
                    "pool",
                    "layout",
                    "version",
                    "full",
                    "numbers",
                ),
                (
                    (
                        i + 1,
                        i + 1,
                        self.ids[i],
                        POOL,
                        self.layout.digest,
                        self.ids[i],
                        True,
                        raw[i].tobytes(),
                    )
                    for i in n
                ),
            ),
        }
        with engine.begin() as connection:
            layout = metadata.tables["contribution_layout"]
            connection.execute(
                layout.insert(), [{"digest": self.layout.digest, "pool": POOL, "parts": parts}]
            )
        for name, (columns, values) in rows.items():
            moments = [
                c.name
                for c in metadata.tables[name].columns
                if c.name in ("at", "created_at", "updated_at")
            ]
            _copy(
                engine, name, (*columns, *moments), ((*v, *(when for _ in moments)) for v in values)
            )
        self._wide(engine)
        if engine.dialect.name == "postgresql":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                for table in ("submission", "contribution", "consent"):
                    connection.execute(
                        text(
                            f"SELECT setval(pg_get_serial_sequence('{table}','id'), {self.number})"
                        )
                    )
                connection.execute(text("SET statement_timeout = 0"))
                connection.execute(text("VACUUM ANALYZE"))

    def _group(self, i: int) -> str | None:
        return str(self.groups[i]) if self.types[i] == "municipality" else None

    def _wide(self, engine: Any) -> None:
        base = self.questionnaire.base_framework
        self.goals = [f"{base}/{goal.id}" for goal in self.questionnaire.base.goals]
        goals = [self.indices[name] for name in self.goals]
        questions = [*self.levels.values(), *self.more]
        self.wide = [f"g{i}" for i in range(len(goals))]
        self.asked = [f"q{i}" for i in range(len(questions))]
        names = [*self.wide, *self.asked]
        columns = ", ".join(f"{name} smallint" for name in names)
        with engine.begin() as connection:
            connection.execute(
                text(f"CREATE TABLE raw (root text PRIMARY KEY, type text, {columns})")
            )
        table = np.column_stack([*goals, *questions]).tolist()
        rows = ((self.ids[i], str(self.types[i]), *table[i]) for i in range(self.number))
        _copy(engine, "raw", ("root", "type", *names), rows)

    def scan(self, storage: Any) -> None:
        """What the page shows, from everyone's rows: quartiles, rank, and the share at each level."""
        with storage.reading() as session:
            run = session.connection().execute
            postgres = session.connection().dialect.name == "postgresql"
            for goal in self.wide:
                own = run(
                    text(f"SELECT {goal} FROM raw WHERE root = :r"), {"r": self.ids[0]}
                ).scalar()
                if postgres:
                    run(
                        text(
                            "SELECT percentile_cont(array[0.25, 0.5, 0.75]) WITHIN GROUP (ORDER BY "
                            f"{goal}) FROM raw"
                        )
                    ).all()
                else:
                    for quarter in (1, 2, 3):
                        at = (self.number - 1) * quarter // 4
                        run(
                            text(f"SELECT {goal} FROM raw ORDER BY {goal} LIMIT 2 OFFSET {at}")
                        ).all()
                run(
                    text(
                        f"SELECT count(*), sum(CASE WHEN {goal} < :o THEN 1 ELSE 0 END), "
                        f"sum(CASE WHEN {goal} = :o THEN 1 ELSE 0 END) FROM raw"
                    ),
                    {"o": own},
                ).all()
            for question in self.asked:
                run(text(f"SELECT {question}, count(*) FROM raw GROUP BY {question}")).all()

    def person(self, storage: Any) -> tuple[Any, str]:
        """Someone who belongs to the first organisation, signed in."""
        from data import clock
        from data.tables import Membership, SignIn, User
        from services.actor import Actor

        moment = clock.now()
        user, browser = uuid4().hex, uuid4().hex * 2
        with storage.writing() as session:
            session.add(User(id=user, name="Mätningen", created_at=moment))
            session.flush()
            session.add(
                Membership(
                    organisation_id=self.ids[0], user_id=user, role="owner", created_at=moment
                )
            )
            session.add(
                SignIn(
                    id=browser,
                    user_id=user,
                    created_at=moment,
                    seen_at=moment,
                    expires_at=moment + timedelta(hours=12),
                )
            )
        return Actor(user, "Mätningen", sign_in=browser), self.ids[0]

    def answered(self, storage: Any, actor: Any, own: str) -> str:
        """An assessment with every question answered."""
        from services.assessments import answers, assessments
        from services.assessments.answers import Choice

        with storage.writing() as session:
            made = assessments.begin(session, actor, own, period="2027", mode="standard")
            for i, question in enumerate(self.questionnaire.questions):
                choice = Choice("level", 1 + i % 5)
                answers.choose(session, actor, made, question.id, choice, base_revision=0)
        return made


def _copy(engine: Any, table: str, columns: tuple[str, ...], rows: Any) -> None:
    """Many rows at once, by each database's own fastest way."""
    names = ", ".join(f'"{column}"' for column in columns)
    raw = engine.raw_connection()
    try:
        cursor = raw.cursor()
        if engine.dialect.name == "sqlite":
            marks = ", ".join("?" for _ in columns)
            cursor.execute("BEGIN")
            spelled = (
                tuple(
                    v.strftime("%Y-%m-%d %H:%M:%S.%f") if hasattr(v, "strftime") else v for v in row
                )
                for row in rows
            )
            cursor.executemany(f"INSERT INTO {table} ({names}) VALUES ({marks})", spelled)
        else:
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row(row)
        raw.commit()
    finally:
        raw.close()
