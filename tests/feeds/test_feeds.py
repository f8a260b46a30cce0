"""Feeds and sitemaps: they parse, values come back, and nothing depends on when they were made."""

import email.utils
from datetime import UTC, datetime, timedelta, timezone
from io import BytesIO

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from shopgen.feeds import sitemap as sitemap_module
from shopgen.feeds.atom import atom
from shopgen.feeds.news import Channel, FeedEntry, told
from shopgen.feeds.robots import robots
from shopgen.feeds.rss import rss
from shopgen.feeds.sitemap import SitemapEntry, sitemap, split
from shopgen.feeds.sitemap_index import sitemap_index
from shopgen.feeds.xml import document, element
from shopgen.formats.text import xml_text

WARSAW = timezone(timedelta(hours=1))
CHANNEL = Channel(
    title="Glinka – News",
    description="Pots & pans",
    url="https://glinka.example/news/",
    self_url="https://glinka.example/news/feed.xml",
    language="en",
    author="Glinka",
)
ENTRY = FeedEntry(
    title="A new kiln <hot>",
    url="https://glinka.example/news/kiln/",
    published=datetime(2026, 3, 1, 9, 30, tzinfo=WARSAW),
    updated=datetime(2026, 3, 2, 12, 0, 5, 999, tzinfo=UTC),
    summary="It burns at 1,280 °C ]]>",
    html="<p>It <em>burns</em> &amp; glows.</p>",
    authors=("Ala", "Ola"),
    categories=("workshop",),
    image="https://glinka.example/images/kiln-1600-1.jpg",
)
BARE = FeedEntry(
    "B", "https://glinka.example/news/b/", datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC)
)

ATOM = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en" xml:base="https://glinka.example/news/">
  <title>Glinka – News</title>
  <subtitle>Pots &amp; pans</subtitle>
  <id>https://glinka.example/news/feed.xml</id>
  <link rel="self" type="application/atom+xml" href="https://glinka.example/news/feed.xml" />
  <link rel="alternate" type="text/html" href="https://glinka.example/news/" />
  <updated>2026-03-02T12:00:05+00:00</updated>
  <author>
    <name>Glinka</name>
  </author>
  <entry>
    <title>A new kiln &lt;hot&gt;</title>
    <id>https://glinka.example/news/kiln/</id>
    <link rel="alternate" type="text/html" href="https://glinka.example/news/kiln/" />
    <link rel="enclosure" type="image/jpeg" href="https://glinka.example/images/kiln-1600-1.jpg" />
    <published>2026-03-01T09:30:00+01:00</published>
    <updated>2026-03-02T12:00:05+00:00</updated>
    <author>
      <name>Ala</name>
    </author>
    <author>
      <name>Ola</name>
    </author>
    <category term="workshop" />
    <summary>It burns at 1,280 °C ]]&gt;</summary>
    <content type="html">&lt;p&gt;It &lt;em&gt;burns&lt;/em&gt; &amp;amp; glows.&lt;/p&gt;</content>
  </entry>
  <entry>
    <title>B</title>
    <id>https://glinka.example/news/b/</id>
    <link rel="alternate" type="text/html" href="https://glinka.example/news/b/" />
    <published>2026-01-01T00:00:00+00:00</published>
    <updated>2026-01-01T00:00:00+00:00</updated>
  </entry>
</feed>
"""
RSS = """\
<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom" xmlns:content="http://purl.org/rss/1.0/modules/content/" \
xmlns:media="http://search.yahoo.com/mrss/">
  <channel>
    <title>Glinka – News</title>
    <link>https://glinka.example/news/</link>
    <description>Pots &amp; pans</description>
    <language>en</language>
    <lastBuildDate>Mon, 02 Mar 2026 12:00:05 +0000</lastBuildDate>
    <atom:link href="https://glinka.example/news/feed.xml" rel="self" type="application/rss+xml" />
    <item>
      <title>A new kiln &lt;hot&gt;</title>
      <link>https://glinka.example/news/kiln/</link>
      <guid isPermaLink="true">https://glinka.example/news/kiln/</guid>
      <pubDate>Sun, 01 Mar 2026 09:30:00 +0100</pubDate>
      <description>It burns at 1,280 °C ]]&gt;</description>
      <category>workshop</category>
      <media:content url="https://glinka.example/images/kiln-1600-1.jpg" medium="image" type="image/jpeg" />
      <content:encoded>&lt;p&gt;It &lt;em&gt;burns&lt;/em&gt; &amp;amp; glows.&lt;/p&gt;</content:encoded>
    </item>
    <item>
      <title>B</title>
      <link>https://glinka.example/news/b/</link>
      <guid isPermaLink="true">https://glinka.example/news/b/</guid>
      <pubDate>Thu, 01 Jan 2026 00:00:00 +0000</pubDate>
    </item>
  </channel>
