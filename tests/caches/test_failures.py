"""A cache that is not there, slow or wrong costs a warning and the time to encode: never the build."""

import ssl
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import obstore
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from obstore.store import S3Store

from caches.conftest import Machine
from shopgen.caches import listing
from shopgen.caches.listing import IMAGE_LIST
from shopgen.outcome import BuildReport
from support import web_site
from support.inline import report as told
from support.web_site import Fault, WebSite, serving, silent_port
from support.workplace import Workplace

Machines = Callable[[str], Machine]

ALL = "all pictures had to be made here"


def pictures(report: BuildReport) -> int:
    return sum(path.startswith("images/") for path in report.manifest)


def remark(machine: Machine, cache: str) -> str:
    """The one warning of a build that gives what it gives without a cache; `all` for the number of its pictures."""
    report = machine.build(cache)
    assert len(report.remarks) == 1
    number = pictures(report)
    assert machine.shop.tree() == machine.expected
    return report.remarks[0].message.replace(f"{number} of {number} ", "all ").replace(f" of {number} ", " of all ")


SLOW = ("silent", "dripping")
"""Who is not slow is given the time that it takes on a machine with much else to do."""

LIST_FAULTS = {
    "silent": (web_site.silent, "is too slow to answer"),
    "dripping": (web_site.dripping, "is too slow to answer"),
    "failing": (web_site.failing, "answers with status 500"),
    "cut off": (web_site.cut_off, "has a list of its images that is damaged"),
    "compressed": (web_site.compressed, "compresses files, though it was asked not to"),
    "no http": (web_site.no_http, "does not answer as a web site should"),
    "elsewhere": (web_site.leading_to("https://other.example/list.json"), "redirects to another host"),
    "another port": (web_site.leading_to("http://127.0.0.1:1/"), "redirects to another host"),
    "no address": (web_site.leading_to("http://[/"), "redirects to another host"),
    "circle": (web_site.leading_to(f"/{IMAGE_LIST}"), "redirects in circles"),
}


@pytest.mark.parametrize("name", LIST_FAULTS)
def test_a_live_site_whose_list_cannot_be_had_is_left_alone(
    live: WebSite, machines: Machines, request: pytest.FixtureRequest, name: str
) -> None:
    if name in SLOW:
        request.getfixturevalue("short_patience")
    fault, what = LIST_FAULTS[name]
    live.faults[f"/{IMAGE_LIST}"] = fault
    assert remark(machines("fresh"), live.url) == f"the image cache {live.url} {what}; {ALL}"
    assert [path for path in live.asked if path.startswith("/images/")] == []


