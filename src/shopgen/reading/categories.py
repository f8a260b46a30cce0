"""Folders below `catalog/` and their `_category.yaml` to categories."""

from collections.abc import Mapping

from shopgen.core.diagnostics import Field, Findings
from shopgen.model.category import Category, CategoryText, Sort
from shopgen.reading.documents.category import CategoryDocument, CategoryTranslation
from shopgen.reading.names import slug_of_name, title_of_name, translated_slug, typed_slug
from shopgen.reading.pictures import Shown, shown_picture
from shopgen.reading.scope import Scope
from shopgen.reading.translations import by_language
from shopgen.reading.values import seo, texts

Translations = Mapping[str, tuple[Field, CategoryTranslation]]


def category(
    key: str, document: CategoryDocument, translations: Translations, place: Field, scope: Scope, findings: Findings
) -> Category:
    """The category of one folder; a folder without a file comes with an empty document.

    It always comes, because its products need a home: what is wrong is left out, with errors.
    """
    image = None
    if document.image is not None:
        image = shown_picture(document.image, scope.languages, place.at("image"), scope.pictures, findings)
    default = _default(key, document, image, place, scope, findings)
    found = {scope.languages[0]: default}
    by_tongue = by_language(document.translations, translations, place, scope.languages, findings)
    for language, (where, typed) in by_tongue.items():
        found[language] = _translated(language, typed, default, image, where, scope, findings)
    return Category(
        key=key,
        source=place.path,
        texts=found,
        parent=key.rpartition("/")[0],
        picture=image.picture if image else None,
        order=document.order,
        sort=Sort(document.sort),
    )


def _default(
    key: str, document: CategoryDocument, image: Shown | None, place: Field, scope: Scope, findings: Findings
) -> CategoryText:
    name = key.rpartition("/")[2]
    if document.slug:
        slug = typed_slug(document.slug, scope.settings, place.at("slug"), findings)
    else:
        slug = slug_of_name(name, scope.settings, place, findings)
    return CategoryText(
        title=document.title.strip() or title_of_name(name),
        slug=slug,
        description=document.description,
        summary=document.summary.strip(),
        seo=seo(document.seo),
        alt=document.alt or (image.alts.get(scope.languages[0], "") if image else ""),
        aliases=texts(document.aliases_),
        place=place,
    )


def _translated(
    language: str,
    typed: CategoryTranslation,
    default: CategoryText,
    image: Shown | None,
    place: Field,
    scope: Scope,
    findings: Findings,
) -> CategoryText:
    """The translation, and the default language's words where it has none."""
    return CategoryText(
        title=typed.title.strip() or default.title,
        slug=translated_slug(typed.slug, typed.title, default.slug, scope.settings, place, findings),
        description=typed.description or default.description,
        summary=typed.summary.strip() or default.summary,
        seo=seo(typed.seo),
        alt=typed.alt or (image.alts.get(language, "") if image else "") or default.alt,
        aliases=texts(typed.aliases_),
        place=place if typed.description else default.place,
    )
