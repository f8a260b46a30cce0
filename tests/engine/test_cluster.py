"""A Dask cluster makes what this machine would make, or says why not."""

import re
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path

import pytest

import shopgen
from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.digests import digest
from shopgen.core.failures import EnvironmentFailure, NetworkFailure
from shopgen.engine import cluster as cluster_module
from shopgen.engine.batches import _decode_batch
from shopgen.engine.cluster import Cluster
from shopgen.engine.executors import executor
from shopgen.engine.kitchen import Made
from shopgen.engine.work import work
from support.dask_cluster import DaskCluster
from support.tiny_kitchen import larder, plan, ware
from support.workplace import Workplace

pytestmark = pytest.mark.slow

FOUND = {"colour": "red"}
VALUES = ["one", "@colour", "@none", "?@colour", "?!warned", "#refused", *map(str, range(40))]
OUTPUTS = {f"{value}.txt": {value: value} for value in VALUES}

SHOP = "".join(
    f"-- catalog/mugs/mug-{number}.yaml --\ntitle: Mug {number}\nsku: M-{number}\nprice: {number}.00\n"
    f"images: [mug-{number}.jpg]\n-- catalog/mugs/mug-{number}.jpg: {400 + number}x300 --\n"
    for number in range(1, 13)
)
STATIC = "-- static/terms.txt --\nBe kind.\n"


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DaskCluster]:
    with DaskCluster(tmp_path_factory.mktemp("pair")) as cluster:
        cluster.worker()
        cluster.worker()
        yield cluster


@pytest.fixture
def alone(tmp_path: Path) -> Iterator[DaskCluster]:
    """A scheduler without workers."""
    folder = tmp_path / "cluster"
    folder.mkdir()
    with DaskCluster(folder) as cluster:
        yield cluster


def made_by(address: str, outputs: dict[str, dict[str, str]] = OUTPUTS) -> list[Made]:
    planned = plan(outputs)
    found = work(planned, larder(planned.values), ware(FOUND), partial(Cluster, address))
    return sorted(found, key=lambda made: made.path)


def made_here() -> list[Made]:
    planned = plan(OUTPUTS)
    return sorted(work(planned, larder(planned.values), ware(FOUND), partial(executor, 1)), key=lambda made: made.path)


def test_a_cluster_makes_what_this_process_makes(pair: DaskCluster) -> None:
    assert made_by(pair.address) == made_here()


def test_a_build_on_a_cluster_is_the_same_build(pair: DaskCluster, tmp_path: Path) -> None:
    workplace = Workplace(tmp_path / "shop", SHOP + STATIC)
    here = workplace.build(cache=tmp_path / "one", output=tmp_path / "here")
    there = workplace.build(cache=tmp_path / "two", output=tmp_path / "there", cluster=pair.address)
    assert not here.has_errors
    assert {path.rpartition(".")[2] for path in here.manifest} >= {"html", "jpg", "txt"}
    assert there.manifest == here.manifest
    assert there.findings == here.findings
    assert workplace.tree(tmp_path / "there") == workplace.tree(tmp_path / "here")


