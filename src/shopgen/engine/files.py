"""Files as ingredients: named by their digest, read only where their bytes are needed."""

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Field, Severity
from shopgen.core.digests import Digest, digest
from shopgen.core.disk import Disk
from shopgen.engine.refusal import Refused


class FileValue(Struct, frozen=True, array_like=True):
    """A file of the shop or of a theme. `path` is for messages, `location` for opening it."""

    path: str
    location: str
    digest: Digest

    def read(self) -> bytes:
        """The bytes, from this machine. Raises Refused when they are no longer there as they were planned with."""
        try:
            content = Disk().read(self.location)
        except OSError as problem:
            raise self._refused(f"`{self.path}` cannot be read: {problem.strerror}") from None
        if digest(content) != self.digest:
            raise self._refused(f"`{self.path}` was changed during the build")
        return content

    def _refused(self, message: str) -> Refused:
        return Refused(Diagnostic(Severity.ERROR, "file-unreadable", message, Field(self.path), "build again"))
