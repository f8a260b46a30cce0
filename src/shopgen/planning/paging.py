"""Long lists a page at a time."""

from shopgen.planning.addresses import Entity
from shopgen.planning.draft import Draft
from shopgen.views.listing import PageLink, Pager


def page_count(total: int, size: int) -> int:
    """At least one page, also for an empty list."""
    return max(1, -(-total // size))


def pager(draft: Draft, entity: Entity, language: str, number: int, total: int, size: int) -> Pager:
    count = page_count(total, size)
    urls = {page: draft.addresses.url(entity, language, page) for page in range(1, count + 1)}
    return Pager(
        number=number,
        count=count,
        total=total,
        pages=tuple(PageLink(page, url, page == number) for page, url in urls.items()) if count <= 200 else (),
        previous=urls.get(number - 1, ""),
        next=urls.get(number + 1, ""),
    )
