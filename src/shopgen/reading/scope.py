"""What the readers of products, categories and texts share."""

from zoneinfo import ZoneInfo

from msgspec import Struct

from shopgen.core.digests import Digest, digest_of
from shopgen.engine.borrowed import AnyStore
from shopgen.model.settings import Settings
from shopgen.reading.memory import Memory
from shopgen.reading.pictures import Pictures


class Scope(Struct, frozen=True):
    """`zone` is that of `settings`, looked up once; `terms` is the digest of the settings that products depend on.

    Whole products go into `store`.
    """

    settings: Settings
    zone: ZoneInfo
    pictures: Pictures
    memory: Memory
    store: AnyStore
    terms: Digest

    @property
    def languages(self) -> tuple[str, ...]:
        return self.settings.languages

    @property
    def currency(self) -> str:
        return self.settings.currency


def scope_of(settings: Settings, pictures: Pictures, memory: Memory, store: AnyStore) -> Scope:
    terms = (
        settings.languages,
        settings.currency,
        settings.time_zone,
        settings.unicode_slugs,
        settings.product_defaults,
        settings.markdown_engine,
    )
    return Scope(settings, settings.zone, pictures, memory, store, digest_of(terms))
