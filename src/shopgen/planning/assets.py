"""The theme's assets under names that carry their content, and the shop's static files as they are."""

from pathlib import PurePosixPath

from shopgen.planning.draft import Draft


def plan_assets(draft: Draft) -> dict[str, str]:
    """Adds a job for each asset and static file; the addresses of the assets by name."""
    addresses: dict[str, str] = {}
    for name, asset in draft.shop.theme.assets.items():
        file = PurePosixPath(asset.path)  # the name may be in another normal form
        path = f"assets/{file.with_name(f'{file.stem}.{asset.digest[:10]}{file.suffix}')}"
        draft.add(path, "copy", [draft.file("source", asset.source, asset.digest)], asset.source)
        addresses[name] = draft.addresses.site_url(path)
    for static in draft.shop.statics:
        draft.add(static.path, "copy", [draft.file("source", static.source, static.digest)], static.source)
    return addresses
