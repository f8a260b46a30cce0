"""What publishing leaves behind: its list of its own files, and what it did."""

from msgspec import Struct

MANIFEST = ".shopgen-manifest.json"


class Published(Struct, frozen=True):
    """What publishing did to the folder; paths are relative to it. `foreign` are the files that are not shopgen's."""

    written: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    bytes_written: int = 0
