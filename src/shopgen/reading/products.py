"""`catalog/<category>/<slug>.yaml` to products."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from shopgen.core.diagnostics import Diagnostic, Field, Findings
from shopgen.core.steps import Steps, in_step
from shopgen.formats.markdown import Study, study
from shopgen.model.brief import Brief, brief_of
from shopgen.model.product import Condition, Energy, Product
from shopgen.model.text import Window
from shopgen.reading.catalogue import Group
from shopgen.reading.decoding import MAX_YAML, unremembered
from shopgen.reading.documents.common import Image
from shopgen.reading.documents.product import EnergyDocument, ProductDocument, ProductTranslation
from shopgen.reading.moments import moment, window
from shopgen.reading.offers import offer, without_false_reductions
from shopgen.reading.pictures import Shown, shown_pictures
from shopgen.reading.product_texts import Translations, product_texts
from shopgen.reading.prose import is_notable
from shopgen.reading.scope import Scope
from shopgen.reading.sources import FileRefused, Sources
from shopgen.reading.values import contact, texts, web_address
from shopgen.reading.variants import options, variants
from shopgen.reading.wholes import put_away

MAX_PICTURES = 250


class Made(Struct, frozen=True, array_like=True):
    """What came of a product's files, and what it was made from.

    `origin` is the files with their digests, and that of all else that decides but pictures: of those, which `images`
    are typed and what was `shown` of them. The findings in `typed` are about the files, the others about the product.
    That is in the store, and here in brief; None when it has errors. `studies` are of its prose, when there is more to
    say of it than where its links lead.
    """

    origin: tuple[str, ...]
    images: tuple[Image, ...] = ()
    typed: tuple[Diagnostic, ...] = ()
    shown: tuple[Shown, ...] = ()
    brief: Brief | None = None
    findings: tuple[Diagnostic, ...] = ()
    studies: tuple[Study, ...] = ()


class _Typed(Struct, frozen=True):
    """What the files of a product say. There is no document when that has errors."""

    document: ProductDocument | None
    translations: Translations
    findings: tuple[Diagnostic, ...]

    @property
    def images(self) -> tuple[Image, ...]:
        return self.document.images if self.document else ()


def products(groups: Iterable[Group], sources: Sources, scope: Scope, findings: Findings) -> list[Made]:
    """What comes of each group's files; the products' relations are still as typed.

    Of a picture that cannot be shown only the picture is left out. A product is the same object as in the last
    reading when nothing has changed.
    """
    made = []
    for each, told in in_step(product(group, sources, scope) for group in groups):
        findings.extend(told)
        made.append(each)
    return made


def product(group: Group, sources: Sources, scope: Scope) -> Steps[tuple[Made, Findings]]:
    """What comes of one group's files, and all that is to be told of it."""
    origin, place, told = _origin(group, sources, scope), Field(group.source), Findings()
    made: Made | None = scope.memory.get(("product", group.key))
    typed = None
    if made is None or made.origin != origin or (made.brief is not None and made.brief.whole not in scope.store):
        yield
        typed = _typed(group, sources)
        made = Made(origin, typed.images, typed.findings)
        yield
    told.extend(made.typed)
    shown = _images(made.images, place, scope, told)
    if typed is not None or made.shown != shown:
        made = yield from _made(group.key, typed or _typed(group, sources), origin, shown, place, scope)
        if origin:
            scope.memory.put(("product", group.key), made)
    told.extend(made.findings)
    return made, told


def _origin(group: Group, sources: Sources, scope: Scope) -> tuple[str, ...]:
    """Nothing when a file cannot be read."""
    origin = [scope.terms]
    try:
        for path in (group.source, *group.translations.values()):
            origin += path, sources.digest(path, MAX_YAML)
    except FileRefused:
        return ()
    return tuple(origin)


def _typed(group: Group, sources: Sources) -> _Typed:
    found = Findings()
    document = unremembered(sources, group.source, ProductDocument, found)
    translations = {}
    for language, path in group.translations.items():
        translation = unremembered(sources, path, ProductTranslation, found)
        if translation is not None:
            translations[language] = (Field(path), translation)
    return _Typed(document, translations, tuple(found))


def _made(
    key: str, typed: _Typed, origin: tuple[str, ...], shown: tuple[Shown, ...], place: Field, scope: Scope
) -> Steps[Made]:
    own, whole = Findings(), None
    if typed.document is not None:
        whole = _product(key, typed.document, typed.translations, shown, place, scope, own)
    if whole is None or own.has_errors:
        return Made(origin, typed.images, typed.findings, shown, None, tuple(own))
    yield
    studies = tuple([study(text, scope.settings.markdown_engine) for text in whole.prose])
    if any(study.references for study in studies):
        whole = replace(whole, references=tuple([study.references for study in studies]))
    brief = brief_of(whole, put_away(whole, scope.store))
    noted = studies if any(map(is_notable, studies)) else ()
    return Made(origin, typed.images, typed.findings, shown, brief, tuple(own), noted)


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
    folder = key.rpartition("/")[0]
    return Product(
        key=key,
        source=place.path,
        texts=words,
        offer=sold,
        brand=document.brand.strip() or defaults.brand,
        options=axes,
        variants=choices,
        pictures=tuple([image.picture for image in images if image.picture]),
        categories=tuple([name.strip("/") for name in texts(document.categories)]) or ((folder,) if folder else ()),
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


def _images(images: tuple[Image, ...], place: Field, scope: Scope, findings: Findings) -> tuple[Shown, ...]:
    if not images:
        return ()
    if len(images) > MAX_PICTURES:
        message = f"the product has {len(images)} pictures; at most {MAX_PICTURES} are possible"
        findings.error("too-long", message, place.at("images"), "keep those that show something new")
    return shown_pictures(images[:MAX_PICTURES], scope.languages, place.at("images"), scope.pictures, findings)


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
