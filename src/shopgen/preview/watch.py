"""File events of a shop."""

import logging
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from shopgen.core.failures import EnvironmentFailure
from shopgen.core.layout import FOLDERS, SETTINGS
from shopgen.reading.sources import is_ignored

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver, ObservedWatch

Put = Callable[[str], None]

_ADVICE = "run with `--poll 1`, which looks for them, or raise the limits of the system (Linux: `fs.inotify.*`)"
_NO_CHANGE = frozenset(("opened", "closed_no_write"))


class Watch(FileSystemEventHandler):
    """Puts the paths of a shop's files that change, and of folders that come, go or may have changed.

    Only the shop's own folders are entered: an output folder or an environment beside them may hold very many files.
    `poll` seconds between looks where the system sends no events.
    """

    def __init__(self, root: Path, put: Put, poll: float | None = None) -> None:
        """Raises EnvironmentFailure as `start`."""
        self._root = Path(os.path.realpath(root))
        self._put = put
        with _refused():
            self._observer: BaseObserver = PollingObserver(timeout=poll) if poll else Observer()
        self._watched: dict[str, tuple[str, ObservedWatch]] = {}
        self._losses = _Losses(self._look_everywhere)

    def start(self) -> None:
        """Raises EnvironmentFailure when the system does not tell of changes, as when it tells of too many already."""
        with _refused():
            self._observer.schedule(self, str(self._root), recursive=False)
            for folder in FOLDERS:
                self._enter(folder)
            self._observer.start()
        logging.getLogger("watchdog").addHandler(self._losses)

    def stop(self) -> None:
        self._observer.stop()
        self._observer.join()
        logging.getLogger("watchdog").removeHandler(self._losses)

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in _NO_CHANGE:
            return
        if event.is_directory and event.event_type == "modified":
            if os.fsdecode(event.src_path) == str(self._root):
                self._enter_what_is_there()
            return
        for path in {event.src_path, event.dest_path} - {"", b""}:
            relative = self._relative(os.fsdecode(path))
            if relative in FOLDERS:
                self._enter(relative)
            if relative == SETTINGS or (relative.partition("/")[0] in FOLDERS and not is_ignored(relative)):
                self._put(relative)

    def _relative(self, path: str) -> str:
        """The logical path of a real one; what a link at the top of the shop leads to lies below that link."""
        for folder, (real, _) in [*self._watched.items()]:
            if path == real or path.startswith(real + os.sep):
                return (folder + path[len(real) :]).replace(os.sep, "/")
        top = str(self._root) + os.sep
        return path[len(top) :].replace(os.sep, "/") if path.startswith(top) else ""

    def _enter(self, folder: str) -> None:
        """Follows a folder of the shop; anew when it was removed and made again, or is a link that leads elsewhere."""
        real = os.path.realpath(self._root / folder)
        before = self._watched.pop(folder, None)
        if before is not None:
            self._observer.unschedule(before[1])
        if Path(real).is_dir():
            with suppress(OSError):  # it has gone meanwhile: when it comes again, so does an event
                self._watched[folder] = real, self._observer.schedule(self, real, recursive=True)

    def _enter_what_is_there(self) -> None:
        """Follows folders that came without an event: one that was away between two looks of a poll was never away."""
        for folder in FOLDERS:
            if folder not in self._watched and (self._root / folder).is_dir():
                self._enter(folder)
                self._put(folder)

    def _look_everywhere(self) -> None:
        for path in (SETTINGS, *FOLDERS):
            self._put(path)


@contextmanager
def _refused() -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        reason = (problem.strerror or str(problem)).lower()
        raise EnvironmentFailure(f"changes of files cannot be followed: {reason}", _ADVICE) from None


class _Losses(logging.Handler):
    """Hears that the system had more events than it could keep, which watchdog says nowhere else."""

    def __init__(self, lost: Callable[[], None]) -> None:
        super().__init__(logging.WARNING)
        self._lost = lost

    def emit(self, record: logging.LogRecord) -> None:
        self._lost()