</rss>
"""
SITEMAP = """\
<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">
  <url>
    <loc>https://glinka.example/?a=1&amp;b=2</loc>
    <lastmod>2026-03-01</lastmod>
    <xhtml:link rel="alternate" hreflang="en" href="https://glinka.example/" />
    <xhtml:link rel="alternate" hreflang="x-default" href="https://glinka.example/" />
  </url>
  <url>
    <loc>https://glinka.example/b/</loc>
  </url>
</urlset>
"""


def test_an_atom_feed() -> None:
    assert atom(CHANNEL, [ENTRY, BARE]).decode() == ATOM


def test_an_rss_feed() -> None:
    assert rss(CHANNEL, [ENTRY, BARE]).decode() == RSS


def test_a_feed_without_entries_or_description() -> None:
    empty = Channel("T", "", "https://a.example/", "https://a.example/feed", "pl", "A")
    told_by_atom, told_by_rss = etree.fromstring(atom(empty, [])), etree.fromstring(rss(empty, []))
    assert [child.tag.split("}")[1] for child in told_by_atom] == ["title", "id", "link", "link", "updated", "author"]
    assert told_by_atom.findtext("{*}updated") == "1970-01-01T00:00:00+00:00"
    assert [etree.QName(child).localname for child in told_by_rss[0]] == [
        "title",
        "link",
        "description",
        "language",
        "link",
    ]
    assert told_by_rss.findtext("channel/description") == "T"


def test_a_sitemap() -> None:
    first = SitemapEntry(
        "https://glinka.example/?a=1&b=2",
        "2026-03-01",
        (("en", "https://glinka.example/"), ("x-default", "https://glinka.example/")),
    )
    assert sitemap([first, SitemapEntry("https://glinka.example/b/")]).decode() == SITEMAP


def test_a_sitemap_index() -> None:
    assert sitemap_index(["https://a.example/sitemaps/1.xml", "https://a.example/sitemaps/2.xml"]).decode() == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
        "  <sitemap>\n    <loc>https://a.example/sitemaps/1.xml</loc>\n  </sitemap>\n"
        "  <sitemap>\n    <loc>https://a.example/sitemaps/2.xml</loc>\n  </sitemap>\n"
        "</sitemapindex>\n"
    )


def test_robots_may_read_everything() -> None:
    assert robots("https://a.example/sitemap.xml") == (
        "User-agent: *\nAllow: /\n\nSitemap: https://a.example/sitemap.xml\n"
    )


RELAXNG = etree.RelaxNG(
    etree.fromstring(b"""
<grammar xmlns="http://relaxng.org/ns/structure/1.0" datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"
         ns="http://www.sitemaps.org/schemas/sitemap/0.9">
  <start><element name="urlset"><oneOrMore><element name="url">
    <element name="loc">
      <data type="anyURI"><param name="minLength">12</param><param name="maxLength">2048</param></data>
    </element>
    <optional><element name="lastmod"><choice><data type="date"/><data type="dateTime"/></choice></element></optional>
    <zeroOrMore><element name="link" ns="http://www.w3.org/1999/xhtml">
      <attribute name="rel" ns=""><value>alternate</value></attribute>
      <attribute name="hreflang" ns=""><choice><data type="language"/><value>x-default</value></choice></attribute>
      <attribute name="href" ns=""><data type="anyURI"/></attribute>
    </element></zeroOrMore>
  </element></oneOrMore></element></start>
