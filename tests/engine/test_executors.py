"""Whoever does the work, the outputs are the same."""

import gc
import multiprocessing
import os
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Iterator
from concurrent.futures import Executor
from functools import partial
from pathlib import Path

import pytest

from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine import batches, executors, stopping, workers
from shopgen.engine.batches import batch_of, made_of, make_batch
from shopgen.engine.executors import ThisProcess, executor
from shopgen.engine.kitchen import Made
from shopgen.engine.routes import IN_FLIGHT
from shopgen.engine.values import pack
from shopgen.engine.work import DEATHS, work
from shopgen.engine.workers import Workers
from support.tiny_kitchen import larder, plan, ware

FOUND = {"colour": "red"}
VALUES = ["one", "@colour", "@none", "?@colour", "?!warned", "!warned", "#refused", *map(str, range(40))]
OUTPUTS = {f"{value}.txt": {value: value} for value in VALUES}


def made_by(
    open_workers: "partial[Executor]", recipe: str = "join", outputs: dict[str, dict[str, str]] = OUTPUTS
) -> list[Made]:
    planned = plan(outputs, recipe)
    return sorted(work(planned, larder(planned.values), ware(FOUND), open_workers), key=lambda made: made.path)


@pytest.mark.slow
def test_executors_agree() -> None:
    here = made_by(partial(executor, 1))
    assert len(here) == len(OUTPUTS)
    for method in multiprocessing.get_all_start_methods():
        if method != "forkserver":
            assert made_by(partial(Workers, 2, method)) == here


def test_it_is_known_how_long_each_output_took() -> None:
    planned, seconds = plan(OUTPUTS), dict[str, float]()
    made = list(work(planned, larder(planned.values), ware(FOUND), ThisProcess, seconds))
    assert seconds.keys() == {each.path for each in made}
    assert all(0 < each < 5 for each in seconds.values())


def test_forks_are_for_processes_without_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = []
    monkeypatch.setattr(workers, "Workers", lambda jobs, method: chosen.append((jobs, method)))
    for threads in (1, 2):
        monkeypatch.setattr("threading.active_count", lambda threads=threads: threads)
        executor(2)
    monkeypatch.setattr("threading.active_count", lambda: 1)
    monkeypatch.delattr("os.fork")
    executor(3)
    assert chosen == [(2, "fork"), (2, "spawn"), (3, "spawn")]


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_exception_in_a_recipe_surfaces(jobs: int) -> None:
    with pytest.raises(ZeroDivisionError, match="crashed"):
        made_by(partial(executor, jobs), outputs={"a": {"a": "crash"}, "b": {"b": "fine"}})


def test_a_worker_asks_once_for_a_bundle_that_it_does_not_know(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_kitchens", {})
    planned, mine = plan({"a": {"a": "@colour"}}), ware(FOUND)
    content = batch_of(tuple(planned), planned.values, mine.kitchen)
    assert make_batch(mine.build, content) is None
    first = make_batch(mine.build, content, mine.kitchen.bundle)
    second = make_batch(mine.build, content)
    assert first is not None
    assert second is not None
    assert list(made_of(second)) == list(made_of(first))
    assert [made.content for made in made_of(first)] == [b"@colour=red"]


def test_a_worker_with_another_toolchain_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batches, "_kitchens", {})
    planned = plan({"a": {"a": "1"}})
    content = batch_of(tuple(planned), planned.values, ware(version="2").kitchen)
    with pytest.raises(EnvironmentFailure, match="a worker has another version of shopgen, or of a library"):
        make_batch(ware(version="1").build, content, ware().kitchen.bundle)


def test_a_batch_ends_when_the_run_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([False, True, True])
    monkeypatch.setattr(stopping, "_stopped", lambda: next(answers))
    planned, mine = plan({"a": {"a": "1"}, "b": {"b": "2"}, "c": {"c": "3"}}), ware()
    content = make_batch(mine.build, batch_of(tuple(planned), planned.values, mine.kitchen), mine.kitchen.bundle)
    assert content is not None
    assert [made.path for made in made_of(content)] == ["a"]


class Watched(ThisProcess):
    """Notes how many batches were submitted."""

    submitted = 0

    def submit(self, *args: object, **kwargs: object) -> "executors.Future[object]":  # type: ignore[override]
        self.submitted += 1
        return super().submit(*args, **kwargs)  # type: ignore[arg-type]


def test_results_come_as_they_are_made() -> None:
    watched = Watched()
    planned = plan(OUTPUTS, "slow")
    results = work(planned, larder(planned.values), ware(), lambda: watched)
    seen = []
    for number, _ in enumerate(results, 1):
        seen.append(watched.submitted - number)
    assert set(seen) == {0}


mine = ware()


class Sleeping(Executor):
    """Finishes nothing until it is asked for more than may be under way."""

    def __init__(self) -> None:
        self.waiting: list[executors.Future[object]] = []
        self.most = 0

    def submit(self, task: object, /, *args: object, **kwargs: object) -> "executors.Future[object]":  # type: ignore[override]
        future: executors.Future[object] = executors.Future()
        self.waiting.append(future)
        self.most = max(self.most, len(self.waiting))
        content = args[1]
        assert isinstance(content, bytes)
        future.add_done_callback(lambda done: self.waiting.remove(done))
        if len(self.waiting) == IN_FLIGHT or f"{VALUES[-1]}.txt".encode() in content:
            for each in list(self.waiting):
                each.set_result(make_batch(mine.build, content, mine.kitchen.bundle))
        return future


