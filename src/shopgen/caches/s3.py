"""A bucket of S3 or of what speaks its language as an image cache, through obstore.

Key, secret, region and endpoint come from the environment (`AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`, `AWS_REGION`,
`AWS_ENDPOINT_URL`, roles of CI providers); none of them has a place in a file, and nothing that obstore says is shown,
because answers of S3 may repeat them.
"""

import os
import re
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING, NoReturn

from shopgen.caches.parcels import MAX_PARCEL, opened, packed, place_of
from shopgen.caches.protocol import Patience, Site, Trouble
from shopgen.engine.elsewhere import Wanted

if TYPE_CHECKING:
    from obstore.store import S3Store

TAKES = True

_ADDRESS = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?P<prefix>(/[\w.=-]+)*)/?", re.ASCII)
_HINT = "set AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION and, for other providers, AWS_ENDPOINT_URL"


def problem(address: str) -> str:
    parts = _ADDRESS.fullmatch(address)
    if parts is None or {".", ".."} & set(parts["prefix"].split("/")):
        return "is not the address of a bucket, such as `s3://my-bucket/images`"
    return ""


def open_cache(address: str, site: Site, patience: Patience, until: float) -> "S3Cache":
    """Raises Trouble when obstore is not installed, or does not take what the environment says."""
    parts = _ADDRESS.fullmatch(address)
    if parts is None:
        raise ValueError(f"{address!a} was not checked")
    if find_spec("obstore") is None:
        raise Trouble("needs a library that is not installed", 'get it with `pip install "shopgen[s3]"`')
    return S3Cache(_store(parts["bucket"], parts["prefix"].strip("/"), patience))


class S3Cache:
    """An object for each picture."""

    def __init__(self, store: "S3Store") -> None:
        self._store = store

    def get(self, wanted: Wanted, until: float) -> bytes | None:
        import obstore

        try:
            answer = obstore.get(self._store, place_of(wanted.key))
            if answer.meta["size"] > MAX_PARCEL:
                raise Trouble("holds objects that are no pictures")
            parcel = bytes(answer.bytes())
        except FileNotFoundError:
            return None
        except Trouble:
            raise
        except Exception as problem:
            _refuse(problem)
        return opened(wanted.key, parcel)

    def put(self, wanted: Wanted, content: bytes, until: float) -> None:
        import obstore

        try:
            obstore.put(self._store, place_of(wanted.key), packed(wanted.key, content), use_multipart=False)
        except FileNotFoundError:
            raise Trouble("has no such bucket", "make the bucket, or write its name as it is") from None
        except Exception as problem:
            _refuse(problem)

    def close(self) -> None:
        """Its requests end by themselves, after `Patience.silence` twice."""


def _store(bucket: str, prefix: str, patience: Patience) -> "S3Store":
    from obstore.store import S3Store

    silence = timedelta(seconds=patience.silence)
    try:
        return S3Store(
            bucket,
            prefix=prefix or None,
            client_options={
                "connect_timeout": silence,
                "read_timeout": silence,
                "allow_http": os.environ.get("AWS_ALLOW_HTTP", "").lower() == "true",
            },
            retry_config={"max_retries": 1, "retry_timeout": silence},
        )
    except Exception:
        raise Trouble("cannot be used with what the environment says", _HINT) from None


def _refuse(problem: Exception) -> NoReturn:
    """Says in our words what obstore means; its own may hold keys and addresses with signatures."""
    from obstore.exceptions import PermissionDeniedError, UnauthenticatedError

    if isinstance(problem, PermissionDeniedError | UnauthenticatedError):
        raise Trouble("refuses this machine", _HINT) from None
    raise Trouble("does not answer as it should", _HINT) from None
