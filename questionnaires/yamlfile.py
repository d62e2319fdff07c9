"""YAML read strictly: no silent duplicates, no surprising types, and a place for every value.

PyYAML takes the last of two equal keys, reads ``no`` as False and 2020-01-01 as a date. Content
authors are not programmers, so each of these is refused with its line instead of guessed at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from questionnaires.errors import ContentError, ContentProblem

MAX_BYTES = 5_000_000
MAX_DEPTH = 20

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ufffe\uffff]")
_CORE = "tag:yaml.org,2002:"

# What the parser says in English, by a part of it.
_SYNTAX = {
    "mapping values": (
        "ett kolon för mycket, eller fel indrag. Sätt citattecken runt en text som har kolon."
    ),
    "cannot start any token": (
        "tecknet får inte stå först. Dra in med mellanslag, inte tabb, och sätt citattecken runt texten."
    ),
    "unexpected end": "ett citattecken stängs aldrig.",
    "expected ','": "en parentes stängs aldrig, eller så saknas ett komma.",
    "another document": "bara ett dokument får stå i filen. Ta bort raden med ---.",
}
_OTHER_SYNTAX = "se över indrag, kolon och citattecken på raden och raden före."

Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed file: its value, and the node tree that knows where each part stands."""

    name: str
    value: Any
    root: yaml.Node | None

    def error(self, path: Sequence[str | int], what: str, *, key: bool = False) -> ContentError:
        """A fault at ``path`` (keys and list positions); at the key itself if ``key``.

        A path that the file does not reach is placed at its deepest existing part.
        """
        node, mark = self.root, None
        for depth, step in enumerate(path):
            found = _step(node, step)
            if found is None:
                break
            key_node, node = found
            if key and depth == len(path) - 1 and key_node is not None:
                mark = key_node.start_mark
        if mark is None and node is not None:
            mark = node.start_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        return ContentError(self.name, line, column, self.spell(path), what)

    def spell(self, path: Sequence[str | int]) -> str:
        """The path in words; a list entry that has an id is called by it."""
        words: list[str] = []
        value = self.value
        for step in path:
            parent = value
            try:
                value = parent[step]
            except (KeyError, IndexError, TypeError):
                value = None
            if isinstance(parent, list) and isinstance(step, int):
                name = value.get("id") if isinstance(value, dict) else None
                words.append(str(name or f"nr {step + 1}"))
            else:
                words.append(str(step))
        return " › ".join(words)


