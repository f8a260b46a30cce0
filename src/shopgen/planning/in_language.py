"""A thing in one language: where it is, and what is needed to tell about it."""

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
        self.url = draft.addresses.url(entity, language)
        self.absolute_url = f"{draft.addresses.origin}{self.url}"
