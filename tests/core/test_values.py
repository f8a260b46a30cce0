"""Digests, diagnostics, kinds, secrets: the values everyone uses."""

import importlib.metadata
from decimal import Decimal
from importlib.metadata import EntryPoint, EntryPoints

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import Struct

from shopgen.core import diagnostics
from shopgen.core.diagnostics import Diagnostic, Field, Findings, Related, Severity, Span
from shopgen.core.digests import DIGEST_LENGTH, digest, digest_of
from shopgen.core.failures import EnvironmentFailure, Failure, UsageFailure
from shopgen.core.kinds import Kind
from shopgen.core.secrets import has_secret


class Thing(Struct, frozen=True):
    name: str
    price: Decimal
    parts: tuple[int, ...] = ()
    words: dict[str, str] = {}


def test_a_digest_never_changes_between_versions() -> None:
    assert digest(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4"
    assert digest_of(Thing("mug", Decimal("24.00"))) == "99ff61c122ec9d3c0fea36b3207d9632f3a83fa1"
    assert len(digest(b"x")) == DIGEST_LENGTH


def test_the_order_of_a_mapping_does_not_matter() -> None:
    first, second = (
        Thing("a", Decimal(1), words={"b": "x", "a": "y"}),
        Thing("a", Decimal(1), words={"a": "y", "b": "x"}),
    )
    assert digest_of(first) == digest_of(second)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text() | st.binary(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(VALUES, VALUES)
def test_different_values_have_different_digests(first: object, second: object) -> None:
    same = repr(first) == repr(second)
    assert not same or digest_of(first) == digest_of(second)
    assert first == second or digest_of(first) != digest_of(second)


def test_findings_keep_their_order_and_know_whether_there_are_errors() -> None:
    findings = Findings()
    place = Field("shop.yaml").at("checkout", 0)
    findings.warning("missing-alt", "no alt", Span("a.md", 3, 4, 5))
    assert not findings.has_errors
    findings.error("bad-value", "wrong", place, "write it", (Related("first", place),))
    findings.extend([Diagnostic(Severity.WARNING, "too-long", "long")])
    assert list(findings) == [
        Diagnostic(Severity.WARNING, "missing-alt", "no alt", Span("a.md", 3, 4, 5)),
        Diagnostic(
            Severity.ERROR,
            "bad-value",
            "wrong",
            Field("shop.yaml", ("checkout", 0)),
            "write it",
            (Related("first", Field("shop.yaml", ("checkout", 0))),),
        ),
        Diagnostic(Severity.WARNING, "too-long", "long"),
    ]
    assert len(findings) == 3
    assert findings.has_errors
    assert diagnostics.Span("a", 2) < diagnostics.Span("b", 1)


def test_every_failure_has_its_exit_code() -> None:
    codes = {failure.__name__: failure.exit_code for failure in (Failure, *Failure.__subclasses__())}
    assert codes == {
        "Failure": 70,
        "FindingsFailure": 1,
        "UsageFailure": 2,
        "EnvironmentFailure": 3,
        "NetworkFailure": 4,
        "BusyFailure": 75,
    }


KIND = Kind("sports", {"ours": "shopgen.core.paths"})


def offer_entry_points(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    entries = EntryPoints(EntryPoint(name, value, "shopgen.sports") for name, value in values.items())
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: entries.select(group=group))


def test_our_member_is_found_without_asking_for_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.metadata.entry_points", lambda group: pytest.fail("asked"))
    assert KIND.load("ours").__name__ == "shopgen.core.paths"


def test_a_member_of_another_package_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    offer_entry_points(monkeypatch, other="json", theirs="importlib.metadata")
    assert KIND.load("theirs") is importlib.metadata


def test_an_unknown_member_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    offer_entry_points(monkeypatch, theirs="importlib.metadata")
    with pytest.raises(UsageFailure, match=r"^`chess` is not among the sports that are installed$") as refused:
        KIND.load("chess")
    assert refused.value.hint == "known are: ours"


def test_a_broken_member_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    offer_entry_points(monkeypatch, broken="no_such_module_at_all")
    message = (
        r"^the extension `broken` of `no_such_module_at_all` cannot be loaded: No module named 'no_such_module_at_all'$"
    )
    with pytest.raises(EnvironmentFailure, match=message):
        KIND.load("broken")


@pytest.mark.parametrize(
    "text",
    [
        "sk_" + "live_4eC39HqLyjWDarjtT1zdp7dc",
        "x rk_" + "test_4eC39HqLyjWDarjtT1 y",
        "whsec_" + "abcdefgh12345678",
        "AKIA" + "IOSFODNN7EXAMPLE",
        "-----BEGIN RSA " + "PRIVATE KEY-----",
    ],
)
def test_secret_keys_are_recognised(text: str) -> None:
    assert has_secret(text)


@pytest.mark.parametrize(
    "text", ["", "pk_live_4eC39HqLyjWDarjtT1", "sk_live_", "task_live_4eC39HqLyjWD", "AKIA", "mug"]
)
def test_what_is_not_secret_is_let_through(text: str) -> None:
    assert not has_secret(text)