def test_only_a_few_batches_are_under_way() -> None:
    sleeping = Sleeping()
    planned = plan(OUTPUTS, "slow")
    assert len(list(work(planned, larder(planned.values), ware(), lambda: sleeping))) == len(OUTPUTS)
    assert sleeping.most == IN_FLIGHT


def test_batches_are_of_one_recipe_and_go_when_they_are_full() -> None:
    planned = plan({"a": {"a": "1"}, "b": {"b": "2"}, "c": {"c": "3"}})
    for job in plan({"d": {"d": "4"}, "e": {"e": "5"}}, "slow"):
        planned.add(job)
    values = {name: pack(text) for name, text in zip("abcde", "12345", strict=True)}
    assert [made.path for made in work(planned, larder(values), ware(), ThisProcess)] == ["a", "b", "d", "e", "c"]


def test_outputs_that_share_an_ingredient_go_together() -> None:
    mug, vase = {"mug": "m"}, {"vase": "v"}
    planned = plan({"a": mug, "b": vase, "c": mug, "d": vase, "e": mug}, "shared")
    watched = Watched()
    made = [each.path for each in work(planned, larder(planned.values), ware(), lambda: watched)]
    assert (made, watched.submitted) == (["a", "c", "b", "d", "e"], 3)


@pytest.mark.slow
def test_a_worker_that_dies_costs_one_output() -> None:
    outputs = {**OUTPUTS, "bad": {"bad": "kill"}}
    made = {each.path: each for each in made_by(partial(Workers, 2, "fork"), outputs=outputs)}
    assert made.pop("bad") == Made(
        "bad",
        failure=Diagnostic(
            Severity.ERROR,
            "worker-died",
            "the process that made `bad` died: it ran out of memory, or a library broke",
            Field("bad.yaml"),
            "make what it is made of smaller",
        ),
    )
    assert sorted(made.values(), key=lambda each: each.path) == made_by(partial(executor, 1))


class Dying(Workers):
    """Its workers are dead before they begin."""

    def submit(self, *args: object, **kwargs: object) -> "executors.Future[object]":  # type: ignore[override]
        return super().submit(os._exit, 1)


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")
def test_workers_that_keep_dying_end_the_run() -> None:
    started = []

    def open_workers() -> Executor:
        started.append(1)
        return Dying(1, "fork")

    planned = plan(OUTPUTS)
    with pytest.raises(EnvironmentFailure, match=r"^worker processes keep dying$") as failure:
        list(work(planned, larder(planned.values), ware(), open_workers))
    assert failure.value.hint == "run again with `--jobs 1`"
    assert len(started) == DEATHS + 1


def test_workers_stop_when_their_user_fails() -> None:
    began = time.monotonic()
    planned = plan(OUTPUTS, "slow")
    results = work(planned, larder(planned.values), ware(), partial(Workers, 2, "fork"))
    next(results)
    results.close()
    assert time.monotonic() - began < 10


BUILD = """
import sys, time
from functools import partial
from pathlib import Path
from shopgen.engine.lock import locked
from shopgen.engine.workers import Workers

if __name__ == "__main__":
    with locked(Path(sys.argv[1])), Workers(2, sys.argv[2]) as workers:
        list(workers.map(time.sleep, [0.05] * 4))
        print("working", flush=True)
        time.sleep(120)
"""


@pytest.fixture
def builder(tmp_path: Path, request: pytest.FixtureRequest) -> "Iterator[subprocess.Popen[str]]":
    script = tmp_path / "build.py"
    script.write_text(textwrap.dedent(BUILD))
    process = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path / "lock"), request.param],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == "working\n", process.stderr.read()
    yield process
    process.kill()
    process.wait()
    process.stdout.close()
    process.stderr.close()


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["fork", "spawn"], indirect=True)
def test_the_lock_dies_with_a_killed_build_and_so_do_its_workers(
    builder: "subprocess.Popen[str]", tmp_path: Path
) -> None:
    from shopgen.core.failures import BusyFailure
    from shopgen.engine.lock import locked

    with pytest.raises(BusyFailure, match=rf"\(process {builder.pid}\)"), locked(tmp_path / "lock", patience=0.1):
        pass
    builder.kill()
    builder.wait()
    with locked(tmp_path / "lock", patience=10):
        pass


@pytest.mark.slow
@pytest.mark.parametrize("builder", ["fork"], indirect=True)
def test_an_interrupted_build_ends_soon_and_its_workers_say_nothing(builder: "subprocess.Popen[str]") -> None:
    os.killpg(builder.pid, signal.SIGINT)
    _, told = builder.communicate(timeout=60)  # it would have slept for twice as long
    assert told.count("Traceback") == 1
    assert told.rstrip().endswith("KeyboardInterrupt")


@pytest.mark.parametrize("was_on", [True, False])
def test_garbage_is_collected_while_outputs_are_made_here(was_on: bool) -> None:
    (gc.enable if was_on else gc.disable)()
    try:
        with ThisProcess() as executor:
            assert executor.submit(gc.isenabled).result()
            assert gc.get_freeze_count() > 0
        assert gc.isenabled() is was_on
        assert gc.get_freeze_count() == 0
    finally:
        gc.enable()
