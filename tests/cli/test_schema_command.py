"""`schema`: what editors are told is what reading accepts."""

import json
from pathlib import Path

import yaml
from jsonschema import Draft202012Validator

from shopgen.commands.schema import FILES, schemas

ROOT = Path(__file__).resolve().parents[2]


def test_they_are_schemas_and_all_kinds_of_files_have_one() -> None:
    found = schemas()
    assert set(found) == set(FILES)
    for schema in found.values():
        Draft202012Validator.check_schema(schema)


def test_the_files_of_the_demo_and_of_the_starter_fit_them() -> None:
    validators = {name: Draft202012Validator(schema) for name, schema in schemas().items()}
    problems = []
    for root in (ROOT, ROOT / "src" / "shopgen" / "commands" / "starter"):
        for file in [root / "shop.yaml", *(root / "catalog").rglob("*.yaml")]:
            name = kind_of(file, root)
            document = yaml.load(file.read_text("utf-8"), yaml.BaseLoader) or {}
            problems += [f"{file}: {error.message}" for error in validators[name].iter_errors(retyped(document))]
    assert problems == []


def test_they_are_printed_and_written(shop, shopgen) -> None:
    printed = json.loads(shopgen("schema").out)
    done = shopgen("schema", "--write")
    assert done.out.startswith(f"Wrote 6 schemas to {shop / '.shopgen' / 'schemas'}\n")
    written = {file.stem: json.loads(file.read_text("utf-8")) for file in (shop / ".shopgen" / "schemas").iterdir()}
    assert printed == written == schemas()


def test_a_wrong_option_of_a_way_to_pay_is_underlined() -> None:
    shop = {"name": "a", "base_url": "b", "currency": "EUR", "checkout": {"enquiry": {"email": "a", "hosts": ["b"]}}}
    (problem,) = Draft202012Validator(schemas()["shop"]).iter_errors(shop)
    assert "hosts" in str([context.message for context in problem.context])


def kind_of(file: Path, root: Path) -> str:
    if file.parent == root:
        return "shop"
    if file.name == "_category.yaml":
        return "category"
    return "product-translation" if "." in file.stem else "product"


def retyped(value: object) -> object:
    """What an editor sees: truth values as such, everything else the text that it is."""
    if isinstance(value, dict):
        return {key: retyped(item) for key, item in value.items()}
    if isinstance(value, list):
        return [retyped(item) for item in value]
    return {"true": True, "false": False, "": None}.get(value, value) if isinstance(value, str) else value
