"""A shop while it is changed: what is shown, what follows, what is repaired."""

import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from shopgen.core.disk import Disk
from shopgen.engine.memory import Memory
from support.following import edit, save
from support.inline import picture

BLUE = "catalog/mugs/blue.yaml"


def until(condition: Callable[[], bool], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def test_pages_are_those_of_the_shop_with_a_script(serve, root: Path) -> None:
    preview = serve()
    reply = preview.get("/products/blue/")
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert "Blue mug" in reply.body
    assert reply.body.count('<script type="module" src="/_shopgen/live.js?seen=') == 1
    assert reply.body.rstrip().endswith("</script></body>\n</html>") or re.search(
        r"</script></body>\s*</html>\s*$", reply.body
    )


def test_what_is_not_published_yet_is_shown(serve) -> None:
    preview = serve()
    assert "Green mug" in preview.get("/products/green/").body
    assert "Not yet." in preview.get("/news/later/").body


def test_other_files_come_as_they_are(serve) -> None:
    preview = serve()
    note = preview.get("/note.txt")
    assert (note.status, note.headers["content-type"], note.body) == (200, "text/plain; charset=utf-8", "A note.\n")
    assert preview.get("/.well-known/security.txt").body == "Contact: mailto:studio@glinka.example\n"
    style = re.search(r'<link rel="stylesheet" href="([^"]+)"', preview.get("/").body)
    assert style
    assert preview.get(style[1]).headers["content-type"] == "text/css; charset=utf-8"


def pictures_on(preview, address: str) -> set[str]:
    page = preview.get(address).body
    return set(re.findall(r'<img[^>]* src="([^"]+)"', page)) | set(re.findall(r'srcset="(\S+)', page))


def test_something_is_shown_for_a_picture_that_is_missing_or_broken(serve, root: Path) -> None:
    (root / "catalog/mugs/text.jpg").write_bytes(b"hello")
    edit(root, BLUE, "price: 24", "price: 24\nimages: [gone.jpg, text.jpg]")
    preview = serve()
    shown = [preview.get(address) for address in sorted(pictures_on(preview, "/products/blue/"))]
    assert {reply.headers["content-type"] for reply in shown} == {"image/svg+xml"}
    assert {name for reply in shown for name in re.findall(r">([a-z]+\.jpg)<", reply.body)} == {"gone.jpg", "text.jpg"}
    page = preview.get("/products/blue/").body
    assert "there is no picture `gone.jpg`" in page
    assert "`text.jpg`: the content is not a picture that can be read" in page


def test_something_is_shown_for_a_picture_that_breaks_while_it_is_made(serve, root: Path) -> None:
    content = picture(600, 600)
    (root / "catalog/mugs/cut.jpg").write_bytes(content[: len(content) // 2])
    edit(root, BLUE, "price: 24", "price: 24\nimages: [cut.jpg]")
    preview = serve()
    for address in pictures_on(preview, "/products/blue/"):
        reply = preview.get(address)
        assert (reply.status, reply.headers["content-type"]) == (200, "image/svg+xml")
        assert ">cut.jpg<" in reply.body
        assert "the picture is damaged" in reply.body


def test_an_address_without_its_slash_leads_to_the_one_with_it(serve) -> None:
    reply = serve().get("/products/blue?a=1&b=2")
    assert (reply.status, reply.headers["location"]) == (307, "/products/blue/?a=1&b=2")


def test_what_is_not_there_is_answered_by_the_page_of_the_shop(serve) -> None:
    preview = serve()
    reply = preview.get("/nope/")
    assert reply.status == 404
    assert 'src="/_shopgen/live.js' in reply.body
    assert "Glinka" in reply.body


def test_head_has_no_body(serve) -> None:
    reply = serve().get("/", "HEAD")
    assert (reply.status, reply.body) == (200, "")
    assert reply.headers["content-type"] == "text/html; charset=utf-8"


def test_the_shop_may_live_below_a_path(serve, root: Path) -> None:
    edit(root, "shop.yaml", "https://glinka.example/", "https://glinka.example/kubki/")
    preview = serve()
    assert preview.get("/").headers["location"] == "/kubki/"
    page = preview.get("/kubki/products/blue/").body
    assert "Blue mug" in page
    style = re.search(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert style
    assert style[1].startswith("/kubki/")
    assert preview.get(style[1]).status == 200
    assert preview.get("/products/blue/").status == 404


def test_a_change_is_in_the_next_answer(serve, root: Path) -> None:
    preview = serve()
    preview.get("/products/blue/")
    edit(root, BLUE, "It is blue.", "It is very blue.")
    until(lambda: "It is very blue." in preview.get("/products/blue/").body)
    (root / "catalog/mugs/red.yaml").write_text("title: Red mug\nsku: MUG-RED\nprice: 20\n", "utf-8")
    until(lambda: preview.get("/products/red/").status == 200)
    (root / "catalog/mugs/red.yaml").unlink()
    until(lambda: preview.get("/products/red/").status == 404)


def test_a_new_folder_is_followed(serve, root: Path) -> None:
    preview = serve()
    assert "About us" not in preview.get("/about/").body
    (root / "content/pages").mkdir()
    (root / "content/pages/about.md").write_text("---\ntitle: About us\n---\nHello.\n", "utf-8")
    until(lambda: preview.get("/about/").status == 200)
    (root / "templates").mkdir()
    time.sleep(0.1)
    (root / "templates/404.html").write_text("<p>Lost", "utf-8")
    until(lambda: preview.get("/nope/").body.startswith("<p>Lost"))


def test_a_checkout_of_five_thousand_files_is_planned_twice(serve, root: Path, monkeypatch) -> None:
    preview = serve()
    plans = []
    plan = preview.session.plan

    def plan_while_the_rest_comes(changed: set[str]) -> object:
        plans.append(changed)
        planned = plan(changed)
        for number in range(1, 5000) if len(plans) == 1 else ():
            (root / f"static/many/{number}.txt").write_text(str(number))
            preview.changes.put(f"static/many/{number}.txt")
        return planned

    monkeypatch.setattr(preview.session, "plan", plan_while_the_rest_comes)
    (root / "static/many").mkdir()
    save(root / "static/many/0.txt", "0")
    until(lambda: preview.get("/many/4999.txt").body == "4999")
    preview.stop()
    assert len(plans) == 2
    assert preview.answers.answer("/many/0.txt").content == b"0"


def test_what_changed_while_it_was_starting_is_found(serve, root: Path, monkeypatch) -> None:
    preview = serve(start=False)
    preview.answers.prefix()
    edit(root, BLUE, "Blue mug", "Azure mug")
    preview.start()
    until(lambda: "Azure mug" in preview.get("/products/blue/").body)


def test_a_file_with_two_names_changes_under_both(serve, root: Path) -> None:
    (root / "themes/real/templates").mkdir(parents=True)
    (root / "themes/real/theme.yaml").write_text("name: real\nextends: default\n", "utf-8")
    (root / "themes/real/templates/404.html").write_text("<p>Lost", "utf-8")
    (root / "themes/mine").symlink_to("real")
    with (root / "shop.yaml").open("a") as settings:
        settings.write("theme: mine\n")
    preview = serve()
    assert preview.get("/nope/").body.startswith("<p>Lost")
    (root / "themes/real/templates/404.html").write_text("<p>Found", "utf-8")
    until(lambda: preview.get("/nope/").body.startswith("<p>Found"))


def test_a_second_preview_begins_where_the_first_ended(serve, root: Path) -> None:
    first = serve()
    page = first.get("/products/blue/").body
    first.answers.save(60)
    second = serve()
    assert without_seen(second.get("/products/blue/").body) == without_seen(page)
    assert "shopgen-mark" in second.get("/news/later/").body
    edit(root, BLUE, "It is blue.", "It is very blue.")
    until(lambda: "It is very blue." in second.get("/products/blue/").body)
    edit(root, BLUE, "Blue mug", "Azure mug")
    until(lambda: "Azure mug" in second.get("/").body)


def begun_and_robbed(serve: Callable[[], Any], root: Path) -> tuple[str, Any]:
    """A page of a preview, and a second preview that began where that ended, then lost all that was put away."""
    first = serve()
    page = first.get("/products/blue/").body
    first.answers.save(60)
    second = serve()
    second.answers.prefix()
    for pack in root.glob(".shopgen/*/store/packs/*"):
        pack.unlink()
    return page, second


def test_what_the_last_preview_left_may_be_gone(serve, root: Path) -> None:
    page, second = begun_and_robbed(serve, root)
    assert without_seen(second.get("/products/blue/").body) == without_seen(page)


def test_finished_pages_may_be_all_that_is_left_of_the_last_preview(serve, root: Path) -> None:
    first = serve()
    page = first.get("/products/blue/").body
    first.answers.save(60)
    memory = Memory(Disk(), root / ".shopgen")
    memory.store.collect(memory.ledger.digests())
    second = serve()
    assert without_seen(second.get("/products/blue/").body) == without_seen(page)
    assert second.crashes == []


def test_a_good_page_that_is_lost_does_not_hide_the_error(serve, root: Path) -> None:
    _, second = begun_and_robbed(serve, root)
    edit(root, BLUE, "price: 24", "price: <b>24")
    until(lambda: "<code>bad-amount</code>" in second.get("/products/blue/").body)
    assert second.get("/products/blue/").status == 500
    assert second.crashes == []


def test_a_shop_that_is_lost_does_not_hide_the_error(serve, root: Path) -> None:
    _, second = begun_and_robbed(serve, root)
    (root / "shop.yaml").write_text("name: [", "utf-8")
    until(lambda: "<code>yaml-syntax</code>" in second.get("/products/blue/").body)
    assert second.get("/products/blue/").status == 500
    assert second.crashes == []


def without_seen(page: str) -> str:
    return re.sub(r"seen=[0-9a-f-]+", "", page)


def test_an_error_stands_above_the_last_good_page_and_goes_when_it_is_repaired(serve, root: Path) -> None:
    preview = serve()
    assert "Blue mug" in preview.get("/products/blue/").body
    edit(root, BLUE, "price: 24", "price: <b>24")
    until(lambda: "<code>bad-amount</code>" in preview.get("/products/blue/").body)
    reply = preview.get("/products/blue/")
    assert reply.status == 200
    assert "Blue mug" in reply.body
    link = f'<a class="place" href="vscode://file{root}/{BLUE}:3:8" title="Open in the editor">{BLUE}:3:8</a>'
    assert link in reply.body
    assert '<span class="dim">    3 | </span><span class="source">price: &lt;b&gt;24\n</span>' in reply.body
    assert "shopgen-problems" in preview.get("/").body
    edit(root, BLUE, "price: <b>24", "price: 25")
    until(lambda: "shopgen-problems" not in preview.get("/products/blue/").body)
    assert "25" in preview.get("/products/blue/").body


def test_a_shop_that_was_never_right_shows_only_its_errors(serve, root: Path) -> None:
    settings = (root / "shop.yaml").read_text("utf-8")
    (root / "shop.yaml").write_text("name: [", "utf-8")
    preview = serve()
    reply = preview.get("/anything/")
    assert reply.status == 500
    assert '<body class="shopgen-page">' in reply.body
    assert "<h1>The shop has errors</h1>" in reply.body
    assert "<code>yaml-syntax</code>" in reply.body
    assert 'src="/_shopgen/live.js' in reply.body
    (root / "shop.yaml").write_text(settings, "utf-8")
    until(lambda: preview.get("/").status == 200)


def test_a_page_that_cannot_be_made_says_why(serve, root: Path) -> None:
    preview = serve()
    assert preview.get("/nope/").status == 404
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text("{{ nothing.at.all }}", "utf-8")
    until(lambda: "<code>template-failed</code>" in preview.get("/nope/").body)
    assert "Glinka" in preview.get("/nope/").body
    assert preview.get("/").status == 200


def test_a_template_that_was_seen_empty_does_not_replace_the_last_good_page(serve, root: Path) -> None:
    preview = serve()
    assert "Glinka" in preview.get("/nope/").body
    (root / "templates").mkdir()
    (root / "templates/404.html").write_text("", "utf-8")
    until(lambda: "Glinka" not in preview.get("/nope/").body)
    (root / "templates/404.html").write_text("{{ nothing.at.all }}", "utf-8")
    until(lambda: "<code>template-failed</code>" in preview.get("/nope/").body)
    assert "Glinka" in preview.get("/nope/").body


def test_a_bug_is_shown_as_one_and_not_as_a_traceback(serve, root: Path, monkeypatch, capfd) -> None:
    preview = serve()
    preview.get("/")

    def make(path: str, planned: object) -> None:
        raise ZeroDivisionError("<secret>")

    monkeypatch.setattr(preview.session, "make", make)
    reply = preview.get("/products/green/")
    assert reply.status == 500
    assert "this is a bug in shopgen (ZeroDivisionError)" in reply.body
    assert "secret" not in reply.body
    assert [type(crash) for crash in preview.crashes] == [ZeroDivisionError]
    assert capfd.readouterr() == ("", "")


def test_nothing_of_the_preview_is_ever_written(serve, root: Path) -> None:
    preview = serve()
    preview.get("/")
    preview.answers.save(60)
    assert not (root / "public").exists()
    assert [file for file in root.rglob("*") if file.is_file() and b"_shopgen/reload.js" in file.read_bytes()] == []


def test_without_reload_pages_have_no_script(serve) -> None:
    assert 'src="/_shopgen' not in serve(reload=False).get("/").body


def test_two_previews_take_two_ports(serve) -> None:
    assert serve().port != serve().port


@pytest.mark.parametrize("count", [100])
def test_idle_connections_do_not_stop_it(serve, count: int) -> None:
    import socket

    preview = serve()
    idle = [socket.create_connection(("127.0.0.1", preview.port)) for _ in range(count)]
    assert preview.get("/").status == 200
    for connection in idle:
        connection.close()


def test_a_browser_is_told_when_its_page_is_another(serve, root: Path) -> None:
    preview = serve()
    served = re.search(r"seen=(\w+)", preview.get("/products/blue/").body)
    assert served
    told = preview.events("/products/blue/")
    first = next(told)
    assert first["seen"] == served[1]
    edit(root, "catalog/mugs/green.yaml", "price: 22", "price: 21")
    edit(root, BLUE, "It is blue.", "It is very blue.")
    until(lambda: "It is very blue." in preview.get("/products/blue/").body)
    again = re.search(r"seen=(\w+)", preview.get("/products/blue/").body)
    assert again
    second = next(each for each in told if each["seen"] == again[1])
    assert second["rest"] != first["rest"]


def test_a_browser_is_not_told_of_changes_that_its_page_does_not_show(serve, root: Path) -> None:
    preview = serve()
    told = preview.events("/news/later/")
    before = next(told)
    edit(root, BLUE, "price: 24", "price: 25")
    until(lambda: "25.00" in preview.get("/products/blue/").body)
    time.sleep(0.2)
    edit(root, "content/news/later.md", "Not yet.", "Not now.")
    after = next(told)
    assert after["page"] != before["page"]
    assert after["seen"] == next(preview.events("/news/later/"))["seen"]


def test_a_bug_of_the_preview_itself_is_told_in_words(serve, monkeypatch, capfd) -> None:
    preview = serve()
    preview.get("/")

    def answer(address: str, query: str = "") -> None:
        raise ZeroDivisionError("<secret>")

    monkeypatch.setattr(preview.answers, "answer", answer)
    for address in ("/", "/_shopgen/inspect?page=/", "/_shopgen/problems?page=/"):
        reply = preview.get(address)
        assert reply.status == 500
        assert "this is a bug in shopgen (ZeroDivisionError)" in reply.body
        assert "secret" not in reply.body
        assert reply.headers["x-content-type-options"] == "nosniff"
    assert capfd.readouterr() == ("", "")
