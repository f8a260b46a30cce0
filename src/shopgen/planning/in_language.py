"""A thing in one language: where it is, and what is needed to tell about it."""

from functools import cached_property

from shopgen.planning.addresses import Entity
from shopgen.planning.draft import Draft
from shopgen.planning.links import Links
from shopgen.planning.pictures import PictureShelf


class InLanguage:
    """What products, posts and pages share when they are seen in one language."""

    def __init__(self, draft: Draft, shelf: PictureShelf, links: Links, entity: Entity, language: str) -> None:
        self._draft = draft
        self._shelf = shelf
        self._links = links
        self.entity = entity
        self.language = language

    @cached_property
    def url(self) -> str:
        return self._draft.addresses.url(self.entity, self.language)

    @property
    def absolute_url(self) -> str:
        return f"{self._draft.addresses.origin}{self.url}"