def test_a_batch_holds_the_pictures_that_it_is_made_from(
    pair: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace = Workplace(tmp_path / "shop", SHOP)
    here = workplace.build(cache=tmp_path / "one", output=tmp_path / "here")
    submit = Cluster.submit

    def away_from_the_files(self: Cluster, *task: object) -> "Future[object]":
        (tmp_path / "shop/catalog").rename(tmp_path / "away")
        try:
            future = submit(self, *task)  # type: ignore[arg-type]
            future.exception(timeout=60)
            return future
        finally:
            (tmp_path / "away").rename(tmp_path / "shop/catalog")

    monkeypatch.setattr(Cluster, "submit", away_from_the_files)
    there = workplace.build(cache=tmp_path / "two", output=tmp_path / "there", cluster=pair.address)
    assert there.manifest == here.manifest


def test_a_photograph_travels_once_for_all_that_is_made_of_it(
    pair: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace = Workplace(tmp_path / "shop", SHOP)
    submit, travelled = Cluster.submit, []

    def watched(self: Cluster, task: object, *more: object) -> "Future[object]":
        travelled.extend(_decode_batch(next(each for each in more if isinstance(each, bytes))).files)
        return submit(self, task, *more)  # type: ignore[arg-type]

    monkeypatch.setattr(Cluster, "submit", watched)
    there = workplace.build(cluster=pair.address)
    photographs = {digest(file.read_bytes()) for file in (workplace.root / "catalog/mugs").glob("*.jpg")}
    assert sum(path.startswith("images/") for path in there.made) > 2 * len(photographs) == 24
    assert sorted(travelled) == sorted(photographs)


def test_what_an_image_cache_has_does_not_travel(
    pair: DaskCluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    workplace = Workplace(tmp_path / "shop", SHOP)
    shared = str(tmp_path / "shared")
    first = workplace.build(cluster=pair.address, cache=tmp_path / "one", image_cache=shared)
    assert first.shared is not None
    assert first.shared.given == sum(path.startswith("images/") for path in first.manifest)
    again = workplace.build(cluster=pair.address, cache=tmp_path / "two", output=tmp_path / "again", image_cache=shared)
    assert [path for path in again.made if path.startswith("images/")] == []
    assert again.manifest == first.manifest


def test_an_exception_in_a_recipe_surfaces(pair: DaskCluster) -> None:
    with pytest.raises(ZeroDivisionError, match="crashed"):
        made_by(pair.address, {"a": {"a": "crash"}, "b": {"b": "fine"}})


def test_what_nobody_waits_for_is_given_up(pair: DaskCluster) -> None:
    planned = plan(OUTPUTS, "slow")
    results = work(planned, larder(planned.values), ware(FOUND), partial(Cluster, pair.address))
    next(results)
    began = time.monotonic()
    results.close()
    assert time.monotonic() - began < 10
    assert made_by(pair.address) == made_here()


def test_a_worker_that_dies_has_its_work_done_by_another(alone: DaskCluster, tmp_path: Path) -> None:
    workplace = Workplace(tmp_path / "shop", SHOP)
    here = workplace.build(cache=tmp_path / "one", output=tmp_path / "here")
    mortal, _ = alone.worker(), alone.worker()

    def kill(done: int, total: int) -> None:
        if done >= 20:
            mortal.kill()

    session = workplace.session(cache=tmp_path / "two", output=tmp_path / "there", cluster=alone.address)
    there = session.build(kill)
    assert mortal.wait(10) != 0
    assert there.manifest == here.manifest
    assert there.findings == here.findings


def test_what_kills_workers_costs_one_output(tmp_path: Path) -> None:
    at_the_first_death = {"DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "0"}
    with DaskCluster(tmp_path, **at_the_first_death) as cluster:
        cluster.worker(nanny=True)
        made = {each.path: each for each in made_by(cluster.address, {**OUTPUTS, "bad": {"bad": "kill"}})}
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
    assert sorted(made.values(), key=lambda each: each.path) == made_here()


def copy_of_shopgen(folder: Path, file: str, addition: str) -> Path:
    """A folder with a shopgen that is not quite ours."""
    source = Path(shopgen.__file__).parent
    shutil.copytree(source, folder / "shopgen", ignore=shutil.ignore_patterns("__pycache__", "themes"))
    with (folder / "shopgen" / file).open("a") as text:
        text.write(addition)
    return folder


HINT = "install the same Python, shopgen and libraries there as here"


def refused(address: str, tmp_path: Path) -> EnvironmentFailure:
    workplace = Workplace(tmp_path / "shop", SHOP)
    with pytest.raises(EnvironmentFailure) as refusal:
        workplace.build(cluster=address)
    assert refusal.value.hint == HINT
    assert not workplace.output.exists()
    return refusal.value


def test_a_worker_with_other_code_is_refused(alone: DaskCluster, tmp_path: Path) -> None:
    alone.worker()
    alone.worker(copy_of_shopgen(tmp_path / "other", "making/texts.py", "# another line\n"))
    told = refused(alone.address, tmp_path).message
    assert re.fullmatch(
        r"the worker at tcp://127\.0\.0\.1:\d+ has the toolchain \w{12}, and this machine has \w{12}", told
    )


def test_a_worker_of_another_version_is_refused(alone: DaskCluster, tmp_path: Path) -> None:
    alone.worker(copy_of_shopgen(tmp_path / "other", "__init__.py", '__version__ = "0.0.1"\n'))
    told = refused(alone.address, tmp_path).message
    expected = f"has shopgen 0.0.1, and this machine has {shopgen.__version__}"
    assert re.sub(r":\d+ ", ":PORT ", told) == f"the worker at tcp://127.0.0.1:PORT {expected}"


def test_a_worker_without_shopgen_is_refused(alone: DaskCluster, tmp_path: Path) -> None:
    (tmp_path / "none/shopgen").mkdir(parents=True)
    (tmp_path / "none/shopgen/__init__.py").touch()
    alone.worker(tmp_path / "none")
    told = refused(alone.address, tmp_path).message
    assert re.match(r"the worker at tcp://127\.0\.0\.1:\d+ has no shopgen that can be used: .*No module named", told)


def test_a_worker_that_joins_late_is_refused_too(alone: DaskCluster, tmp_path: Path) -> None:
    alone.worker()
    planned = plan({f"{number}.txt": {str(number): str(number)} for number in range(1000)})
    results = work(planned, larder(planned.values), ware(FOUND), partial(Cluster, alone.address))
    next(results)
    alone.worker(copy_of_shopgen(tmp_path / "other", "__init__.py", '__version__ = "0.0.1"\n'))
    slowly = (time.sleep(0.1) for _ in results)
    with pytest.raises(EnvironmentFailure, match=r"^the worker at \S+ has shopgen 0\.0\.1, and this machine has "):
        list(slowly)


def test_a_scheduler_without_shopgen_is_refused(tmp_path: Path) -> None:
    (tmp_path / "none/shopgen").mkdir(parents=True)
    (tmp_path / "none/shopgen/__init__.py").touch()
    with DaskCluster(tmp_path, tmp_path / "none") as cluster:
        cluster.worker(Path(shopgen.__file__).parent.parent)
        told = refused(cluster.address, tmp_path).message
    assert re.match(r"the scheduler at 127\.0\.0\.1:\d+ has no shopgen that can be used: ", told)


def test_a_cluster_without_workers_is_told(alone: DaskCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "PATIENCE", 3.0)
    with pytest.raises(NetworkFailure) as failure:
        Cluster(alone.address)
    assert failure.value.message == f"the Dask cluster at {alone.address} has no workers"
    assert failure.value.hint == f"start one with `dask worker tcp://{alone.address} --nthreads 1`"


def test_a_cluster_that_loses_its_last_worker_is_told(alone: DaskCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_module, "ALONE", 2.0)
    worker = alone.worker()
    planned = plan(OUTPUTS, "slow")
    results = work(planned, larder(planned.values), ware(FOUND), partial(Cluster, alone.address))
    next(results)
    worker.kill()
    with pytest.raises(NetworkFailure, match=r"^the Dask cluster at \S+ has no workers$"):
        list(results)


def test_a_scheduler_that_dies_is_told(alone: DaskCluster) -> None:
    alone.worker()
    planned = plan(OUTPUTS, "slow")
    results = work(planned, larder(planned.values), ware(FOUND), partial(Cluster, alone.address))
    next(results)
    alone.scheduler.kill()
    with pytest.raises(NetworkFailure, match=r"^the connection with the Dask cluster at \S+ was lost$"):
        list(results)
