"""What the readers of products, categories and texts share."""

from zoneinfo import ZoneInfo

from msgspec import Struct

from shopgen.model.settings import Settings
from shopgen.reading.memory import Memory
from shopgen.reading.pictures import Pictures


class Scope(Struct, frozen=True):
    """`zone` is that of `settings`, looked up once."""

    settings: Settings
    zone: ZoneInfo
    pictures: Pictures
    memory: Memory

    @property
    def languages(self) -> tuple[str, ...]:
        return self.settings.languages

    @property
    def currency(self) -> str:
        return self.settings.currency
