"""Long lists a page at a time."""

from functools import partial

from shopgen.planning.addresses import Entity
from shopgen.planning.draft import Draft
from shopgen.views.listing import PageLink, Pager

NUMBERED = 200
"""Lists of more pages have no link to each of them."""


def page_count(total: int, size: int) -> int:
    """At least one page, also for an empty list."""
    return max(1, -(-total // size))


def pager(draft: Draft, entity: Entity, language: str, number: int, total: int, size: int) -> Pager:
    count, url = page_count(total, size), partial(draft.addresses.url, entity, language)
    numbers = range(1, count + 1) if count <= NUMBERED else ()
    return Pager(
        number=number,
        count=count,
        total=total,
        pages=tuple(PageLink(page, url(page), page == number) for page in numbers),
        previous=url(number - 1) if number > 1 else "",
        next=url(number + 1) if number < count else "",
    )
