"""Recipes for the engine's tests: outputs are short texts, and everything is at module level, so that it can travel."""

import os
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

from shopgen.core.diagnostics import Diagnostic, Severity
from shopgen.core.disk import Disk
from shopgen.engine.bundle import Bundle
from shopgen.engine.executors import executor
from shopgen.engine.jobs import Ingredient, Job, Plan
from shopgen.engine.kitchen import Kitchen, Making, PartRecipe, Recipe
from shopgen.engine.larder import Larder
from shopgen.engine.memory import Memory
from shopgen.engine.refusal import Refused
from shopgen.engine.routes import Kitchenware
from shopgen.engine.run import Build, run
from shopgen.engine.store import Store
from shopgen.engine.values import packed


def joined(making: Making) -> bytes:
    """All ingredients and what they look up: `@name` is looked up, `!word` warns, `?x` is a part, `#x` is refused."""
    return ",".join(told(making, value) for values in making.roles().values() for value in values).encode()


def told(making: Making, value: str) -> str:
    if value == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if value == "crash":
        raise ZeroDivisionError("crashed")
    if value.startswith("@"):
        return f"{value}={making.look_up(value[1:])}"
    if value.startswith("?"):
        return making.part("card", value[1:], making.digest_of(value[1:]))
    if value.startswith("#"):
        raise Refused(Diagnostic(Severity.ERROR, "template-failed", value[1:]))
    if value.startswith("!"):
        making.diagnostics.append(Diagnostic(Severity.WARNING, "missing-alt", value[1:]))
    return value


def card(making: Making, value: str) -> str:
    return f"[{told(making, value)}]"


def recipes(version: str = "1") -> Mapping[str, Recipe]:
    roles = {"part": str}
    return {
        "join": Recipe("join", version, joined, roles, batch=2),
        "slow": Recipe("slow", version, joined, roles, batch=1),
        "shared": Recipe("shared", version, joined, roles, batch=2, shared="part"),
        "portable": Recipe("portable", version, joined, roles, portable=True),
    }


def kitchen(bundle: Bundle, version: str = "1") -> Kitchen:
    return Kitchen(recipes(version), {"card": PartRecipe("card", card)}, bundle)


def ware(found: Mapping[str, object] | None = None, version: str = "1") -> Kitchenware:
    build = partial(kitchen, version=version)
    return Kitchenware(build(Bundle(found or {})), build)


def larder(values: dict[str, bytes]) -> Larder:
    """One that never has to ask its store."""
    return Larder(values, recipes(), Store(Disk(), Path("nowhere")))


def plan(outputs: Mapping[str, Mapping[str, str]], recipe: str = "join") -> Plan:
    """A plan of outputs by path, each made from values by name."""
    kept = {name: packed(value) for values in outputs.values() for name, value in values.items()}
    planned = Plan({name: value.content for name, value in kept.items()})
    for path, values in outputs.items():
        ingredients = tuple(Ingredient("part", name, kept[name].digest) for name in values)
        planned.add(Job(path, recipe, ingredients, origin=f"{path}.yaml"))
    return planned


class Kept:
    """Builds over one memory folder, opened anew each time as a new process would."""

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self.folder = folder
        self.disk = disk or Disk()
        self.memory = self.open()

    def open(self) -> Memory:
        return Memory(self.disk, self.folder)

    def build(
        self,
        outputs: Mapping[str, Mapping[str, str]],
        found: Mapping[str, object] | None = None,
        version: str = "1",
        jobs: int = 1,
        progress: Callable[[int, int], None] = lambda done, total: None,
    ) -> tuple[Build, dict[str, str]]:
        """The build, and the texts of its outputs."""
        self.memory = self.open()

        def workers(stale: int) -> Executor:
            return executor(jobs)

        planned = plan(outputs)
        build = run(planned, planned.values, ware(found, version), self.memory, workers, progress)
        self.memory.ledger.records = build.records
        self.memory.save()
        return build, self.texts(build)

    def texts(self, build: Build) -> dict[str, str]:
        return {
            path: (self.memory.store.get(output.digest) or b"?").decode() for path, output in build.manifest.items()
        }
