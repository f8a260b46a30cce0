"""Translations inside a file and in files beside it, brought together."""

from collections.abc import Mapping
from typing import TypeVar

from msgspec import Struct, structs

from shopgen.core.diagnostics import Field, Findings, Related
from shopgen.reading.values import unknown_language

T = TypeVar("T", bound=Struct)


def by_language(
    inside: Mapping[str, T],
    beside: Mapping[str, tuple[Field, T]],
    place: Field,
    languages: tuple[str, ...],
    findings: Findings,
) -> dict[str, tuple[Field, T]]:
    """The translation for each other language of the shop, with the mapping in which (most of) it is typed.

    `place` is that of the thing translated. A field in both places is an error; languages that the shop lacks are
    left out with a warning, the default language with an error.
    """
    found: dict[str, tuple[Field, T]] = {}
    for language, typed in inside.items():
        where = place.at("translations", language)
        if _is_translation(language, where, languages, findings):
            found[language] = (where, typed)
    for language, (where, typed) in beside.items():
        if not _is_translation(language, where, languages, findings):
            continue
        if language in found:
            typed = _joined(found[language], (where, typed), findings)
        found[language] = (where, typed)
    return {language: found[language] for language in languages if language in found}


def _is_translation(language: str, place: Field, languages: tuple[str, ...], findings: Findings) -> bool:
    if language == languages[0]:
        findings.error(
            "translation-twice",
            f"`{language}` is the shop's default language; its texts stand in the thing itself",
            place,
            "move them there",
        )
        return False
    if language not in languages:
        unknown_language(language, languages, place, findings)
    return language in languages


def _joined(inside: tuple[Field, T], beside: tuple[Field, T], findings: Findings) -> T:
    """What stands in either; an error for each field that stands in both."""
    (place, first), (second_place, second) = inside, beside
    changes: dict[str, object] = {}
    names = dict(zip(first.__struct_fields__, first.__struct_encode_fields__, strict=True))
    empty = type(first)()
    for name, typed_name in names.items():
        mine, theirs, nothing = getattr(first, name), getattr(second, name), getattr(empty, name)
        if theirs == nothing:
            changes[name] = mine
        elif mine == nothing:
            changes[name] = theirs
        elif isinstance(mine, dict):
            for key in mine.keys() & theirs.keys():
                translated_twice(
                    f"{typed_name}.{key}", second_place.at(typed_name, key), place.at(typed_name, key), findings
                )
            changes[name] = {**theirs, **mine}
        else:
            translated_twice(typed_name, second_place.at(typed_name), place.at(typed_name), findings)
    return structs.replace(first, **changes)


def translated_twice(name: str, place: Field, first: Field, findings: Findings) -> None:
    findings.error(
        "translation-twice",
        f"`{name}` is translated in two places",
        place,
        "keep one of them",
        (Related("the other one is here", first),),
    )
