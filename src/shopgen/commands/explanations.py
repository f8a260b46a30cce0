"""Why a file is as it is, for people and as data."""

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from shopgen.commands.edits import fields_text
from shopgen.commands.summary import reason_data
from shopgen.engine.explaining import Explanation, State
from shopgen.engine.jobs import Ingredient
from shopgen.engine.manifest import Cause, Reason
from shopgen.engine.records import Story
from shopgen.report.text import Piece

NAMED = 4
_LABEL_WIDTH = 13

_STATES = {
    State.KEPT: ("kept", "bold green", "since {}; nothing that it is made of has changed"),
    State.STALE: ("to be made", "bold yellow", "the next build makes it again"),
    State.RECALLED: ("to be changed", "bold yellow", "the next build takes it from the cache, where it is still known"),
    State.NEW: ("to be made", "bold yellow", "it is not there yet; the next build makes it"),
    State.GONE: ("to be removed", "bold red", "nothing in the shop asks for it any more"),
}

_CAUSES = {
    Cause.NEW: "it was not there before",
    Cause.ORDER: "what it is made of came in another order",
    Cause.TOOLCHAIN: "another version of shopgen or of a library",
    Cause.LOST: "the cache no longer had it",
}

_INGREDIENT = re.compile(r"(?P<kind>[\w.-]+)(?:/(?P<key>.*))?#(?P<aspect>\w+):(?P<rest>.+)")
_PLAIN_ASPECTS = frozenset(("detail", "content"))
_LOOKED_UP = {"template": "template", "message": "text", "asset": "asset"}

Line = tuple[Piece, ...]


def lines(explanation: Explanation, is_verbose: bool) -> Iterator[Line]:
    """A heading and labelled lines below it. Everything it is made of with `is_verbose`, else how much of it."""
    job = explanation.job
    word, style, sentence = _STATES[explanation.state]
    yield ((job.path, "bold"),)
    story = explanation.story or Story()
    yield _line(word, sentence.format(_moment(story.since)), style)
    if explanation.today:
        yield from _reason("because", explanation.today)
    if explanation.story:
        if explanation.state is not State.KEPT:
            yield _line("last made", _moment(story.since))
        yield from _reason("made because", story.reason)
    yield _line("source", job.origin)
    yield _line("recipe", job.recipe)
    things, looked_up = _things(job.ingredients, is_verbose), _looked_up(explanation, is_verbose)
    yield from _several("made of", things, is_verbose)
    yield from _several("looked up", looked_up, is_verbose)


def plain(explanation: Explanation) -> dict[str, Any]:
    """The explanation as data."""
    job, story = explanation.job, explanation.story
    return {
        "path": job.path,
        "state": str(explanation.state),
        "today": reason_data(explanation.today) if explanation.today else None,
        "made": reason_data(story.reason) if story else None,
        "since": datetime.fromtimestamp(story.since).astimezone().isoformat() if story else None,
        "source": job.origin,
        "recipe": job.recipe,
        "ingredients": [{"role": item.role, "name": item.name, "digest": item.digest} for item in job.ingredients],
        "lookups": dict(sorted(explanation.lookups.items())),
    }


def ingredient_text(name: str) -> str:
    """`card of product mugs/blue (en)` for `product/mugs/blue#card:en`."""
    found = _INGREDIENT.fullmatch(name)
    if found is None:
        kind, _, rest = name.partition(":")
        return {"file": f"file {rest}", "site": f"settings and menus ({rest})"}.get(kind, name)
    thing = f"{found['kind']} {found['key'] or ''}".rstrip()
    language = found["rest"].replace(":", ", page ")
    return f"{thing if found['aspect'] in _PLAIN_ASPECTS else found['aspect'] + ' of ' + thing} ({language})"


def looked_up_text(name: str) -> str:
    """`template card.html`, `text cart.add (en)`."""
    kind, _, rest = name.partition(":")
    if kind == "language":
        return "the default language"
    if kind == "message":
        language, _, rest = rest.partition(":")
        rest += f" ({language})"
    return f"{_LOOKED_UP.get(kind, kind)} {rest}"


def _reason(label: str, reason: Reason) -> Iterator[Line]:
    if reason.cause in _CAUSES:
        yield _line(label, _CAUSES[reason.cause])
        return
    for name in reason.names[:NAMED]:
        if reason.cause is Cause.LOOKUP:
            yield _line(label, f"{looked_up_text(name)} changed")
        else:
            yield _line(label, _change_text(name, reason))
        label = ""
    if len(reason.names) > NAMED:
        yield _line(label, f"and {len(reason.names) - NAMED:,} more")


def _change_text(name: str, reason: Reason) -> str:
    changes = [change for change in reason.changes if change.name == name]
    for change in changes:
        if not change.field and None in (change.before, change.after):
            return f"{ingredient_text(name)} {'came' if change.before is None else 'went'}"
    told = fields_text(changes)
    return f"{ingredient_text(name)}{' ' if told == 'changed' else ': '}{told}"


def _things(ingredients: Iterable[Ingredient], is_verbose: bool) -> list[str]:
    if is_verbose:
        return [f"{ingredient_text(item.name)} as {item.role}, {item.digest[:12]}" for item in ingredients]
    return list(dict.fromkeys(ingredient_text(item.name) for item in ingredients))


def _looked_up(explanation: Explanation, is_verbose: bool) -> list[str]:
    """Templates first, as they say most; what was looked for in vain as well."""
    order = [*_LOOKED_UP]
    found = sorted(explanation.lookups.items(), key=lambda item: (_rank(item[0], order), item[0]))
    if is_verbose:
        return [f"{looked_up_text(name)}, {digest[:12] if digest else 'not found'}" for name, digest in found]
    return [looked_up_text(name) for name, _ in found]


def _rank(name: str, order: list[str]) -> int:
    kind = name.partition(":")[0]
    return order.index(kind) if kind in order else len(order)


def _several(label: str, texts: list[str], is_verbose: bool) -> Iterator[Line]:
    shown = texts if is_verbose or len(texts) == NAMED + 1 else texts[:NAMED]
    for text in shown:
        yield _line(label, text)
        label = ""
    if len(texts) > len(shown):
        yield _line(label, f"and {len(texts) - len(shown):,} more (all with -v)")


def _line(label: str, text: str, style: str = "cyan") -> Line:
    return ("    ", ""), (label, style if label else ""), (" " * (_LABEL_WIDTH + 2 - len(label)) + text, "")


def _moment(since: int) -> str:
    return datetime.fromtimestamp(since).astimezone().strftime("%Y-%m-%d %H:%M") if since else "nobody knows when"
