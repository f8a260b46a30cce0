"""The words of a product in each language."""

from collections.abc import Mapping

from shopgen.core.diagnostics import Field, Findings
from shopgen.formats.text import shown
from shopgen.model.product import Option, OptionText, ProductText
from shopgen.reading.documents.product import OptionTranslation, ProductDocument, ProductTranslation
from shopgen.reading.names import slug_of_name, translated_slug, typed_slug
from shopgen.reading.pictures import Shown
from shopgen.reading.scope import Scope
from shopgen.reading.suggestions import did_you_mean, did_you_mean_file
from shopgen.reading.translations import by_language, translated_twice
from shopgen.reading.values import seo, texts

Translations = Mapping[str, tuple[Field, ProductTranslation]]


def product_texts(
    key: str,
    document: ProductDocument,
    beside: Translations,
    images: tuple[Shown, ...],
    axes: tuple[Option, ...],
    place: Field,
    scope: Scope,
    findings: Findings,
) -> Mapping[str, ProductText]:
    """A text for the default language and for each one with a translation, inside the file or `beside` it."""
    default = _default(key, document, images, axes, place, scope, findings)
    found = {scope.languages[0]: default}
    if document.translations or beside:
        translations = by_language(document.translations, beside, place, scope.languages, findings)
        for language, (where, typed) in translations.items():
            found[language] = _translated(language, typed, default, images, axes, where, scope, findings)
    return found


def _default(
    key: str,
    document: ProductDocument,
    images: tuple[Shown, ...],
    axes: tuple[Option, ...],
    place: Field,
    scope: Scope,
    findings: Findings,
) -> ProductText:
    language = scope.languages[0]
    if document.slug:
        slug = typed_slug(document.slug, scope.settings, place.at("slug"), findings)
    else:
        slug = slug_of_name(key.rpartition("/")[2], scope.settings, place, findings)
    if not document.title.strip():
        findings.error("missing-key", "the title is empty", place.at("title"), "write the name of the product")
    return ProductText(
        title=document.title.strip(),
        slug=slug,
        description=document.description,
        summary=document.summary.strip(),
        seo=seo(document.seo),
        attributes=tuple(document.attributes.items()),
        options=tuple([OptionText(axis.name, {value: value for value in axis.values}) for axis in axes]),
        alts=tuple([image.alts.get(language, "") for image in images if image.picture]),
        warnings=document.warnings,
        aliases=texts(document.aliases_),
        place=place,
    )


def _translated(
    language: str,
    typed: ProductTranslation,
    default: ProductText,
    images: tuple[Shown, ...],
    axes: tuple[Option, ...],
    place: Field,
    scope: Scope,
    findings: Findings,
) -> ProductText:
    """The translation, and the default language's words where it has none."""
    if not typed.title.strip():
        message = f"the translation to `{language}` has no title"
        findings.warning("missing-text", message, place.at("title"), "add `title`; the default language's is shown")
    title = typed.title.strip() or default.title
    return ProductText(
        title=title,
        slug=translated_slug(typed.slug, typed.title, default.slug, scope.settings, place, findings),
        description=typed.description or default.description,
        summary=typed.summary.strip() or default.summary,
        seo=seo(typed.seo),
        attributes=tuple(typed.attributes.items()) or default.attributes,
        options=_options(typed.options, axes, place.at("options"), findings),
        alts=_alts(language, typed.alts, images, scope.languages[0], place.at("alts"), findings),
        warnings=typed.warnings or default.warnings,
        aliases=texts(typed.aliases_),
        place=place if typed.description else default.place,
    )


def _options(
    typed: Mapping[str, OptionTranslation], axes: tuple[Option, ...], place: Field, findings: Findings
) -> tuple[OptionText, ...]:
    names = {axis.name: axis for axis in axes}
    for name, translation in typed.items():
        if name not in names:
            hint = did_you_mean(name, names) or "use the name in the default language"
            findings.error("unknown-reference", f"the product has no option `{shown(name)}`", place.at(name), hint)
            continue
        for value in translation.values:
            if value.strip() not in names[name].values:
                hint = did_you_mean(value, names[name].values) or "use the value in the default language"
                message = f"the option `{shown(name)}` has no value `{shown(value)}`"
                findings.error("unknown-reference", message, place.at(name, "values", value), hint)
    found = []
    for axis in axes:
        translation = typed.get(axis.name, OptionTranslation())
        typed_values = {value.strip(): words for value, words in translation.values.items()}
        values = {value: typed_values.get(value, "") or value for value in axis.values}
        found.append(OptionText(translation.name or axis.name, values))
    return tuple(found)


def _alts(
    language: str, typed: Mapping[str, str], images: tuple[Shown, ...], default: str, place: Field, findings: Findings
) -> tuple[str, ...]:
    """Alternative texts beside the pictures or under `alts`; those of the default language where there is none."""
    names = {image.name: image for image in images}
    for name in typed:
        if name not in names:
            hint = did_you_mean_file(name, names) or "use the name of a file under `images`"
            findings.error("unknown-reference", f"the product has no picture `{shown(name)}`", place.at(name), hint)
        elif names[name].alts.get(language):
            translated_twice(f"alts.{name}", place.at(name), names[name].place.at("alt", language), findings)
    return tuple(
        typed.get(image.name) or image.alts.get(language) or image.alts.get(default, "")
        for image in images
        if image.picture
    )
