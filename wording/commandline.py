"""What the shell says about what it cannot do."""

from __future__ import annotations

from pathlib import Path
from typing import Any


def usage_problem(problem: Any) -> str:
    """What is wrong with a command line, from the error that says so in English."""
    command = problem.ctx.command_path if problem.ctx else "manage.py"
    more = f"Se {command} --help."
    parameter = getattr(problem, "param", None)
    name = parameter.opts[0] if parameter else ""
    match type(problem).__name__:
        case "NoSuchOption":
            return f"{problem.option_name} finns inte. {more}"
        case "MissingParameter":
            return f"{name} saknas. {more}"
        case "BadParameter":
            return f"Värdet för {name} går inte att använda. {more}"
        case _:
            return f"Kommandot går inte att förstå. {more}"


def copy_problem(source: Path, kind: str) -> str:
    """Why a backup cannot be restored; empty where the fault is not the copy's."""
    match kind:
        case "damaged":
            return (
                f"{source} är skadad, eller ingen säkerhetskopia från Riktmärket. "
                "Välj en annan kopia."
            )
        case "newer":
            return (
                f"{source} är gjord av en nyare version av Riktmärket. Uppdatera programmet först."
            )
        case _:
            return ""
