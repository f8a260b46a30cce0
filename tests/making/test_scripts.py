"""JSON in pages is what Python's own encoder writes, and never ends the script around it."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from shopgen.engine.bundle import Bundle
from shopgen.making.scripts import linked_data
from shopgen.making.templates import ThemeEnvironment

TEXTS = st.text(st.characters(exclude_categories=["Cs"])) | st.sampled_from(
    ["</script>", "<!--", "\u2028&'\"", "\x00\x7f"]
)
LEAVES = TEXTS | st.integers(-(2**63), 2**63) | st.booleans() | st.none()


def nested(leaves: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.recursive(
        leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4), max_leaves=8
    )


@given(st.lists(st.dictionaries(TEXTS, nested(LEAVES | st.decimals(allow_nan=False)), max_size=4), max_size=2))
def test_linked_data_is_json_without_signs_of_html(documents: list[dict[str, Any]]) -> None:
    texts = [json.dumps(document, ensure_ascii=False, separators=(",", ":"), default=str) for document in documents]
    for sign in "<>&\u2028\u2029":
        texts = [text.replace(sign, f"\\u{ord(sign):04x}") for text in texts]
    blocks = [f'<script type="application/ld+json">{text}</script>' for text in texts]

    assert linked_data(documents) == "\n    ".join(blocks)


def test_an_amount_is_written_as_a_text() -> None:
    assert linked_data([{"price": Decimal("24.00")}]) == '<script type="application/ld+json">{"price":"24.00"}</script>'


@given(nested(LEAVES | TEXTS.map(Markup)))
def test_tojson_gives_what_jinjas_filter_gives(value: Any) -> None:
    given_ = ThemeEnvironment(Bundle({})).filters["tojson"](value)

    assert given_ == htmlsafe_json_dumps(value, sort_keys=True)
    assert type(given_) is Markup
