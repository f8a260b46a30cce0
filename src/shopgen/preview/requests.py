"""How requests are read: as uvicorn reads them with h11, but for those that are no good."""

import asyncio
import sys
from http import HTTPStatus

from uvicorn.protocols.http.h11_impl import H11Protocol

from shopgen.preview.guard import HEADERS

LINGER_SECONDS = 2.0
MOST_DISCARDED = 16 * 1024 * 1024


class Requests(H11Protocol):
    """Refuses what is no request with the status that h11 found for it, such as 431 for too large a head.

    Who is refused may still be sending. Closing at once would reset the connection, and the answer would be lost with
    it, so what still comes is read and thrown away for a moment (RFC 9112, 9.6).
    """

    _discarded = -1

    def data_received(self, data: bytes) -> None:
        if self._discarded < 0:
            super().data_received(data)
            return
        self._discarded += len(data)
        if self._discarded > MOST_DISCARDED:
            self.transport.close()

    def send_400_response(self, msg: str) -> None:
        status = HTTPStatus(getattr(sys.exc_info()[1], "error_status_hint", HTTPStatus.BAD_REQUEST))
        body = f"{status.phrase}.\n"
        told = {**HEADERS, "content-type": "text/plain; charset=utf-8", "content-length": len(body)}
        lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{name}: {value}" for name, value in told.items())]
        self.transport.write("\r\n".join((*lines, "connection: close", "", body)).encode())
        self._discarded = 0
        if self.transport.can_write_eof():
            self.transport.write_eof()
        asyncio.get_running_loop().call_later(LINGER_SECONDS, self.transport.close)
