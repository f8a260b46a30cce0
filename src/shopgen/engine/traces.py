"""Traces at rest. Thousands of pages look the same names up, so those stand once, by the digest of them."""

from collections.abc import Iterable, Mapping
from contextlib import suppress

import msgspec
from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic
from shopgen.core.digests import Digest, digest_of
from shopgen.engine.bundle import Lookups
from shopgen.engine.kitchen import Trace
from shopgen.engine.tables import Packed, Tables, Values

TRACES, LOOKUPS = "traces", "lookups"


class _StoredTrace(Struct, frozen=True, array_like=True):
    lookups: Digest
    blob: Digest
    size: int
    diagnostics: tuple[Diagnostic, ...] = ()


_encode = msgspec.msgpack.Encoder().encode
_open = msgspec.msgpack.Decoder(_StoredTrace).decode
_open_lookups = msgspec.msgpack.Decoder(Lookups).decode


class Traces:
    """Those in `tables`, each opened when somebody asks for it."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._lookups: dict[Digest, Lookups] = {}

    def get(self, key: Digest) -> Trace | None:
        content = self._tables.get(TRACES, key)
        if content is None:
            return None
        try:
            stored = _open(content)
            lookups = self._lookups_called(stored.lookups)
        except msgspec.DecodeError:  # sealed by somebody else
            return None
        return Trace(lookups, stored.blob, stored.size, stored.diagnostics)

    def _lookups_called(self, name: Digest) -> Lookups:
        """The same object every time: what was looked up is compared once for all traces that saw the same."""
        found = self._lookups.get(name)
        if found is None:
            found = self._lookups[name] = _open_lookups(self._tables.get(LOOKUPS, name) or b"")
        return found


def lookups_of(traces: Iterable[bytes]) -> set[Digest]:
    """The names of what these, which are at rest, looked up."""
    names = set()
    for content in traces:
        with suppress(msgspec.DecodeError):  # sealed by somebody else
            names.add(_open(content).lookups)
    return names


def traces_at_rest(traces: Mapping[Digest, Trace]) -> dict[str, Values]:
    """The tables of traces and of what they looked up."""
    names: dict[int, Digest] = {}
    lookups: dict[str, bytes] = {}
    for trace in traces.values():
        if id(trace.lookups) not in names:
            name = names[id(trace.lookups)] = digest_of(trace.lookups)
            lookups[name] = _encode(trace.lookups)

    def packed(trace: Trace) -> bytes:
        return _encode(_StoredTrace(names[id(trace.lookups)], trace.blob, trace.size, trace.diagnostics))

    return {TRACES: Packed(traces, packed), LOOKUPS: lookups}
