"""Where the preview can be reached, and what it says of that."""

import os
import socket
from pathlib import Path

import pytest

from shopgen.core.failures import EnvironmentFailure
from shopgen.preview.holders import holder
from shopgen.preview.serve import OWN_ADDRESSES, address, address_for_others, listen

PORT = 20_000 + os.getpid() % 200 * 50
"""Each process of the suite has ports of its own, or two would take the same one at once."""


def free(port: int) -> int:
    """A port from `port` on that nobody has on any address."""
    for candidate in range(port, port + 50):
        with socket.socket() as probe:
            try:
                probe.bind(("0.0.0.0", candidate))
            except OSError:
                continue
            return candidate
    raise AssertionError


def test_this_computer_is_listened_to_at_both_of_its_own_addresses_and_nothing_else() -> None:
    told: list[str] = []
    listening = listen("", free(PORT), told.append)
    names = [each.getsockname()[0] for each in listening]
    assert names == [name for name in OWN_ADDRESSES if name != "::1" or has_ipv6()]
    assert len({each.getsockname()[1] for each in listening}) == 1
    assert told == []
    close(listening)


@pytest.mark.skipif(not Path("/proc/net/tcp").exists(), reason="only Linux tells")
def test_a_port_in_use_is_told_with_who_has_it_and_the_next_is_taken() -> None:
    told: list[str] = []
    with socket.create_server(("127.0.0.1", free(PORT))) as other:
        port = other.getsockname()[1]
        name = Path("/proc/self/comm").read_text().strip()
        assert holder(port) == f"{name}, process {os.getpid()}"
        listening = listen("", port, told.append)
        assert listening[0].getsockname()[1] > port
        assert told[0] == f"Port {port} is in use by {name}, process {os.getpid()}; trying {port + 1}."
        close(listening)


@pytest.mark.skipif("not socket.has_ipv6")
def test_a_port_must_be_free_at_both_addresses() -> None:
    if not has_ipv6():
        pytest.skip("no IPv6 here")
    with socket.create_server(("::1", free(PORT)), family=socket.AF_INET6) as other:
        port = other.getsockname()[1]
        listening = listen("", port, lambda line: None)
        assert listening[0].getsockname()[1] > port
        close(listening)


def test_nobody_has_a_free_port() -> None:
    assert holder(free(PORT)) == ""


def test_an_address_of_somebody_else_is_refused() -> None:
    with pytest.raises(EnvironmentFailure, match=r"cannot listen on 192\.0\.2\.1, port \d+: "):
        listen("192.0.2.1", free(PORT), lambda line: None)


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("", "http://localhost:8421/a%20b/"),
        ("127.0.0.1", "http://127.0.0.1:8421/a%20b/"),
        ("::1", "http://[::1]:8421/a%20b/"),
        ("0.0.0.0", "http://localhost:8421/a%20b/"),
        ("shop.local", "http://shop.local:8421/a%20b/"),
    ],
)
def test_the_address_for_a_browser_on_this_computer(host: str, shown: str) -> None:
    assert address(host, 8421, "/a b/") == shown


def test_the_address_for_other_devices_is_one_in_figures() -> None:
    assert address_for_others("192.168.0.7", 8421, "/") == "http://192.168.0.7:8421/"
    shown = address_for_others("0.0.0.0", 8421, "/")
    assert shown == "" or "localhost" not in shown


def test_the_code_for_a_phone_is_drawn_as_wide_as_high() -> None:
    from shopgen.preview.phone import code

    lines = code("http://192.168.0.7:8421/")
    assert {len(line) for line in lines} == {29}  # 25 modules, and two of quiet on either side
    assert len(lines) == 15
    assert set("".join(lines)) == set(" ▀▄█")
    assert lines[0] == "█" * 29


def has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as probe:
            probe.bind(("::1", 0))
    except OSError:
        return False
    return True


def close(sockets: list[socket.socket]) -> None:
    for each in sockets:
        each.close()
