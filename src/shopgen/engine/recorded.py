"""A plan of another process: its jobs and where their values lie, each opened when somebody asks for it."""

from collections.abc import Iterator, Mapping

from shopgen.core.digests import Digest
from shopgen.engine.jobs import Job, Plan
from shopgen.engine.kitchen import Recipe
from shopgen.engine.records import TABLE, Record, Records, packed_record
from shopgen.engine.store import Lost, Store
from shopgen.engine.tables import Tables, Values

_VALUES, _FILES = "values", "files"


class RecordedPlan(Plan):
    """The plan that `recorded` wrote into `tables`. What is asked of it raises Lost when it is gone."""

    def __init__(self, tables: Tables, store: Store) -> None:
        super().__init__({})
        self._jobs = _Jobs(tables)
        self.values = _Values(tables, store)
        self._tables = tables

    def prepare(self) -> None:
        """There is nothing to find out: who uses an ingredient is looked for when somebody asks."""

    def users_of(self, name: str) -> list[str]:
        """As Plan, and perhaps others that only speak of it."""
        return list(self._tables.holding(TABLE, name.encode()))


def recorded(plan: Plan, recipes: Mapping[str, Recipe], store: Store) -> dict[str, Values]:
    """The tables of `plan`; its values are put into `store`, but for those about files, which are named by those."""
    tables: dict[str, dict[str, bytes]] = {TABLE: {}, _VALUES: {}, _FILES: {}}
    for job in plan:
        tables[TABLE][job.path] = packed_record(Record("0" * 40, job))
        kept = recipes[job.recipe].kept_roles
        for item in job.ingredients:
            if item.role not in kept:
                tables[_FILES][item.name] = plan.values[item.name]
            elif item.name not in tables[_VALUES]:
                tables[_VALUES][item.name] = item.digest.encode()
                if item.digest not in store:
                    store.put(plan.values[item.name], item.digest)
    return dict(tables)


def values_of(tables: Tables) -> Iterator[Digest]:
    """The digests of what is to be kept in the store for a recorded plan."""
    return (digest.decode() for digest in tables.all(_VALUES).values())


class _Jobs(Mapping[str, Job]):
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._records = Records(tables)

    def __getitem__(self, path: str) -> Job:
        return self._records[path].job

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __contains__(self, path: object) -> bool:
        return self._tables.get(TABLE, str(path)) is not None


class _Values(Mapping[str, bytes]):
    def __init__(self, tables: Tables, store: Store) -> None:
        self._tables = tables
        self._store = store

    def __getitem__(self, name: str) -> bytes:
        digest = self._tables.get(_VALUES, name)
        content = self._tables.get(_FILES, name) if digest is None else self._store.get(digest.decode())
        if content is None:
            raise Lost(name)
        return content

    def __iter__(self) -> Iterator[str]:
        yield from self._tables.all(_VALUES)
        yield from self._tables.all(_FILES)

    def __len__(self) -> int:
        return len(self._tables.all(_VALUES)) + len(self._tables.all(_FILES))
