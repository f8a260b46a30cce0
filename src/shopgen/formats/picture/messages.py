"""Messages of any length through a pipe: its length before each."""

from typing import IO

_LENGTH = 8


def write(pipe: IO[bytes] | None, content: bytes) -> None:
    assert pipe is not None
    rest = memoryview(len(content).to_bytes(_LENGTH, "big") + content)
    while rest:
        rest = rest[pipe.write(rest) :]


def read(pipe: IO[bytes] | None) -> bytes | None:
    """The next message; None when there is nobody any more."""
    assert pipe is not None
    head = _exactly(pipe, _LENGTH)
    return None if head is None else _exactly(pipe, int.from_bytes(head, "big"))


def _exactly(pipe: IO[bytes], size: int) -> bytes | None:
    content = bytearray()
    while len(content) < size:
        piece = pipe.read(min(size - len(content), 1 << 20))
        if not piece:
            return None
        content += piece
    return bytes(content)
