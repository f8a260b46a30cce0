"""Files that the memory does not know, read ahead by several processes: a large shop is read for the first time."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from functools import partial

import msgspec
from msgspec import Struct, structs

from shopgen.core.diagnostics import Findings
from shopgen.core.digests import Digest
from shopgen.core.steps import Steps, in_step
from shopgen.engine.aside import can_fork, done_aside
from shopgen.engine.tickets import Tickets, in_shares
from shopgen.reading.catalogue import Group
from shopgen.reading.decoding import markdown
from shopgen.reading.keeping import freeze, learn, learnt
from shopgen.reading.pictures import Pictures
from shopgen.reading.products import product
from shopgen.reading.prose import studied
from shopgen.reading.scope import Scope
from shopgen.reading.sources import Sources

WORTH_PROCESSES = 400
"""So many unknown files pay for a process that is forked, sends what it learnt and ends."""


class _Learnt(Struct, array_like=True):
    """What a process found out: what the memory is to learn, and where whole products lie in the store."""

    read: bytes
    wholes: Mapping[Digest, bytes]


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(_Learnt).decode


def read_ahead(
    products: Iterable[Group],
    texts: Iterable[str],
    sources: Sources,
    scope: Scope,
    processes: int,
) -> None:
    """Puts what comes of products and of the Markdown files at `texts` into the memory, when many are unknown.

    Only time depends on it: whatever is missing afterwards is read in its turn, and all findings are told then.
    """
    files = [] if processes == 1 or not can_fork() else _unknown(products, texts, sources, scope)
    if len(files) < WORTH_PROCESSES:
        return
    scope.store.branch()
    with closing(in_shares([1] * len(files), processes)) as tickets:
        shares = [_heaps(files, tickets, process) for process in range(processes)]
        with done_aside([partial(_learnt, share, scope) for share in shares[1:]]) as answers:
            _read(shares[0])
            freeze(scope.memory)
            for answer in filter(None, answers()):
                _learn(scope, answer)


def _unknown(
    products: Iterable[Group], texts: Iterable[str], sources: Sources, scope: Scope
) -> list[Callable[[], Steps[object]]]:
    """What reads each of the files that the memory does not know."""
    unheard = Pictures(sources, scope.memory, scope.pictures.looks)  # what it tells is told again in its turn
    quiet = structs.replace(scope, pictures=unheard)
    knows = scope.memory.knows
    return [
        *(partial(product, group, sources, quiet) for group in products if not knows(("product", group.key))),
        *(partial(_text, path, sources, quiet) for path in texts if not knows(("seen", path))),
    ]


def _heaps(
    files: Sequence[Callable[[], Steps[object]]], tickets: Tickets, process: int
) -> Iterator[Iterator[Steps[object]]]:
    """What a process reads: the files of its own heap in step, and only then what is left of those of others."""
    return ((files[number]() for number in heap) for heap in tickets.heaps(process))


def _learnt(heaps: Iterable[Iterable[Steps[object]]], scope: Scope) -> bytes:
    scope.store.branch()
    _read(heaps)
    return _encode(_Learnt(learnt(scope.memory), scope.store.new()))


def _learn(scope: Scope, answer: bytes) -> None:
    found = _decode(answer)
    scope.store.learn(found.wholes)
    learn(scope.memory, found.read)


def _read(heaps: Iterable[Iterable[Steps[object]]]) -> None:
    for heap in heaps:
        for _ in in_step(heap):
            pass


def _text(path: str, sources: Sources, scope: Scope) -> Steps[None]:
    text = markdown(sources, path, Findings())
    yield
    if text is not None and text.document.title:  # without one, its first heading may leave the text
        studied(text.body, scope.settings.markdown_engine, scope.memory)