def in_file(document: Document, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The path as the author wrote it: without the list or the name that a short form leaves out."""
    value: Any = document.value
    kept: list[str | int] = []
    for depth, step in enumerate(path):
        left_out = (isinstance(value, dict) and isinstance(step, int) and step not in value) or (
            isinstance(value, list) and isinstance(step, str)
        )
        if left_out and depth < len(path) - 1:
            continue
        kept.append(step)
        try:
            value = value[step]
        except (KeyError, IndexError, TypeError):
            value = None
    return tuple(kept)


def _step(node: yaml.Node | None, step: str | int) -> tuple[yaml.Node | None, yaml.Node] | None:
    if isinstance(node, yaml.MappingNode):
        for key, child in node.value:
            if key.value == str(step):
                return key, child
    elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return None, node.value[step]
    return None


def read(path: Path, name: str | None = None) -> Document:
    """Read a file strictly.

    Raises ContentProblem: unreadable, too large, not UTF-8, not YAML, or YAML with a trap in it.
    """
    name = name or path.name
    try:
        if path.stat().st_size > MAX_BYTES:
            raise _problem(name, f"Filen är större än {MAX_BYTES // 1_000_000} MB och läses inte.")
        raw = path.read_bytes()
    except OSError as error:
        raise _problem(name, f"Filen går inte att läsa: {_why(error)}.") from error
    return parse(raw, name)


def parse(raw: bytes | str, name: str) -> Document:
    """Parse text that has been read already; see ``read``."""
    if isinstance(raw, bytes):
        if len(raw) > MAX_BYTES:
            raise _problem(name, f"Filen är större än {MAX_BYTES // 1_000_000} MB och läses inte.")
        try:
            text = raw.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = raw[: error.start].count(b"\n") + 1
            what = "Filen är inte sparad som UTF-8. Spara om den med teckenkodningen UTF-8."
            raise ContentProblem([ContentError(name, line, 1, "", what)]) from error
    else:
        text = raw
    try:
        # Composing recurses; what is nested beyond reason would take the whole process with it.
        if _too_deep(text):
            raise _problem(name, "Innehållet är nästlat för djupt.")
        root = yaml.compose(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        what = f"Filen är inte giltig YAML: {_in_swedish(error.problem or '')}"
        raise ContentProblem([ContentError(name, line, column, "", what)]) from error
    except yaml.YAMLError as error:
        raise _problem(name, "Filen är inte giltig YAML: ett tecken går inte att läsa.") from error
    if root is None:
        raise _problem(name, "Filen är tom.")
    reader = _Reader(name)
    value = reader.construct(root, ())
    if reader.errors:
        raise ContentProblem(reader.errors)
    return Document(name, value, root)


def _why(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "den finns inte"
    if isinstance(error, IsADirectoryError):
        return "det är en mapp"
    return "den är spärrad eller upptagen av ett annat program"


def _in_swedish(problem: str) -> str:
    return next((said for known, said in _SYNTAX.items() if known in problem), _OTHER_SYNTAX)


def _too_deep(text: str) -> bool:
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > 2 * MAX_DEPTH:
                return True
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return False


def _problem(name: str, what: str) -> ContentProblem:
    return ContentProblem([ContentError(name, 0, 0, "", what)])


class _Reader:
    def __init__(self, name: str) -> None:
        self.name = name
        self.errors: list[ContentError] = []
        self._seen: set[int] = set()

    def construct(self, node: yaml.Node, path: Path_) -> Any:
        # An alias comes back as the very node it points to; following it could also be endless.
        if id(node) in self._seen:
            self._fault(node, path, "Ankare och alias (& och *) används inte. Skriv ut innehållet.")
            return None
        self._seen.add(id(node))
        if len(path) > MAX_DEPTH:
            self._fault(node, path[:3], "Innehållet är nästlat för djupt.")
            return None
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node, path)
        if node.tag not in (f"{_CORE}map", f"{_CORE}seq"):
            self._fault(node, path, f"”{node.tag}” är en YAML-etikett som inte används här.")
            return None
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        return [self.construct(child, (*path, i)) for i, child in enumerate(node.value)]

    def _mapping(self, node: yaml.MappingNode, path: Path_) -> dict[str | int, Any]:
        result: dict[str | int, Any] = {}
        written: set[str] = set()
        for key_node, child in node.value:
            key = self._scalar(key_node, path) if isinstance(key_node, yaml.ScalarNode) else None
            if not isinstance(key, str | int) or isinstance(key, bool):
                self._fault(key_node, path, "En nyckel måste vara ett ord eller ett heltal.")
                continue
            # 1 and "1" are the same key to whoever reads the file.
            if str(key) in written:
                self._fault(key_node, (*path, key), f"Nyckeln ”{key}” står två gånger.")
            written.add(str(key))
            result[key] = self.construct(child, (*path, key))
        return result

    def _scalar(self, node: yaml.Node, path: Path_) -> str | int | bool | Decimal | None:
        text: str = node.value
        kind = node.tag.removeprefix(_CORE)
        if kind == "str":
            if _CONTROL.search(text):
                self._fault(node, path, "Texten har ett styrtecken som inte går att visa.")
            return text
        if kind == "null" and text in ("", "~", "null"):
            return None
        if kind == "bool" and text in ("true", "false"):
            return text == "true"
        if kind == "int" and _INTEGER.fullmatch(text) and len(text) < 19:
            return int(text)
        if kind == "float" and _DECIMAL.fullmatch(text) and len(text) < 40:
            return Decimal(text)
        reason = {
            "bool": "läses som ja eller nej",
            "timestamp": "läses som ett datum",
            "int": "läses som ett tal i en annan talbas",
            "float": "läses som ett tal på ett oväntat sätt",
            "null": "läses som tomt",
            "merge": "slår ihop innehåll, vilket inte används här",
        }.get(kind, "har en YAML-etikett som inte används här")
        self._fault(node, path, f"”{text}” {reason} i YAML. Sätt citattecken runt det.")
        return None

    def _fault(self, node: yaml.Node, path: Path_, what: str) -> None:
        mark = node.start_mark
        where = " › ".join(str(step) for step in path)
        self.errors.append(ContentError(self.name, mark.line + 1, mark.column + 1, where, what))
