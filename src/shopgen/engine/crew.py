"""Who helps with one build: worker processes, or a cluster."""

from concurrent.futures import Executor

from shopgen.engine.executors import executor
from shopgen.engine.run import WORTH_WORKERS


class Crew:
    """Gives executors to a build. `cluster` is the address of a Dask scheduler, asked when there is enough to do."""

    def __init__(self, jobs: int, cluster: str = "") -> None:
        self._jobs = jobs
        self._cluster = cluster

    def workers(self, stale: int) -> Executor:
        """An executor for so many stale jobs: this process for a few.

        Raises NetworkFailure when there is enough to do and the cluster does not answer.
        """
        if stale < WORTH_WORKERS:
            return executor(1)
        if self._cluster:
            from shopgen.engine.cluster import Cluster

            return Cluster(self._cluster)
        return executor(self._jobs)
