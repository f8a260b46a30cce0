"""What templates find by name: other templates, interface texts, addresses of assets."""

from collections.abc import Mapping

from shopgen.engine.bundle import Bundle
from shopgen.making.functions import DEFAULT_LANGUAGE, asset_name
from shopgen.making.sources import TemplateSource, template_name
from shopgen.making.words import message_name
from shopgen.model.settings import Settings
from shopgen.model.shop import Theme


def bundle_of(settings: Settings, theme: Theme, assets: Mapping[str, str]) -> Bundle:
    """The bundle of a shop. `assets` are addresses by name."""
    entries: dict[str, object] = {DEFAULT_LANGUAGE: settings.default_language}
    for name, text in theme.templates.items():
        entries[template_name(name)] = TemplateSource(text, theme.origins.get(name, name))
    for language, messages in theme.messages.items():
        entries.update({message_name(language, key): text for key, text in messages.items()})
    entries.update({asset_name(name): url for name, url in assets.items()})
    return Bundle(entries)
