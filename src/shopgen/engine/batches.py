"""Jobs on their way to a worker and back: many at a time, complete in themselves, as bytes.

A batch names the bundle that its jobs look things up in by its digest. A worker that does not have it yet answers with
nothing, and gets the batch once more together with the bundle.
"""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from time import perf_counter

import msgspec
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest
from shopgen.core.failures import EnvironmentFailure
from shopgen.engine.bundle import Bundle, Lookups
from shopgen.engine.files import FileValue
from shopgen.engine.jobs import Job
from shopgen.engine.kitchen import Kitchen, Made, Trace
from shopgen.engine.stopping import is_given_up

Build = Callable[[Bundle], Kitchen]

KITCHENS_KEPT = 2


class Batch(Struct, frozen=True, array_like=True):
    """`toolchain` is that of the kitchen that asks, `values` are packed and by name, `files` travel where they must."""

    toolchain: Digest
    bundle: Digest
    jobs: tuple[Job, ...]
    values: Mapping[str, bytes]
    files: Mapping[Digest, bytes]


class _Result(Struct, frozen=True, array_like=True):
    """One finished job; `lookups` is a place among those of its batch."""

    path: str
    content: bytes
    blob: Digest
    lookups: int
    diagnostics: tuple[Diagnostic, ...]
    failure: Diagnostic | None


class _Results(Struct, frozen=True, array_like=True):
    """Pages of one kind look the same names up, so those travel once. `seconds` is how long each result took."""

    lookups: list[Lookups]
    results: list[_Result]
    seconds: list[float]


_encode = msgspec.msgpack.Encoder().encode
_decode_batch = msgspec.msgpack.Decoder(Batch).decode
_decode_results = msgspec.msgpack.Decoder(_Results).decode
_decode_file = msgspec.json.Decoder(FileValue).decode
_kitchens: dict[tuple[Digest, Digest], Kitchen] = {}
_alone = threading.Lock()
"""A kitchen has room for one; other executors than ours may have several threads in a worker."""


def batch_of(
    jobs: tuple[Job, ...], values: Mapping[str, bytes], kitchen: Kitchen, files: Mapping[Digest, bytes] | None = None
) -> bytes:
    """The jobs as they travel, with the values that they need, and `files` for who cannot read them."""
    return _encode(Batch(kitchen.toolchain, kitchen.bundle.name, jobs, values, files or {}))


def files_of(jobs: tuple[Job, ...], values: Mapping[str, bytes], kitchen: Kitchen) -> dict[Digest, bytes]:
    """The bytes of all files among the ingredients. Raises Refused for one that is not there as it was planned with."""
    found: dict[Digest, bytes] = {}
    for job in jobs:
        roles = kitchen.recipes[job.recipe].roles
        for item in job.ingredients:
            if roles[item.role] is FileValue and item.digest not in found:
                found[item.digest] = _decode_file(values[item.name]).read()
    return found


def make_batch(build: Build, content: bytes, bundle: Bundle | None = None) -> bytes | None:
    """Makes all jobs of a batch; fewer when nobody waits any more. None when the bundle is not known here.

    Raises EnvironmentFailure when this process would make them with other code or libraries than was asked for.
    """
    batch = _decode_batch(content)
    with _alone:
        kitchen = _kitchens.get((batch.toolchain, batch.bundle))
        if kitchen is None:
            if bundle is None:
                return None
            kitchen = _opened(build, bundle)
        if kitchen.toolchain != batch.toolchain:
            message = "a worker has another version of shopgen, or of a library, than this machine"
            raise EnvironmentFailure(message, "install the same versions on all machines")
        return _packed(kitchen.make(job, batch.values, batch.files) for job in batch.jobs if not is_given_up())


def make_here(kitchen: Kitchen, jobs: tuple[Job, ...], values: Mapping[str, bytes]) -> bytes:
    """The same for jobs that need not travel."""
    return _packed(kitchen.make(job, values) for job in jobs)


def open_kitchen(build: Build, bundle: Bundle) -> Digest:
    """Makes a process ready for batches that look things up in `bundle`; the toolchain that it has for them."""
    with _alone:
        return _opened(build, bundle).toolchain


def made_of(content: bytes, seconds: dict[str, float] | None = None) -> Iterator[Made]:
    """What came back of a batch; notes in `seconds` how long each output took, by path."""
    found = _decode_results(content)
    if seconds is not None:
        seconds.update(zip((result.path for result in found.results), found.seconds, strict=True))
    for result in found.results:
        if result.failure is not None:
            yield Made(result.path, failure=result.failure)
            continue
        trace = Trace(found.lookups[result.lookups], result.blob, len(result.content), result.diagnostics)
        yield Made(result.path, result.content, trace)


def _opened(build: Build, bundle: Bundle) -> Kitchen:
    kitchen = build(bundle)
    while len(_kitchens) >= KITCHENS_KEPT:
        del _kitchens[next(iter(_kitchens))]
    _kitchens[kitchen.toolchain, bundle.name] = kitchen
    return kitchen


def _packed(results: Iterable[Made]) -> bytes:
    lookups: list[Lookups] = []
    packed: list[_Result] = []
    seconds: list[float] = []
    began = perf_counter()
    for made in results:
        ended = perf_counter()
        seconds.append(ended - began)
        began = ended
        if made.trace is None:
            packed.append(_Result(made.path, b"", "", 0, (), made.failure))
            continue
        trace = made.trace
        if trace.lookups not in lookups:
            lookups.append(trace.lookups)
        place = lookups.index(trace.lookups)
        packed.append(_Result(made.path, made.content, trace.blob, place, trace.diagnostics, None))
    return _encode(_Results(lookups, packed, seconds))
