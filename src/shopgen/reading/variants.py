"""Options and variants of a product."""

from collections.abc import Mapping

from shopgen.core.diagnostics import Field, Findings, Related
from shopgen.formats.text import shown
from shopgen.model.product import Offer, Option, Variant
from shopgen.reading.documents.product import ProductDocument, VariantDocument
from shopgen.reading.offers import inherited, offer, without_false_reductions
from shopgen.reading.scope import Scope
from shopgen.reading.suggestions import did_you_mean, did_you_mean_file
from shopgen.reading.values import texts

MAX_VARIANTS = 2_000


def options(document: ProductDocument, place: Field, findings: Findings) -> tuple[Option, ...]:
    """The options with their values in the order typed; errors for names and values that stand twice."""
    found: dict[str, Option] = {}
    for number, typed in enumerate(document.options):
        values = tuple([value.strip() for value in typed.values])
        if typed.name in found:
            message = f"the option `{shown(typed.name)}` stands twice"
            findings.error("variant-options", message, place.at("options", number, "name"), "remove one")
        elif not values or not all(values) or len(set(values)) < len(values):
            message = f"the values of the option `{shown(typed.name)}` must be different texts, at least one"
            findings.error("variant-options", message, place.at("options", number, "values"), "such as `[Moss, Ash]`")
        found[typed.name] = Option(typed.name, values)
    if found and not document.variants:
        hint = "add `variants`, one for each choice that can be bought, or remove `options`"
        findings.error("variant-options", "the product has options but no variants", place.at("options"), hint)
    return tuple(found.values())


def variants(
    document: ProductDocument,
    axes: tuple[Option, ...],
    above: Offer,
    pictures: Mapping[str, int | None],
    place: Field,
    scope: Scope,
    findings: Findings,
) -> tuple[Variant, ...]:
    """The variants with what they inherit. `pictures` are the product's by name; None for one with an error.

    Variants that are wrong are left out, with errors.
    """
    if not document.variants or _are_too_many(len(document.variants), place.at("variants"), findings):
        return ()
    found: dict[tuple[str, ...], Variant] = {}
    first: dict[tuple[str, ...], Field] = {}
    for number, typed in enumerate(document.variants):
        where = place.at("variants", number)
        values = _chosen(typed, axes) or _choice(typed, axes, where.at("options"), findings)
        own = offer(typed, typed.sku, typed.price, where, scope, findings)
        shows = _pictures(typed, pictures, where.at("image"), findings) if typed.image else ()
        if values is None:
            continue
        if values in found:
            _same_choice(values, where, first[values], findings)
            continue
        whole = without_false_reductions(inherited(own, above, typed, document), where, findings)
        found[values], first[values] = Variant(values, whole, shows), where
    return tuple(found.values())


def _are_too_many(count: int, place: Field, findings: Findings) -> bool:
    if count > MAX_VARIANTS:
        message = f"the product has {count:,} variants; at most {MAX_VARIANTS:,} are possible"
        findings.error("too-long", message, place, "split it into several products")
    return count > MAX_VARIANTS


def _chosen(typed: VariantDocument, axes: tuple[Option, ...]) -> tuple[str, ...]:
    """The value of each option in the options' order; nothing when there is anything to say of the choice."""
    if len(typed.options) != len(axes):
        return ()
    chosen = []
    for axis in axes:
        value = typed.options.get(axis.name)
        if value is None or value.strip() not in axis.values:
            return ()
        chosen.append(value.strip())
    return tuple(chosen)


def _choice(
    typed: VariantDocument, axes: tuple[Option, ...], place: Field, findings: Findings
) -> tuple[str, ...] | None:
    """The value of each option in the options' order; None, with errors, when they are not exactly those."""
    before = len(findings)
    known = {axis.name: axis.values for axis in axes}
    for name in typed.options:
        if name not in known:
            hint = did_you_mean(name, known) or "add it to `options` of the product"
            findings.error("variant-options", f"the product has no option `{shown(name)}`", place.at(name), hint)
    chosen = {name: value.strip() for name, value in typed.options.items()}
    for name, values in known.items():
        if name not in chosen:
            hint = f"add it: one of {_listed(values)}"
            findings.error("variant-options", f"the variant does not choose a `{shown(name)}`", place, hint)
        elif chosen[name] not in values:
            message = f"the option `{shown(name)}` has no value `{shown(chosen[name])}`"
            hint = did_you_mean(chosen[name], values) or f"known are {_listed(values)}"
            findings.error("variant-options", message, place.at(name), hint)
    return tuple(chosen[name] for name in known) if len(findings) == before else None


def _listed(values: tuple[str, ...]) -> str:
    more = ", …" if len(values) > 8 else ""
    return ", ".join(f"`{shown(value, 30)}`" for value in values[:8]) + more


def _same_choice(values: tuple[str, ...], place: Field, first: Field, findings: Findings) -> None:
    choice = ", ".join(values) or "nothing"
    findings.error(
        "variant-options",
        f"two variants choose the same: {shown(choice)}",
        place.at("options"),
        "change one of them, or remove it",
        (Related("the first one is here", first.at("options")),),
    )


def _pictures(
    typed: VariantDocument, pictures: Mapping[str, int | None], place: Field, findings: Findings
) -> tuple[int, ...]:
    """Places of the named pictures among the product's; errors for names that it does not have."""
    found = []
    for name in texts(typed.image):
        last = name.rpartition("/")[2]
        if last not in pictures:
            hint = did_you_mean_file(last, pictures) or "add it to `images` of the product"
            findings.error("unknown-reference", f"the product has no picture `{shown(name)}`", place, hint)
        elif (index := pictures[last]) is not None:
            found.append(index)
    return tuple(found)
