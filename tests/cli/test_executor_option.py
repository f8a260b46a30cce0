"""`--executor`: which clusters can be asked for, and what is said when one cannot be had."""

import importlib.util
import socket
from pathlib import Path

import pytest

from support.dask_cluster import DaskCluster
from support.web_site import silent_port

HINT = "    hint: write the scheduler's address, as dask://192.0.2.7:8786\n"


@pytest.mark.parametrize(
    "typed",
    [
        "dask",
        "dask://",
        "dask://host",
        "dask://:8786",
        "dask://host:port",
        "tcp://host:1",
        "dask://host:1/x",
        "ray://a:1",
    ],
)
def test_an_executor_is_the_address_of_a_scheduler(shop, shopgen, typed) -> None:
    done = shopgen("build", "--executor", typed)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"shopgen: `{typed}` is no executor\n{HINT}"


def test_a_missing_extra_is_told_with_the_command_that_installs_it(shop, shopgen, monkeypatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    done = shopgen("build", "--executor", "dask://127.0.0.1:1")
    assert (done.code, done.out) == (3, "")
    assert done.err == 'shopgen: Dask is not installed\n    hint: get it with `pip install "shopgen[dask]"`\n'


@pytest.fixture
def long_shop(shop: Path) -> Path:
    """The shop with enough to do for a cluster to be asked."""
    mug = Path("catalog/mugs/blue.yaml").read_text()
    for number in range(30):
        text = mug.replace("Blue", f"Blue {number}").replace("MUG-BLUE", f"MUG-{number}")
        Path(f"catalog/mugs/blue-{number}.yaml").write_text(text)
    return shop


@pytest.mark.slow
def test_a_scheduler_that_does_not_answer_ends_the_build(long_shop, shopgen) -> None:
    with silent_port() as port:
        address = f"127.0.0.1:{port}"
        done = shopgen("build", "--executor", f"dask://{address}")
    assert done.code == 4
    assert done.err == (
        f"shopgen: no Dask scheduler answers at {address}\n"
        "    hint: start it with `dask scheduler`, or build without --executor\n"
    )
    assert not (long_shop / "public").exists()


@pytest.mark.slow
def test_something_else_at_that_port_is_no_scheduler(long_shop, shopgen) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        address = f"127.0.0.1:{other.getsockname()[1]}"
        done = shopgen("build", "--executor", f"dask://{address}")
    assert done.code == 4
    assert done.err.startswith(f"shopgen: no Dask scheduler answers at {address}\n")


@pytest.mark.slow
def test_the_next_build_is_the_same_wherever_it_is_made(long_shop, shopgen, tmp_path) -> None:
    folder = tmp_path / "cluster"
    folder.mkdir()
    with DaskCluster(folder) as cluster:
        cluster.worker()
        first = shopgen("build", "--quiet", "--executor", f"dask://{cluster.address}")
    assert (first.code, first.err) == (0, "")
    again = shopgen("build")
    assert "Made 0 of " in again.out
    assert Path("public/index.html").exists()


def test_a_few_outputs_need_no_cluster(shop, shopgen) -> None:
    shopgen("build")
    mug = Path("catalog/mugs/blue.yaml")
    mug.write_text(mug.read_text().replace("Very blue", "Quite blue"))
    with silent_port() as port:
        done = shopgen("build", "--executor", f"dask://127.0.0.1:{port}")
    assert (done.code, done.err) == (0, "")
