"""`catalog/<category>/<slug>.yaml` to products."""

from operator import is_
from posixpath import dirname

from msgspec import Struct

from shopgen.core.diagnostics import Diagnostic, Field, Findings
from shopgen.model.product import Condition, Energy, Product
from shopgen.model.text import Window
from shopgen.reading.documents.product import EnergyDocument, ProductDocument
from shopgen.reading.moments import moment, window
from shopgen.reading.offers import offer, without_false_reductions
from shopgen.reading.pictures import Shown, shown_pictures
from shopgen.reading.product_texts import Translations, product_texts
from shopgen.reading.scope import Scope
from shopgen.reading.values import contact, texts, web_address
from shopgen.reading.variants import options, variants

MAX_PICTURES = 250


class Made(Struct, frozen=True):
    """What came of a product's documents, and what it was made from.

    `documents` are known again by being the same objects, as they are when their files have the same bytes: two that
    are equal may have their keys in another order. `beside` is all else that decides.
    """

    documents: tuple[object, ...]
    beside: tuple[object, ...]
    product: Product | None
    findings: tuple[Diagnostic, ...]


def product(
    key: str, document: ProductDocument, translations: Translations, place: Field, scope: Scope, findings: Findings
) -> Product | None:
    """The product of one file and the translations beside it; its relations are still as typed.

    None, with errors, when something is wrong; of a picture that cannot be shown only the picture is left out. The
    product is the same object as in the last reading when nothing has changed.
    """
    images = _images(document, place, scope, findings)
    documents = (document, *(typed for _, typed in translations.values()))
    beside = (tuple(translations), images, scope.settings)
    made: Made | None = scope.memory.get(("product", place.path))
    if made is None or made.beside != beside or not _are_the_same(made.documents, documents):
        own = Findings()
        whole = _product(key, document, translations, images, place, scope, own)
        made = Made(documents, beside, None if own.has_errors else whole, tuple(own))
        scope.memory.put(("product", place.path), made)
    findings.extend(made.findings)
    return made.product


def _are_the_same(some: tuple[object, ...], others: tuple[object, ...]) -> bool:
    return len(some) == len(others) and all(map(is_, some, others))


def _product(
    key: str,
    document: ProductDocument,
    translations: Translations,
    images: tuple[Shown, ...],
    place: Field,
    scope: Scope,
    own: Findings,
) -> Product:
    axes = options(document, place, own)
    words = product_texts(key, document, translations, images, axes, place, scope, own)
    sold = offer(document, document.sku, document.price, place, scope, own)
    sold = without_false_reductions(sold, place, own)
    choices = variants(document, axes, sold, _indexes(images), place, scope, own)
    defaults = scope.settings.product_defaults
    maker = contact(document.manufacturer, place, "manufacturer", own)
    responsible = contact(document.responsible_person, place, "responsible_person", own)
    folder = dirname(key)
    return Product(
        key=key,
        source=place.path,
        texts=words,
        offer=sold,
        brand=document.brand.strip() or defaults.brand,
        options=axes,
        variants=choices,
        pictures=tuple(image.picture for image in images if image.picture),
        categories=tuple(name.strip("/") for name in texts(document.categories)) or ((folder,) if folder else ()),
        tags=texts(document.tags),
        related=texts(document.related),
        condition=Condition(document.condition) if document.condition else defaults.condition,
        tax_class=document.tax_class or defaults.tax_class,
        is_digital=document.digital,
        is_featured=document.featured,
        manufacturer=maker or defaults.manufacturer,
        responsible_person=responsible or defaults.responsible_person,
        energy=_energy(document.energy, place, own),
        is_draft=document.draft,
        window=_window(document, place, scope, own),
        order=document.order,
        modified=moment(document.lastmod, scope.zone, place.at("lastmod"), own) if document.lastmod else None,
    )


def _images(document: ProductDocument, place: Field, scope: Scope, findings: Findings) -> tuple[Shown, ...]:
    if len(document.images) > MAX_PICTURES:
        message = f"the product has {len(document.images)} pictures; at most {MAX_PICTURES} are possible"
        findings.error("too-long", message, place.at("images"), "keep those that show something new")
    images = document.images[:MAX_PICTURES]
    if not images:
        return ()
    return shown_pictures(images, scope.languages, place.at("images"), scope.pictures, findings)


def _indexes(images: tuple[Shown, ...]) -> dict[str, int | None]:
    """Where each picture stands among those that can be shown, by file name."""
    found: dict[str, int | None] = {}
    index = 0
    for image in images:
        found[image.name] = index if image.picture else None
        index += image.picture is not None
    return found


def _energy(document: EnergyDocument | None, place: Field, findings: Findings) -> Energy | None:
    if document is None:
        return None
    sheet, label = web_address(document.sheet, place.at("energy", "sheet"), findings), document.label.strip()
    return Energy(document.rating, document.best, document.worst, label, sheet, document.eprel.strip())


def _window(document: ProductDocument, place: Field, scope: Scope, findings: Findings) -> Window:
    keys = ("publish_date", "expiry_date")
    return window(document.publish_date, document.expiry_date, keys, scope.zone, place, findings)
