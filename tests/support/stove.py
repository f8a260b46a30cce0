"""One page of a small shop, made with templates that a test writes."""

from collections.abc import Mapping

from msgspec.structs import replace

from shopgen.core.diagnostics import Diagnostic, Span
from shopgen.engine.kitchen import Made
from shopgen.making.bundle import bundle_of
from shopgen.making.recipes import kitchen
from shopgen.planned import Planned

SHOP = """\
-- shop.yaml --
name: Glinka
base_url: https://glinka.example/
currency: EUR
languages: [en, pl]
theme: bare
-- themes/bare/locales/pl.yaml --
nav.home: Start
-- catalog/mugs/moss.yaml --
title: Moss <mug>
sku: M-1
price: 24.00
description: A *mug*.
tags: [green]
attributes: {Material: stoneware}
-- catalog/mugs/ink.yaml --
title: Ink mug
sku: M-2
price: 26.00
-- content/pages/about.md --
---
title: About
---
Hello.
"""
PRODUCT = "products/moss/index.html"


class Stove:
    """Makes any page of `planned`, whose theme has the templates and messages given, and no others."""

    def __init__(self, planned: Planned) -> None:
        self.planned = planned

    def make(
        self,
        template: str,
        others: Mapping[str, str] | None = None,
        messages: Mapping[str, Mapping[str, str]] | None = None,
        path: str = PRODUCT,
        name: str = "product.html",
    ) -> Made:
        """The page at `path`, with `template` as the one that it is made with."""
        assert self.planned.shop is not None
        assert self.planned.plan is not None
        templates = {name: template, **(others or {})}
        theme = replace(
            self.planned.shop.theme,
            templates=templates,
            origins={name: f"templates/{name}" for name in templates},
            messages=messages or {},
        )
        bundle = bundle_of(self.planned.shop.settings, theme, {"theme.css": "/assets/theme.css"})
        return kitchen(bundle).make(self.planned.plan.jobs[path], self.planned.plan.values)

    def text(self, template: str, **more: object) -> str:
        """What the template wrote, which must not fail."""
        made = self.make(template, **more)  # type: ignore[arg-type]
        assert made.failure is None, made.failure
        return made.content.decode()

    def failure(self, template: str, **more: object) -> Diagnostic:
        """Why the template failed: an error with a file, a line and a hint."""
        made = self.make(template, **more)  # type: ignore[arg-type]
        assert made.failure is not None, made.content[:1000]
        assert isinstance(made.failure.place, Span)
        assert made.failure.hint
        assert "\n" not in made.failure.message
        return made.failure


def line(failure: Diagnostic) -> str:
    """The finding on one line, for whole assertions."""
    assert isinstance(failure.place, Span)
    return f"{failure.place.path}:{failure.place.line}: {failure.code}: {failure.message}"
