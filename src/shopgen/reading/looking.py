"""Pictures that nobody has looked at yet: only their pixels tell which colour they have."""

from collections.abc import Iterable
from functools import partial

from shopgen.engine.aside import can_fork, done_aside
from shopgen.formats.picture import MAX_BYTES
from shopgen.reading.keeping import learn, learnt
from shopgen.reading.memory import Memory
from shopgen.reading.pictures import Look, looked_at
from shopgen.reading.sources import FileRefused, Sources

FOLDERS = ("catalog", "content")
WORTH_PROCESSES = 32
"""So many unknown pictures pay for processes that are forked, decode them and end."""
NAMES = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".gif", ".avif", ".tif", ".tiff", ".bmp")


def look_ahead(sources: Sources, memory: Memory, processes: int) -> None:
    """Puts what is to be known of all pictures into the memory; of many unknown ones by so many `processes`.

    Only time depends on it: what is missing afterwards is looked at when it is used, and what cannot be a picture is
    told then.
    """
    unknown = [path for path in _pictures(sources) if not _is_known(path, sources, memory)]
    if processes == 1 or len(unknown) < WORTH_PROCESSES or not can_fork():
        _look(unknown, sources, memory)
        return
    shares = [unknown[first::processes] for first in range(processes)]
    with done_aside([partial(_learnt, share, sources, memory) for share in shares]) as answers:
        for answer in filter(None, answers()):
            learn(memory, answer)


def _pictures(sources: Sources) -> list[str]:
    entries = (entry for folder in FOLDERS for entry in sources.below(folder))
    return [entry.path for entry in entries if not entry.odd and entry.path.lower().endswith(NAMES)]


def _is_known(path: str, sources: Sources, memory: Memory) -> bool:
    """Also keeps in the memory what nothing in the shop shows today."""
    if not memory.knows(("seen", path)):
        return False
    try:
        look: Look | None = memory.get(("picture", sources.digest(path, MAX_BYTES)))
    except FileRefused:
        return True
    return look is not None and look.is_whole


def _learnt(paths: Iterable[str], sources: Sources, memory: Memory) -> bytes:
    _look(paths, sources, memory)
    return learnt(memory)


def _look(paths: Iterable[str], sources: Sources, memory: Memory) -> None:
    for path in paths:
        try:
            digest = sources.digest(path, MAX_BYTES)
            look: Look | None = memory.get(("picture", digest))
            if look is None or not look.is_whole:
                memory.put(("picture", digest), looked_at(sources.read(path, MAX_BYTES)))
        except FileRefused:
            continue
