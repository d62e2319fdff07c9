"""What ships, read as plain YAML: the form of the texts is measured without the loader's help."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).parents[2] / "questionnaires"
SETS = ROOT / "sets"
BASE = "strategisk-upphandling"

Question = dict[str, Any]


@cache
def set_file(name: str) -> dict[str, Any]:
    """A set's own file."""
    found: dict[str, Any] = yaml.safe_load((SETS / f"{name}.yaml").read_text("utf-8"))
    return found


@cache
def own(name: str) -> tuple[Question, ...]:
    """The questions that stand in a set's own parts, in order."""
    found: list[Question] = list(set_file(name).get("questions", []))
    for part in set_file(name).get("parts", []):
        read = yaml.safe_load((SETS / part).read_text("utf-8"))
        found += read.get("questions", [])
    return tuple(found)


def asked(name: str) -> tuple[Question, ...]:
    """A set's questions with those of the set that it extends."""
    base = set_file(name).get("extends")
    return (*(asked(base) if base else ()), *own(name))


def core(questions: tuple[Question, ...]) -> tuple[Question, ...]:
    """The questions that every organisation is asked."""
    return tuple(q for q in questions if not q.get("module"))


def goals(question: Question) -> list[str]:
    """The goals (framework/goal) that a question informs."""
    return list(question.get("goals") or {})


def is_key(question: Question) -> bool:
    """Whether a question is a key question of some goal."""
    weights = (question.get("goals") or {}).values()
    return any(isinstance(link, dict) and link.get("key") for link in weights)


def levels(question: Question) -> list[tuple[int, str, str]]:
    """Number, short and text of each level, each wording by kind as a level of its own."""
    found = []
    for number, level in (question.get("levels") or {}).items():
        found.append((int(number), level["short"], level["text"]))
        found += [(int(number), level["short"], t) for t in (level.get("by_type") or {}).values()]
    return found


def steps(question: Question) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each next step with the level that it leads from."""
    for number, step in (question.get("next_steps") or {}).items():
        for one in step if isinstance(step, list) else [step]:
            yield int(number), one


def every_text(question: Question) -> list[str]:
    """All that a reader of the question sees."""
    found = [question["text"], question.get("why") or "", question.get("evidence") or ""]
    found += [text for _, short, text in levels(question) for text in (short, text)]
    for _, step in steps(question):
        found += [step["do"], step["first_step"], step["effect"]]
    return [" ".join(text.split()) for text in found if text]


def asked_words(question: Question) -> int:
    """Words of the question and its levels, as they are read by one organisation."""
    texts = [question["text"]] + [v["text"] for v in (question.get("levels") or {}).values()]
    return sum(len(text.split()) for text in texts)


def ngrams(question: Question, n: int) -> set[str]:
    """The runs of n words in a question's texts, none across two sentences."""
    found: set[str] = set()
    for text in every_text(question):
        for sentence in re.split(r"[.:?!;,]", text.lower()):
            words = sentence.split()
            found |= {" ".join(words[i : i + n]) for i in range(len(words) - n + 1)}
    return found


def commonest(questions: tuple[Question, ...], n: int, top: int) -> list[tuple[str, int]]:
    """The runs of n words that stand in most questions."""
    counted = Counter(run for question in questions for run in ngrams(question, n))
    return counted.most_common(top)
