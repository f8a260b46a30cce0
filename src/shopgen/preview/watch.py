"""File events of a shop, gathered: the first of many acts at once, the rest when it is quiet."""

from collections.abc import Callable, Set
from pathlib import Path
from queue import Empty, Queue
from threading import Thread
from time import monotonic
from typing import TYPE_CHECKING

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

from shopgen.core.disk import Stamp
from shopgen.reading.sources import FOLDERS, SETTINGS, is_ignored

if TYPE_CHECKING:
    from watchdog.observers.api import BaseObserver

QUIET_SECONDS = 0.03
LONGEST_BURST_SECONDS = 0.5

Refresh = Callable[[Set[str]], bool]
Tell = Callable[[Set[str]], None]


class Changes(Thread):
    """Refreshes for what is `put`, and tells the paths that changed.

    Errors and empty files are told only when it is quiet: a file may be half written. One save is several events;
    those after which a file has the same `stamp` as before are not news.
    """

    def __init__(self, refresh: Refresh, tell: Tell, stamp: Callable[[str], Stamp | None]) -> None:
        super().__init__(daemon=True, name="shopgen changes")
        self._refresh = refresh
        self._tell = tell
        self._stamp = stamp
        self._seen: dict[str, Stamp | None] = {}
        self._queue: Queue[str | None] = Queue()

    def put(self, path: str) -> None:
        self._queue.put(path)

    def stop(self) -> None:
        self._queue.put(None)

    def run(self) -> None:
        while (first := self._queue.get()) is not None:
            if not self._is_news(first):
                continue
            is_good = not self._is_empty(first) and self._refresh({first})
            if is_good:
                self._tell({first})
            more = self._gather()
            if more or not is_good:
                self._refresh(more | {first})
                self._tell(more or {first})

    def _is_empty(self, path: str) -> bool:
        stamp = self._seen[path]
        return stamp is not None and stamp.size == 0

    def _is_news(self, path: str) -> bool:
        stamp = self._stamp(path)
        is_news = path not in self._seen or self._seen[path] != stamp
        self._seen[path] = stamp
        return is_news

    def _gather(self) -> set[str]:
        """What changes until nothing does for a moment."""
        paths: set[str] = set()
        deadline = monotonic() + LONGEST_BURST_SECONDS
        while monotonic() < deadline:
            try:
                path = self._queue.get(timeout=QUIET_SECONDS)
            except Empty:
                break
            if path is None:
                self._queue.put(None)
                break
            paths.add(path)
        return {path for path in paths if self._is_news(path)}


class Watch(FileSystemEventHandler):
    """Puts the paths of a shop's files that change. `poll` seconds between looks where the system sends no events.

    Only the shop's own folders are entered: an output folder or an environment beside them may hold very many files.
    """

    def __init__(self, root: Path, put: Callable[[str], None], poll: float | None = None) -> None:
        self._root = root
        self._put = put
        self._observer: BaseObserver = PollingObserver(timeout=poll) if poll else Observer()
        self._watched: set[str] = set()

    def start(self) -> None:
        self._observer.schedule(self, str(self._root), recursive=False)
        for folder in FOLDERS:
            self._enter(folder)
        self._observer.start()

    def stop(self) -> None:
        self._observer.stop()
        self._observer.join()

    def on_any_event(self, event: FileSystemEvent) -> None:
        if event.event_type in {"opened", "closed_no_write"} or (event.is_directory and event.event_type == "modified"):
            return
        for path in {event.src_path, event.dest_path} - {"", b""}:
            self._see(Path(str(path)))

    def _see(self, path: Path) -> None:
        relative = path.relative_to(self._root).as_posix() if path.is_relative_to(self._root) else ""
        first = relative.partition("/")[0]
        if relative in FOLDERS:
            self._enter(relative)
        if relative == SETTINGS or (first in FOLDERS and not is_ignored(relative)):
            self._put(relative)

    def _enter(self, folder: str) -> None:
        """Follows a folder of the shop; again when it was removed and made anew."""
        place = self._root / folder
        if not place.is_dir():
            self._watched.discard(folder)
        elif folder not in self._watched:
            self._watched.add(folder)
            self._observer.schedule(self, str(place), recursive=True)
