"""JSON Schemas of the content files, for editors that help while one writes."""

from __future__ import annotations

import json
from pathlib import Path

from pydantic import BaseModel

from questionnaires.files import FileExtension, FileFramework, FilePart, FileSet

FOLDER = Path(__file__).parent / "schemas"
KINDS: dict[str, type[BaseModel]] = {
    "set": FileSet,
    "extension": FileExtension,
    "part": FilePart,
    "framework": FileFramework,
}


def schema(kind: str) -> str:
    """The schema of one kind of file as JSON text. Raises KeyError."""
    return json.dumps(KINDS[kind].model_json_schema(), ensure_ascii=False, indent=2) + "\n"


def write_all(folder: Path = FOLDER) -> list[Path]:
    """Write every schema. Gives the files."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for kind in KINDS:
        path = folder / f"{kind}.schema.json"
        path.write_text(schema(kind), "utf-8")
        paths.append(path)
    return paths
