"""What is remembered belongs to the code and the libraries that made it."""

from importlib import metadata

import pytest

from shopgen.making.toolchain import toolchain


@pytest.mark.parametrize("library", ["jinja2", "markdown", "nh3", "pillow", "pyyaml"])
def test_another_version_of_a_library_is_another_toolchain(library: str, monkeypatch: pytest.MonkeyPatch) -> None:
    today, version = toolchain.__wrapped__(), metadata.version
    monkeypatch.setattr(metadata, "version", lambda name: "0" if name == library else version(name))

    assert toolchain.__wrapped__() != today
