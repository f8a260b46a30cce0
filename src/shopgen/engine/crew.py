"""Who helps with one build: a cluster, or worker processes that may start before it is known what there is to do."""

from concurrent.futures import Executor
from types import TracebackType

from shopgen.engine.executors import executor
from shopgen.engine.run import WORTH_WORKERS


class Crew:
    """Gives executors to a build. `cluster` is the address of a Dask scheduler, asked when there is enough to do."""

    def __init__(self, jobs: int, cluster: str = "") -> None:
        self._jobs = jobs
        self._cluster = cluster
        self._early: Executor | None = None

    def start(self) -> None:
        """Starts the workers at once, while this process is small: what it reads later is not theirs to hold."""
        self._early = executor(self._jobs) if self._jobs > 1 and not self._cluster else None

    def workers(self, stale: int) -> Executor:
        """An executor for so many stale jobs: this process for a few. The early workers are given once.

        Raises NetworkFailure when there is enough to do and the cluster does not answer.
        """
        if stale < WORTH_WORKERS:
            return executor(1)
        if self._cluster:
            from shopgen.engine.cluster import Cluster

            return Cluster(self._cluster)
        early, self._early = self._early, None
        return early or executor(self._jobs)

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._early is not None:
            self._early.shutdown(cancel_futures=True)