def test_an_endless_list_is_not_read_to_its_end(
    live: WebSite, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopgen.caches.live.MAX_LIST", 1_000_000)
    live.faults[f"/{IMAGE_LIST}"] = web_site.endless
    assert "sends more than a picture can have" in remark(machines("fresh"), live.url)


IMAGE_FAULTS: dict[str, tuple[Fault, str]] = {
    "silent": (web_site.silent, "is too slow to answer"),
    "dripping": (web_site.dripping, "is too slow to answer"),
    "failing": (web_site.failing, "answers with status 500"),
    "cut off": (web_site.cut_off, "has pictures that are not what its list says"),
    "flipped": (web_site.flipped, "has pictures that are not what its list says"),
    "endless": (web_site.endless, "sends more than a picture can have"),
    "elsewhere": (web_site.leading_to("//other.example/a.webp"), "redirects to another host"),
    "gone": (lambda visit, content: visit.tell(404, b""), "lacks pictures that are on its list"),
}


@pytest.mark.parametrize("name", IMAGE_FAULTS)
def test_pictures_that_cannot_be_had_are_made_here(
    live: WebSite, machines: Machines, request: pytest.FixtureRequest, name: str
) -> None:
    if name in SLOW:
        request.getfixturevalue("short_patience")
    fault, what = IMAGE_FAULTS[name]
    live.faults["/images/"] = fault
    assert remark(machines("fresh"), live.url) == f"the image cache {live.url} {what}; {ALL}"


def test_one_wrong_picture_costs_that_one(live: WebSite, machines: Machines) -> None:
    (bad, *_) = sorted(path.name for path in (live.folder / "images").iterdir())
    live.faults[f"/images/{bad}"] = web_site.flipped
    message = remark(machines("fresh"), live.url)
    assert message.endswith("has pictures that are not what its list says; 1 of all pictures had to be made here")


def test_redirects_within_the_site_are_followed(live: WebSite, machines: Machines) -> None:
    (live.folder / "list.json").write_bytes((live.folder / IMAGE_LIST).read_bytes())
    live.faults[f"/{IMAGE_LIST}"] = web_site.leading_to("/list.json")
    report = machines("fresh").build(live.url)
    assert report.remarks == ()
    assert report.shared is not None
    assert report.shared.brought == pictures(report)


def test_a_connection_that_was_closed_meanwhile_is_opened_again(live: WebSite, machines: Machines) -> None:
    live.faults["/"] = web_site.hanging_up
    report = machines("fresh").build(live.url)
    assert report.remarks == ()
    assert report.shared is not None
    assert report.shared.brought == pictures(report)


def test_no_more_than_twelve_questions_are_open_at_once(live: WebSite, machines: Machines) -> None:
    report = machines("fresh").build(live.url)
    assert 1 <= live.most_at_once <= 12
    assert len(live.asked) == pictures(report) + 1
    assert live.asked[0] == f"/{IMAGE_LIST}"


def test_a_site_that_is_always_wrong_is_soon_asked_no_more(live: WebSite, tmp_path: Path) -> None:
    many = "".join(
        f"-- catalog/m{number}.yaml --\ntitle: M{number}\nsku: M{number}\nprice: 1.00\n"
        f"images: [m{number}.jpg]\n-- catalog/m{number}.jpg: {30 + number}x30 --\n"
        for number in range(80)
    )
    published = Machine(Workplace(tmp_path / "many", many))
    published.build()
    with serving(published.shop.output) as site:
        site.faults["/images/"] = web_site.failing
        report = Machine(Workplace(tmp_path / "fresh-many", many)).build(site.url)
    assert len(report.remarks) == 1
    assert len(site.asked) <= 1 + 8 + 24 < len([path for path in report.manifest if path.startswith("images/")])


def test_a_site_that_is_not_there(machines: Machines) -> None:
    with silent_port() as port:
        url = f"http://127.0.0.1:{port}"
        assert remark(machines("fresh"), url) == f"the image cache {url} cannot be reached; {ALL}"


def test_a_site_that_never_had_a_list(tmp_path: Path, machines: Machines) -> None:
    tmp_path.joinpath("empty").mkdir()
    with serving(tmp_path / "empty") as site:
        message = remark(machines("fresh"), site.url)
    assert message == f"the image cache {site.url} has no list of its images (`{IMAGE_LIST}`); {ALL}"


def test_names_on_a_list_are_never_paths(live: WebSite, machines: Machines) -> None:
    """Only what is planned is looked up; what else is on the list is asked for by nobody."""
    images = dict(listing.read((live.folder / IMAGE_LIST).read_bytes()))
    (one, *_) = images.values()
    images |= {"../../secret": one, "/etc/passwd": one, "images/\n.webp": one, "http://other.example/a.webp": one}
    (live.folder / IMAGE_LIST).write_bytes(listing.written(images))
    fresh = machines("fresh")
    report = fresh.build(live.url)
    assert report.remarks == ()
    assert all(path.startswith("/images/mug-") for path in live.asked[1:])
    assert not (fresh.shop.root.parent / "secret").exists()


def test_a_folder_that_is_a_file(tmp_path: Path, machines: Machines) -> None:
    (tmp_path / "file").write_text("mine")
    assert remark(machines("fresh"), str(tmp_path / "file")).endswith("all new pictures could not be put there")
    assert (tmp_path / "file").read_text() == "mine"


def test_a_folder_that_would_be_published_is_not_used(machines: Machines) -> None:
    assert "lies in the output folder" in remark(machines("fresh"), "public/images-cache")


def test_a_folder_of_other_things_gives_nothing_and_loses_nothing(tmp_path: Path, machines: Machines) -> None:
    folder = tmp_path / "shared"
    machines("first").build(str(folder))
    (parcel, *_) = sorted(folder.rglob("*/*"))
    parcel.write_bytes(b"not a picture")
    (folder / "notes.txt").write_text("mine")
    message = remark(machines("fresh"), str(folder))
    assert message == f"the image cache {folder} holds pictures that are damaged; 1 of all pictures had to be made here"
    assert (folder / "notes.txt").read_text() == "mine"
    assert machines("third").build(str(folder)).remarks == ()


def test_a_huge_file_in_a_folder_is_not_read(
    tmp_path: Path, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "shared"
    machines("first").build(str(folder))
    monkeypatch.setattr("shopgen.caches.folder.MAX_PARCEL", 10)
    assert "holds files that are no pictures" in remark(machines("fresh"), str(folder))


def test_a_bucket_whose_server_is_not_there(
    s3: str, machines: Machines, short_patience: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    with silent_port() as port:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{port}")
        assert remark(machines("fresh"), s3) == f"the image cache {s3} does not answer as it should; {ALL}"


def test_a_bucket_whose_server_is_silent(
    s3: str, machines: Machines, short_patience: None, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with serving(tmp_path) as site:
        site.faults["/"] = web_site.silent
        monkeypatch.setenv("AWS_ENDPOINT_URL", site.url)
        assert remark(machines("fresh"), s3) == f"the image cache {s3} does not answer as it should; {ALL}"


def test_a_huge_object_is_not_read(s3: str, machines: Machines, monkeypatch: pytest.MonkeyPatch) -> None:
    machines("first").build(s3)
    monkeypatch.setattr("shopgen.caches.s3.MAX_PARCEL", 10)
    assert "holds objects that are no pictures" in remark(machines("fresh"), s3)


def test_a_bucket_that_does_not_exist(s3: str, machines: Machines) -> None:
    message = remark(machines("fresh"), "s3://no-such-bucket-here/images")
    assert message == (
        "the image cache s3://no-such-bucket-here/images has no such bucket; all new pictures could not be put there"
    )


def test_what_a_bucket_answers_is_never_shown(
    s3: str, machines: Machines, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """S3 repeats keys and what was signed in its refusals."""
    refusal = b"<Error><Code>InvalidAccessKeyId</Code><AWSAccessKeyId>AKIAIOSFODNN7EXAMPLE</AWSAccessKeyId></Error>"
    with serving(tmp_path) as site:
        site.faults["/"] = lambda visit, content: visit.tell(403, refusal)
        monkeypatch.setenv("AWS_ENDPOINT_URL", site.url)
        report = machines("fresh").build(s3)
    text = told(report.remarks)
    assert "refuses this machine" in text
    assert not any(secret in text for secret in ("AKIA", "wJalr", "Signature", "127.0.0.1"))


def test_a_library_that_is_not_installed_is_told_with_the_command_that_installs_it(
    s3: str, machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shopgen.caches.s3.find_spec", lambda name: None)
    report = machines("fresh").build(s3)
    assert report.remarks[0].message.startswith(f"the image cache {s3} needs a library that is not installed; ")
    assert report.remarks[0].hint == 'get it with `pip install "shopgen[s3]"`'


def test_objects_come_through_the_library_as_they_were_put(s3: str, machines: Machines) -> None:
    report = machines("first").build(s3)
    bucket, _, prefix = s3.removeprefix("s3://").partition("/")
    store = S3Store(bucket, prefix=prefix, client_options={"allow_http": True})
    entries = obstore.list(store).collect()
    assert len(entries) == pictures(report)
    assert all(bytes(obstore.get(store, each["path"]).bytes()).startswith(b"shopgen image 1\n") for each in entries)


def certificate(folder: Path) -> Path:
    """A key and a certificate that nobody but this test trusts."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number(), now, now + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file = folder / "certificate.pem"
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def test_a_site_must_prove_who_it_is(
    live: WebSite, machines: Machines, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    live.socket = context.wrap_socket(live.socket, server_side=True)
    url = live.url.replace("http:", "https:")
    assert remark(machines("fresh"), url) == f"the image cache {url} has no certificate that can be trusted; {ALL}"
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    report = machines("other").build(url)
    assert report.remarks == ()
    assert report.shared is not None
    assert report.shared.brought == pictures(report)
