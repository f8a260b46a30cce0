"""Files of a finished build into a folder; very many of them together with another process."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache

from shopgen.core.digests import Digest
from shopgen.core.disk import Stamp
from shopgen.core.failures import EnvironmentFailure
from shopgen.publishing.helping import WORTH_HELP, Helper
from shopgen.publishing.placing import Placing

Read = Callable[[Digest], bytes | None]


class Writer:
    """Writes what `names` says to where `placing` puts it.

    `stamps` is how each file looked when it had been written, and `size` how many bytes they have together.
    `meanwhile` is done once: while another process writes, or when somebody asks for it.
    """

    def __init__(
        self,
        placing: Placing,
        names: Mapping[str, Digest],
        read: Read,
        helper: Helper | None = None,
        meanwhile: Callable[[], object] = bool,
    ) -> None:
        self.meanwhile = cache(meanwhile)
        self.stamps: dict[str, Stamp] = {}
        self._placing = placing
        self._names = names
        self._read = read
        self._helper = helper

    @property
    def size(self) -> int:
        return sum(stamp.size for stamp in self.stamps.values())

    def write(self, turns: Iterable[Sequence[str]]) -> None:
        """Writes files, in one turn those of which none refers to another. Raises EnvironmentFailure for a lost one.

        Help comes once, so it is for the longest turn.
        """
        turns = list(turns)
        longest = max(turns, key=len, default=())
        for paths in turns:
            if paths is longest and self._helper is not None and len(paths) >= WORTH_HELP:
                self._write_together(paths, self._helper)
            self._write_each(path for path in paths if path not in self.stamps)

    def _write_together(self, paths: Sequence[str], helper: Helper) -> None:
        """As much of it as the store has and as nobody dies over."""
        names, slot_of, is_folder = self._names, helper.slot_of, self._placing.is_folder
        found = ((path, names[path], slot_of(names[path])) for path in paths if not is_folder(path))
        helper.begin([(path, name, slot) for path, name, slot in found if slot is not None])
        self.meanwhile()
        self.stamps.update(helper.write(self._placing))
        self.stamps.update(helper.stamps())

    def _write_each(self, paths: Iterable[str]) -> None:
        for path in paths:
            content = self._read(self._names[path])
            if content is None:
                raise EnvironmentFailure(f"the finished `{path}` is no longer in the cache", "build again")
            self.stamps[path] = self._placing.place(path, content)
