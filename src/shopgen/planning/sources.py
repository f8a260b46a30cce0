"""Which file of the shop an ingredient comes from, as its name tells: `product/mugs/blue#card:en`, `file:static/a`."""

from shopgen.model.shop import Shop


def source_of(name: str, shop: Shop) -> str:
    """The path in the shop; empty for what is made of the settings or of many things."""
    thing, _, aspect = name.partition("#")
    kind, _, key = thing.partition("/")
    if not aspect:
        return name.removeprefix("file:") if name.startswith("file:") else ""
    match kind:
        case "product" if key in shop.products:
            return shop.products[key].source
        case "category" if key in shop.categories:
            return shop.categories[key].source
        case "article" if key in shop.articles:
            article = shop.articles[key]
            text = article.texts.get(aspect.partition(":")[2])
            return text.source if text else article.source
        case "page" if key in shop.pages:
            return shop.pages[key].source
    return ""
