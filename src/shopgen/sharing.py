"""A build's traffic with its image cache: pictures are asked for once all is planned, and new ones given at the end."""

from collections.abc import Iterator, Sequence
from functools import partial

from shopgen.caches.inventory import is_small
from shopgen.caches.members import member, where
from shopgen.caches.protocol import Patience, Site
from shopgen.caches.trips import Trips
from shopgen.core.diagnostics import Diagnostic, Field, Place, Severity
from shopgen.core.layout import SETTINGS
from shopgen.engine.elsewhere import Wanted
from shopgen.engine.run import Build
from shopgen.engine.store import Store
from shopgen.options import Options
from shopgen.outcome import Shared
from shopgen.report.form import count

PATIENCE = Patience()


class Sharing:
    """One build's traffic with the image cache at `address`, which must be one. `place` is where it was typed."""

    def __init__(self, address: str, site: Site, place: Place | None) -> None:
        member_of = member(address)
        self._where = where(address, site)
        self._place = place
        self._takes = member_of.TAKES
        self._trips = Trips(partial(member_of.open_cache, address, site, PATIENCE), PATIENCE)
        self._asked = self._missed = self._brought = self._bytes = self._given = self._refused = 0

    def bring(self, wanted: Sequence[Wanted]) -> Iterator[bytes | None]:
        """As engine.elsewhere.Elsewhere."""
        self._asked = len(wanted)
        for content in self._trips.fetch(wanted):
            if content is None:
                self._missed += 1
            else:
                self._brought += 1
                self._bytes += len(content)
            yield content

    def offer(self, build: Build, store: Store) -> tuple[Shared, tuple[Diagnostic, ...]]:
        """Gives the cache what had to be made here, when it takes that and is still of use.

        Returns what came of the whole traffic, and at most one warning.
        """
        came_well = self._trips.trouble is None
        made = [each for each in build.portable if each.path in build.made and is_small(build, each)]
        if made and self._takes and not self._trips.is_over:
            found = ((each, store.get(build.manifest[each.path].digest)) for each in made)
            given = ((each, content) for each, content in found if content is not None)
            self._given = self._trips.store(given, len(made))
            self._refused = len(made) - self._given
        return Shared(self._where, self._brought, self._bytes, self._given), self._warning(came_well)

    def _warning(self, came_well: bool) -> tuple[Diagnostic, ...]:
        trouble = self._trips.trouble
        if trouble is None:
            return ()
        if came_well:
            then = f"{self._refused:,} of {count(self._refused + self._given, 'new picture')} could not be put there"
        else:
            then = f"{self._missed:,} of {count(self._asked, 'picture')} had to be made here"
        message = f"the image cache {self._where} {trouble.what}; {then}"
        return (Diagnostic(Severity.WARNING, "image-cache", message, self._place, trouble.hint),)


def sharing(options: Options, typed: str, base_url: str) -> Sharing:
    """With the cache that `options` ask for, else the one `typed` in the settings; the live site is at `base_url`."""
    place = None if options.image_cache else Field(SETTINGS, ("image_cache",))
    return Sharing(options.image_cache or typed, Site(options.root, options.output, base_url), place)
