"""What makes everything, under one name."""

from contextlib import suppress
from functools import cache
from hashlib import sha256
from pathlib import Path

import shopgen
from shopgen.core.digests import DIGEST_LENGTH
from shopgen.formats.markdown import LIBRARIES

_LIBRARIES = ("jinja2", "nh3", "babel", "markupsafe", "msgspec", "pillow", "pyyaml", *LIBRARIES.values())


@cache
def toolchain() -> str:
    """Our own code and the installed libraries that decide what is read and made: the same on every machine."""
    from importlib.metadata import PackageNotFoundError, version

    seen = sha256()
    root = Path(shopgen.__file__).parent
    for path in sorted(root.rglob("*.py")):
        if not {"caches", "commands", "preview", "publishing"} & set(path.relative_to(root).parts[:1]):
            seen.update(path.relative_to(root).as_posix().encode() + path.read_bytes())
    for library in _LIBRARIES:
        with suppress(PackageNotFoundError):  # some belong to extras
            seen.update(f"{library} {version(library)}".encode())
    return seen.hexdigest()[:DIGEST_LENGTH]
