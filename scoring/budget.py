"""As many goals as possible to their targets within an effort budget (method §3).

A whole-number programme, solved by HiGHS. What it finds is checked with the same functions that
give every other result, so that nothing in the solver's arithmetic can show in a figure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from questionnaires.model import Framework, Mode, Questionnaire
from scoring.answers import Answers, level_of
from scoring.goals import LEVEL_SHARE, Item, goal_items, goal_result
from scoring.standing import needed
from scoring.what_if import effort, raised

SECONDS = 2.0


@dataclass(frozen=True, slots=True)
class Raise:
    """A question to raise, of its own answers, and the goals whose target it helps to reach."""

    question: str
    level: int
    to: int
    effort: int
    goals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Budgeted:
    """What an effort budget reaches.

    ``there`` are goals that stand at their target already, ``reached`` those that the raises bring
    there, ``missed`` those that the budget does not reach, ``without_level`` those with questions that
    have to be answered first, whether or not they have a target. ``proved``: nothing better is
    possible, in goals and then in effort.
    """

    raises: tuple[Raise, ...]
    there: tuple[str, ...]
    reached: tuple[str, ...]
    missed: tuple[str, ...]
    without_level: tuple[str, ...]
    proved: bool

    @property
    def effort(self) -> int:
        """The sum of all steps' efforts."""
        return sum(found.effort for found in self.raises)


@dataclass(slots=True)
class _Problem:
    """What is to be decided: for each question the levels worth raising it to, with their efforts.

    Levels are those of the common scale; ``given`` is what was answered.
    """

    goals: dict[str, tuple[int, tuple[Item, ...]]] = field(default_factory=dict)
    levels: dict[str, int] = field(default_factory=dict)
    given: dict[str, int] = field(default_factory=dict)
    steps: dict[str, dict[int, int]] = field(default_factory=dict)


def within_budget(
    questionnaire: Questionnaire,
    framework: Framework,
    answers: Answers,
    targets: Mapping[str, int],
    budget: int,
    *,
    mode: Mode = "in-depth",
    minimum_questions: int = 1,
    seconds: float = SECONDS,
) -> Budgeted:
    """The raises that bring most goals to their targets for at most ``budget`` effort.

    Then least effort, then the questions that come first. ``seconds`` is how long the solver may
    take; ``proved`` is False when that was not enough. Raises ValueError for a budget below 0.
    """
    if budget < 0:
        raise ValueError(budget)
    there: list[str] = []
    without: list[str] = []
    wanted: list[str] = []
    for goal in framework.goals:
        found = goal_result(questionnaire, goal, answers, mode, minimum_questions=minimum_questions)
        if found.level is None:
            if found.asked:
                without.append(goal.id)
        elif goal.id in targets:
            (there if found.level >= targets[goal.id] else wanted).append(goal.id)
    problem = _problem(questionnaire, framework, answers, targets, wanted=wanted, mode=mode)
    chosen, proved = _solved(problem, budget, seconds) if wanted and budget else ({}, True)
    after = raised(answers, {name: _own(questionnaire, name, to) for name, to in chosen.items()})

    def reaches(name: str) -> bool:
        level = goal_result(questionnaire, framework.goal(name), after, mode).level
        return level is not None and level >= targets[name]

    reached = tuple(name for name in wanted if reaches(name))
    return Budgeted(
        raises=tuple(
            _raise(questionnaire, problem, question.id, chosen[question.id], reached)
            for question in questionnaire.questions
            if question.id in chosen
        ),
        there=tuple(there),
        reached=reached,
        missed=tuple(name for name in wanted if name not in reached),
        without_level=tuple(without),
        proved=proved,
    )


def _problem(
    questionnaire: Questionnaire,
    framework: Framework,
    answers: Answers,
    targets: Mapping[str, int],
    *,
    wanted: list[str],
    mode: Mode,
) -> _Problem:
    problem = _Problem()
    for name in wanted:
        items = tuple(
            item
            for item in goal_items(questionnaire, framework.goal(name), answers, mode)
            if item.level is not None
        )
        problem.goals[name] = (targets[name], items)
        for item in items:
            if item.level is not None and item.level < targets[name]:
                question = questionnaire.question(item.question)
                up = needed(questionnaire, question, targets[name])
                given = problem.given[item.question] = level_of(answers, item.question) or 0
                cost = effort(question, given, up)
                problem.levels[item.question] = item.level
                problem.steps.setdefault(item.question, {})[targets[name]] = cost
    order = {question.id: place for place, question in enumerate(questionnaire.questions)}
    problem.steps = dict(sorted(problem.steps.items(), key=lambda pair: order[pair[0]]))
    return problem


def _solved(problem: _Problem, budget: int, seconds: float) -> tuple[dict[str, int], bool]:
    """The level chosen for each question that moves, and whether that is proved best."""
    model = _Model(problem, budget)
    # One goal outweighs all effort there is.
    costs = model.efforts()
    worth = sum(costs.values()) + 1
    first = model.solve(dict.fromkeys(model.reached.values(), -worth) | costs, seconds)
    if first is None:
        return {}, False
    chosen, proved = first
    if proved:
        # Among equals, the questions that come first: the same answers give the same way.
        model.hold(chosen, costs)
        second = model.solve(model.places(), seconds)
        if second is not None:
            chosen = second[0]
    return model.levels(chosen), proved


