"""Names that are looked up in a packed outline mean the products that they mean in the whole shop."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shopgen.core.disk import Disk
from shopgen.edits.naming import KnownNames
from shopgen.planning.addresses import KnownAddresses
from shopgen.planning.outline import KnownProduct, Outline
from shopgen.planning.outlines import Outlines
from shopgen.planning.targets import KnownTargets
from shopgen.reading.linking import Names

KEYS = [f"{folder}{stem}" for folder in ("", "mugs/", "mugs/tall/", "kubki/") for stem in ("m", "moss", "M-1", "żuk")]
SKUS = ["m", "moss", "M-1", "M-10", "M-2", "mugs/moss", "żuk", "yaml", "S 7"]
NAMES = [*KEYS, *SKUS, "/catalog/mugs/moss.yaml", "catalog/żuk.yml", "mugs/tall/", "none", "", "/", "a", "0"]


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    with TemporaryDirectory() as name:
        yield Path(name)


def shop(skus: dict[str, tuple[str, ...]]) -> dict[str, KnownProduct]:
    return {f"catalog/{key}.yaml": KnownProduct(key, "0a" * 20, its) for key, its in skus.items()}


def kept(folder: Path, first: dict[str, KnownProduct], later: dict[str, KnownProduct]) -> Outlines:
    """An outline that was written and then amended."""
    path = folder / "outline"
    path.unlink(missing_ok=True)
    outline = Outline(KnownAddresses({}, {}, {}), KnownTargets({}, {}, {}), {}, {}, first, True)
    Outlines(Disk(), path).save("plan", outline)
    Outlines(Disk(), path).amend("next", outline, later)
    return Outlines(Disk(), path)


def names_in(outlines: Outlines) -> KnownNames:
    opened = outlines.open("next")
    assert opened is not None
    return KnownNames(opened.products, outlines.products_with)


@given(st.data())
def test_names_at_rest_are_those_of_the_whole_shop(folder: Path, data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.sampled_from(KEYS), unique=True, min_size=1))
    owners = {sku: data.draw(st.sampled_from([*keys, ""])) for sku in SKUS}
    skus = {key: tuple(sku for sku, owner in owners.items() if owner == key) for key in keys}
    edited = data.draw(st.lists(st.sampled_from(keys), unique=True))
    before = shop({key: ("moss", "gone") if key in edited else its for key, its in skus.items()})
    names = names_in(kept(folder, before, shop({key: skus[key] for key in edited})))
    assert {name: names.keys([name]) for name in NAMES} == {name: Names(skus).keys([name]) for name in NAMES}
    assert names.keys(NAMES) == Names(skus).keys(NAMES)
    assert set(names.all()) == set(Names(skus).all())


def test_nothing_is_opened_that_a_name_cannot_mean(folder: Path) -> None:
    opened: list[str] = []

    class Watched(dict[str, KnownProduct]):
        def __getitem__(self, source: str) -> KnownProduct:
            opened.append(source)
            return super().__getitem__(source)

    products = Watched(shop({"mugs/moss": ("M-1",), "mugs/ink": ("M-2",), "bowls/moss": ()}))
    names = KnownNames(products, kept(folder, products, {}).products_with)
    opened.clear()
    assert names.keys(["M-1", "moss"]) == ["mugs/moss", ""]
    assert opened == ["catalog/bowls/moss.yaml", "catalog/mugs/moss.yaml"]
