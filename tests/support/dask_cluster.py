"""A Dask cluster on this machine: a scheduler and workers, each a process of its own."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

from distributed import Client

PATIENCE = 60.0


class DaskCluster:
    """Ends with its block. `more_paths` is where its processes find modules before they look anywhere else."""

    def __init__(self, folder: Path, *more_paths: Path, **settings: str) -> None:
        self._folder = folder
        self._paths = more_paths
        self._settings = settings
        self._processes: list[subprocess.Popen[bytes]] = []
        self._workers = 0
        file = folder / "scheduler.json"
        options = ("--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(file))
        self.scheduler = self._start("dask_scheduler", *options)
        self.address = ""
        until = time.monotonic() + PATIENCE
        while not self.address:
            assert time.monotonic() < until, self.log()
            time.sleep(0.05)
            self.address = _address_in(file)

    def worker(self, *more_paths: Path, nanny: bool = False) -> "subprocess.Popen[bytes]":
        """One more worker, that has joined; with a nanny another comes when it dies."""
        options = ("--nthreads", "1", "--no-dashboard", "--nanny" if nanny else "--no-nanny")
        options += ("--local-directory", str(self._folder))
        worker = self._start("dask_worker", f"tcp://{self.address}", *options, paths=more_paths)
        self._workers += 1
        with Client(self.address, timeout=PATIENCE, set_as_default=False) as client:
            client.wait_for_workers(self._workers, timeout=PATIENCE)
        return worker

    def log(self) -> str:
        return "\n".join(file.read_text() for file in self._folder.glob("*.log"))

    def __enter__(self) -> "DaskCluster":
        return self

    def __exit__(self, *problem: object) -> None:
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.wait()

    def _start(self, module: str, *options: str, paths: tuple[Path, ...] = ()) -> "subprocess.Popen[bytes]":
        variables = {
            **os.environ,
            **self._settings,
            "PYTHONPATH": os.pathsep.join([*map(str, (*paths, *self._paths)), *filter(None, sys.path)]),
        }
        with (self._folder / f"{len(self._processes)}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "-m", f"distributed.cli.{module}", *options], env=variables, stdout=log, stderr=log
            )
        self._processes.append(process)
        return process


def _address_in(file: Path) -> str:
    """What the scheduler wrote for who wants to find it; nothing as long as it has not."""
    try:
        return str(json.loads(file.read_text())["address"]).removeprefix("tcp://")
    except (OSError, ValueError):
        return ""