class _Model:
    """The programme: one yes or no for each question and level worth raising it to, and each goal."""

    def __init__(self, problem: _Problem, budget: int) -> None:
        import highspy

        self.problem = problem
        self.highs = highspy.Highs()  # type: ignore[no-untyped-call]
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", 1),
            ("mip_rel_gap", 0.0),
            # Every objective is a whole number, so less than one apart is equal.
            ("mip_abs_gap", 0.5),
        ):
            self.highs.setOptionValue(name, value)
        self.optimal = highspy.HighsModelStatus.kOptimal
        self.inf = highspy.kHighsInf
        self.size = 0
        self.raised: dict[tuple[str, int], int] = {}
        for question, levels in problem.steps.items():
            before = None
            for level in sorted(levels):
                variable = self.raised[question, level] = self._binary()
                if before is not None:
                    self._at_least({before: 1, variable: -1}, 0)
                before = variable
        self.reached = {name: self._binary() for name in problem.goals}
        for name, (target, items) in problem.goals.items():
            self._goal(self.reached[name], target, items)
        self._at_least({v: -cost for v, cost in self.efforts().items()}, -budget)

    def efforts(self) -> dict[int, int]:
        """What each level costs on top of the one before it."""
        found = {}
        for question, levels in self.problem.steps.items():
            paid = 0
            for level in sorted(levels):
                found[self.raised[question, level]] = levels[level] - paid
                paid = levels[level]
        return found

    def places(self) -> dict[int, int]:
        """The number of each question, for every level that it is raised to."""
        order = {question: place for place, question in enumerate(self.problem.steps, 1)}
        return {variable: order[question] for (question, _), variable in self.raised.items()}

    def levels(self, chosen: set[int]) -> dict[str, int]:
        """The highest level that each question is raised to."""
        found: dict[str, int] = {}
        for (question, level), variable in self.raised.items():
            if variable in chosen:
                found[question] = max(level, found.get(question, level))
        return found

    def hold(self, chosen: set[int], costs: Mapping[int, int]) -> None:
        """Keep as many goals and as little effort as a solution has."""
        goals = sum(variable in chosen for variable in self.reached.values())
        self._at_least(dict.fromkeys(self.reached.values(), 1), goals)
        spent = sum(cost for variable, cost in costs.items() if variable in chosen)
        self._at_least({variable: -cost for variable, cost in costs.items()}, -spent)

    def solve(self, costs: Mapping[int, int], seconds: float) -> tuple[set[int], bool] | None:
        """The cheapest choice found in the time, and whether it is proved so."""
        for variable in range(self.size):
            self.highs.changeColCost(variable, float(costs.get(variable, 0)))
        self.highs.setOptionValue("time_limit", self.highs.getRunTime() + max(seconds, 0.01))
        self.highs.run()
        solution = self.highs.getSolution()
        if not solution.value_valid:
            return None
        chosen = {i for i, value in enumerate(solution.col_value) if value > 0.5}
        return chosen, self.highs.getModelStatus() == self.optimal

    def _binary(self) -> int:
        import highspy

        self.highs.addVar(0.0, 1.0)
        self.highs.changeColIntegrality(self.size, highspy.HighsVarType.kInteger)
        self.size += 1
        return self.size - 1

    def _at_least(self, terms: Mapping[int, int], least: int) -> None:
        self.highs.addRow(
            float(least),
            self.inf,
            len(terms),
            list(terms),
            [float(value) for value in terms.values()],
        )

    def _goal(self, reached: int, target: int, items: tuple[Item, ...]) -> None:
        """The goal is reached only if 80 % of the weight and every key question are."""
        whole = sum((item.weight for item in items), Fraction())
        unit = LEVEL_SHARE.denominator * lcm(*(item.weight.denominator for item in items))
        there = Fraction()
        terms: dict[int, int] = {}
        for item in items:
            if (item.level or 0) >= target:
                there += item.weight
                continue
            variable = self.raised[item.question, target]
            terms[variable] = int(item.weight * unit)
            if item.key:
                self._at_least({variable: 1, reached: -1}, 0)
        # Σ moved + there ≥ 0.8 · whole, wherever the goal counts as reached.
        terms[reached] = -max(0, int((LEVEL_SHARE * whole - there) * unit))
        self._at_least(terms, 0)


def _raise(
    questionnaire: Questionnaire,
    problem: _Problem,
    name: str,
    to: int,
    reached: tuple[str, ...],
) -> Raise:
    level = problem.levels[name]
    helped = tuple(
        goal
        for goal in reached
        if level < problem.goals[goal][0] <= to
        and any(item.question == name for item in problem.goals[goal][1])
    )
    given, up = problem.given[name], _own(questionnaire, name, to)
    return Raise(name, given, up, effort(questionnaire.question(name), given, up), helped)


def _own(questionnaire: Questionnaire, name: str, to: int) -> int:
    return needed(questionnaire, questionnaire.question(name), to)
