"""Long lists a page at a time."""

from functools import partial

from shopgen.planning.addresses import Entity
from shopgen.planning.draft import Draft
from shopgen.views.listing import PageLink, Pager

FEW = 9
"""A list of so many pages has a link to each of them."""
NEAR = 2
"""So many pages on either side of the one that is shown are linked to."""
ROUND = (10, 100, 1000)
"""The next multiples of these on either side are linked to, so that no page of a long list is many clicks away."""


def page_count(total: int, size: int) -> int:
    """At least one page, also for an empty list."""
    return max(1, -(-total // size))


def linked_pages(number: int, count: int) -> list[int]:
    """The numbers that page `number` of `count` links to, itself among them, in order.

    The first, the last, those around it and round ones. Where some are left out there are at least two of them.
    """
    if count <= FEW:
        return list(range(1, count + 1))
    first, last = number - NEAR, number + NEAR
    chosen = {1, count, *range(first, last + 1)}
    for step in ROUND:
        chosen |= {(first - 1) // step * step, -(-(last + 1) // step) * step}
    found = {page for page in chosen if 1 <= page <= count}
    return sorted(found | {page + 1 for page in found if page + 2 in found})


def pager(draft: Draft, entity: Entity, language: str, number: int, total: int, size: int) -> Pager:
    count, url = page_count(total, size), partial(draft.addresses.url, entity, language)
    return Pager(
        number=number,
        count=count,
        total=total,
        pages=tuple(PageLink(page, url(page), page == number) for page in linked_pages(number, count)),
        previous=url(number - 1) if number > 1 else "",
        next=url(number + 1) if number < count else "",
    )
