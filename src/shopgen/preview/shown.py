"""What an open page shows, so that it follows only the changes that can be seen on it."""

import msgspec
from msgspec import Struct

from shopgen.core.digests import Digest, digest_of
from shopgen.formats.page import Named, References, references
from shopgen.preview.addresses import Output, find, local_address, prefix_of
from shopgen.preview.answers import Answer
from shopgen.preview.marks import marks_of
from shopgen.preview.origins import origins, warnings_of

Style = tuple[str, Digest]
Picture = tuple[dict[str, str], Digest]

_encode = msgspec.json.Encoder(order="deterministic").encode


class Shown(Struct, frozen=True):
    """`rest` names everything that takes a new page to be shown; what is in `styles` and `pictures` can be exchanged
    in the one that is open: addresses or attributes as they are written, each with a digest of the files behind them.
    `page` names the whole page with its warnings, and `problems` what is wrong with it.
    """

    rest: Digest
    styles: tuple[Style, ...]
    pictures: tuple[Picture, ...]
    page: Digest
    problems: Digest

    @property
    def seen(self) -> Digest:
        """The name of all of it."""
        return digest_of(self)

    def plain(self) -> str:
        """On one line of JSON, for the page's script."""
        return _encode({"seen": self.seen, **msgspec.structs.asdict(self)}).decode()


def shown(answer: Answer, address: str) -> Shown:
    """What a browser shows that asked for the decoded path `address`."""
    page = answer.content.decode("utf-8", "replace") if answer.is_page else ""
    found, files = references(page), _Files(answer, address)
    problems = digest_of(answer.problems)
    alone = "" if answer.content else problems  # then they are the page
    rest = digest_of((answer.location, alone, marks_of(answer), found.rest, *_named(found.scripts, files)))
    styles = _named(found.styles, files)
    pictures = tuple((dict(each.attributes), _of_pictures(each, files)) for each in found.pictures)
    return Shown(rest, styles, pictures, _page(answer, found), problems)


def _page(answer: Answer, found: References) -> Digest:
    made_from = origins(answer)
    warnings = warnings_of(answer, made_from) if made_from else ()
    return digest_of((answer.trace.blob if answer.trace else found, answer.status, warnings))


def _named(addresses: tuple[str, ...], files: "_Files") -> tuple[Style, ...]:
    return tuple((address, files.digest(address)) for address in addresses)


def _of_pictures(named: Named, files: "_Files") -> Digest:
    return digest_of([files.digest(address) for address in named.pictures])


class _Files:
    """The outputs that a page refers to, by what they are made of: none of them is made for this."""

    def __init__(self, answer: Answer, address: str) -> None:
        self._address = address
        planned = answer.planned
        self._jobs = planned.plan.jobs if planned and planned.plan else {}
        self._base_url = planned.shop.settings.base_url if planned and planned.shop else ""

    def digest(self, reference: str) -> Digest:
        """Of the file at an address as it stands in the page; empty for what is not in the shop."""
        address = local_address(reference, self._address, self._base_url)
        found = find(address, prefix_of(self._base_url), self._jobs) if address else None
        if not isinstance(found, Output) or found.status != 200:
            return ""
        return self._jobs[found.path].key("")