</grammar>""")
)
PATHS = st.lists(st.sampled_from(["a", "-", "/", "%C5%82", "&", "?", "=", "'"])).map("".join)
URLS = PATHS.map("https://glinka.example/{}".format)
LASTMODS = (
    st.just("")
    | st.dates().map(str)
    | st.datetimes(timezones=st.just(UTC)).map(lambda moment: told(moment).isoformat())
)
ENTRIES = st.builds(
    SitemapEntry,
    URLS,
    LASTMODS,
    st.lists(st.tuples(st.sampled_from(["en", "pl", "x-default"]), URLS), max_size=3).map(tuple),
)


@given(st.lists(ENTRIES, min_size=1, max_size=5))
def test_every_sitemap_keeps_to_the_protocol(entries: list[SitemapEntry]) -> None:
    root = etree.fromstring(sitemap(entries))
    RELAXNG.assertValid(root)
    assert [url.findtext("{*}loc") for url in root] == [entry.url for entry in entries]
    assert [tuple((link.get("hreflang"), link.get("href")) for link in url.findall("{*}link")) for url in root] == [
        entry.alternates for entry in entries
    ]


def tree_of(entries: list[SitemapEntry]) -> bytes:
    """A sitemap from a tree of elements, as the other documents are written."""
    root = element(None, "urlset", "", {"xmlns": sitemap_module.NAMESPACE, "xmlns:xhtml": sitemap_module.XHTML})
    for entry in entries:
        url = element(root, "url")
        element(url, "loc", entry.url)
        if entry.lastmod:
            element(url, "lastmod", entry.lastmod)
        for language, address in entry.alternates:
            element(url, "xhtml:link", "", {"rel": "alternate", "hreflang": language, "href": address})
    return document(root)


ANYTHING = st.text(st.sampled_from("a/&<>'\"\r\n\t\x00\x1f\ud800\ufffeż ") | st.characters()).map("https://{}".format)


@given(st.lists(st.builds(SitemapEntry, ANYTHING, LASTMODS, st.lists(st.tuples(ANYTHING, ANYTHING)).map(tuple))))
def test_a_sitemap_is_written_as_a_tree_would_be(entries: list[SitemapEntry]) -> None:
    assert sitemap(entries) == tree_of(entries)


@settings(max_examples=50)
@given(st.lists(ENTRIES, max_size=12), st.integers(1, 5), st.integers(1, 4000))
def test_large_sitemaps_are_split_within_the_limits(entries: list[SitemapEntry], urls: int, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sitemap_module, "URLS_PER_FILE", urls)
        patch.setattr(sitemap_module, "BYTES_PER_FILE", size)
        files = split(entries)
    assert [entry for file in files for entry in file] == entries
    assert all(len(file) <= urls for file in files)
    assert all(len(sitemap(file)) <= size + 200 for file in files if len(file) > 1)
    assert len(files) == 1 or all(files)


def test_the_limits_are_below_those_of_the_protocol() -> None:
    many = [SitemapEntry(f"https://a.example/{number}/") for number in range(20_001)]
    assert [len(file) for file in split(many)] == [20_000, 1]
    alternates = tuple((f"l{number}", "https://glinka.example/" + "a" * 1900) for number in range(30))
    large = [SitemapEntry(f"https://a.example/{number}/", "2026-03-01", alternates) for number in range(600)]
    files = split(large)
    assert len(files) > 1
    assert all(len(sitemap(file)) < 50_000_000 for file in files)
    assert sitemap_module.URLS_PER_FILE <= 50_000


TEXTS = st.text() | st.text(st.characters(codec=None, categories=["Cc", "Cs", "Co", "Cn", "Lo", "So"]))
MOMENTS = st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)).flatmap(  # noqa: DTZ001 - the zone comes next
    lambda moment: st.integers(-86_000, 86_000).map(lambda off: moment.replace(tzinfo=timezone(timedelta(seconds=off))))
)


def read(text: str) -> str:
    """`text` as it comes back from a parser."""
    return xml_text(text).replace("\r\n", "\n").replace("\r", "\n")


@given(TEXTS, TEXTS, MOMENTS, MOMENTS)
@example("a\r\nb\rc\x00\ufffe", "\r]]>", ENTRY.published, ENTRY.updated)
def test_any_text_makes_feeds_that_parse_and_give_it_back(
    text: str, other: str, published: datetime, updated: datetime
) -> None:
    channel = Channel(text, other, "https://a.example/", "https://a.example/feed", "en", other)
    entry = FeedEntry(text, "https://a.example/x/", published, updated, other, text, (other,), (text,))
    feed = etree.parse(BytesIO(atom(channel, [entry]))).getroot()
    found = feed.find("{*}entry")
    assert found is not None
    assert [feed.findtext("{*}title"), found.findtext("{*}title"), found.findtext("{*}author/{*}name")] == [
        read(text),
        read(text),
        read(other),
    ]
    assert (found.findtext("{*}summary") or "", found.findtext("{*}content") or "") == (read(other), read(text))
    category = found.find("{*}category")
    assert category is not None
    assert category.get("term") == read(text)
    item = etree.parse(BytesIO(rss(channel, [entry]))).find("channel/item")
    assert item is not None
    assert [item.findtext("title"), item.findtext("category")] == [read(text), read(text)]
    assert (item.findtext("description") or "", item.findtext("{*}encoded") or "") == (read(other), read(text))


@given(MOMENTS, MOMENTS)
def test_moments_are_told_as_the_formats_ask(published: datetime, updated: datetime) -> None:
    entry = FeedEntry("t", "https://a.example/x/", published, updated)
    feed = etree.fromstring(atom(CHANNEL, [entry]))
    told_updated = feed.findtext("{*}entry/{*}updated")
    assert told_updated == feed.findtext("{*}updated")
    assert told_updated is not None
    assert len(told_updated) == len("2026-03-01T09:30:00+01:00")
    assert abs(datetime.fromisoformat(told_updated) - updated) < timedelta(seconds=1)
    told_published = etree.fromstring(rss(CHANNEL, [entry])).findtext("channel/item/pubDate")
    assert told_published is not None
    if published.year >= 1000:
        assert abs(email.utils.parsedate_to_datetime(told_published) - published) < timedelta(seconds=1)


def test_updated_is_that_of_the_newest_entry_in_any_order() -> None:
    for entries in ([ENTRY, BARE], [BARE, ENTRY]):
        assert etree.fromstring(atom(CHANNEL, entries)).findtext("{*}updated") == "2026-03-02T12:00:05+00:00"
