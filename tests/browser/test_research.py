"""The user's own work in the page: written on words and verses, found again, judged, taken back, taken elsewhere."""

from __future__ import annotations

import json
import re
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, Route, expect

Open = Callable[..., Page]
Item = dict[str, Any]


def word(page: Page, reference: str) -> Locator:
    return page.locator(f'.word[data-ref="{reference}"]')


def send(page: Page, method: str, path: str, body: object = None) -> Any:
    """What the page's own server answers: nobody else has its research."""
    return page.evaluate(
        """([method, path, body]) => fetch(`/api/v1/${path}`, {
            method, body, headers: body ? {"Content-Type": "application/json"} : {},
        }).then((answer) => answer.json())""",
        [method, path, json.dumps(body) if body is not None else None],
    )


def kept(page: Page, query: str = "") -> list[Item]:
    items: list[Item] = send(page, "GET", f"items?{query}")["items"]
    return items


def make(page: Page, kind: str, data: Item, **places: str) -> Item:
    anchors = {"anchors": {role.rstrip("_"): [place] for role, place in places.items()}} if places else {}
    item: Item = send(page, "POST", "items", {"kind": kind, "data": data, **anchors})["item"]
    return item


def places(item: Item) -> dict[str, list[str]]:
    return {role: [each["place"] for each in anchors] for role, anchors in item["anchors"].items()}


def desk(page: Page) -> Locator:
    return page.locator(".desk")


def field(page: Page, label: str) -> Locator:
    return desk(page).get_by_label(label, exact=True)


def notice(page: Page) -> Locator:
    return page.locator(".undo-notice")


def begin(page: Page, kind: str) -> None:
    """Open the desk from the panel of the word or verse that is open."""
    panel = page.locator(".place-research details.needs-change").last
    if panel.get_attribute("open") is None:
        panel.locator("summary").click()
    panel.get_by_role("button", name=kind, exact=True).click()
    expect(desk(page)).to_be_visible()


def save(page: Page) -> None:
    desk(page).get_by_role("button", name="Save", exact=True).click()
    expect(desk(page)).to_have_count(0)


def test_a_note_on_a_word_is_shown_marked_and_taken_back(base: str, open_page: Open) -> None:
    page = open_page("surah/112", base=base)
    word(page, "112:2:1").click()
    begin(page, "Note")
    field(page, "Text").fill('The *Name*, see 2:255.\n\n- <img src=x onerror="alert(1)">')
    save(page)
    item = page.locator(".inspector .item")
    expect(item.locator("em")).to_have_text("Name")
    expect(item.get_by_role("link", name="2:255")).to_have_attribute("href", "/surah/2#2:255")
    expect(item.locator("li")).to_have_text('<img src=x onerror="alert(1)">')
    expect(word(page, "112:2:1")).to_have_attribute("aria-description", "Your research: 1 item")
    expect(page.locator(".noted")).to_have_count(2)  # the word and the number of its verse
    (note,) = kept(page)
    assert (note["data"]["title"], places(note)) == ("The Name, see 2:255.", {"target": ["112:2:1"]})
    expect(notice(page)).to_contain_text("Added: Note.")
    notice(page).get_by_role("button", name="Undo").click()
    expect(item).to_have_count(0)
    expect(page.locator(".noted")).to_have_count(0)
    assert [each["id"] for each in kept(page, "bin=true")] == [note["id"]]


def test_words_are_chosen_and_annotated_by_key(base: str, open_page: Open) -> None:
    page = open_page("surah/112", base=base)
    word(page, "112:3:1").focus()
    page.keyboard.press("Shift+ArrowLeft")
    page.keyboard.press("Shift+ArrowLeft")
    expect(page.locator(".word[aria-pressed=true]")).to_have_count(3)
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary").locator("h2")).to_have_text("Words 112:3:1–3")
    page.get_by_text("Add to 112:3:1–3").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field(page, "Layer").fill("rhetoric")
    page.keyboard.press("Tab")
    page.keyboard.type("parallel")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".inspector .item")).to_contain_text("parallel")
    assert [(each["data"], places(each)) for each in kept(page)] == [
        ({"layer": "rhetoric", "text": "parallel"}, {"target": ["112:3:1-3"]})
    ]
    page.keyboard.press("u")
    expect(notice(page)).to_contain_text("Undone: Annotation.")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowLeft")
    expect(page.locator(".word[aria-pressed]")).to_have_count(0)
    page.keyboard.press("e")
    expect(page.get_by_text("Add to 112:3", exact=True)).to_be_focused()


def test_words_are_chosen_by_shift_and_a_click(base: str, open_page: Open) -> None:
    page = open_page("surah/112", base=base)
    word(page, "112:4:2").click()
    word(page, "112:4:4").click(modifiers=["Shift"])
    expect(page.get_by_role("complementary").locator("h2")).to_have_text("Words 112:4:2–4")
    word(page, "112:1:1").click(modifiers=["Shift"])  # of another verse: a choice of its own
    expect(page.get_by_role("complementary").locator("h2")).to_have_text("Word 112:1:1")


def test_a_connection_is_drawn_from_one_surah_to_another(base: str, open_page: Open) -> None:
    page = open_page("surah/112", base=base)
    word(page, "112:1:4").click()
    begin(page, "Connection")
    page.get_by_role("button", name="Choose in the text").nth(1).click()
    page.keyboard.press("n")
    expect(page).to_have_title(re.compile("Al-Falaq"))
    word(page, "113:1:3").click()
    expect(field(page, "To")).to_have_value("113:1:3")
    expect(page.locator(".inspector")).to_be_hidden()
    page.get_by_role("button", name="Choose in the text").nth(1).click()
    word(page, "113:2:2").focus()
    page.keyboard.press("Enter")
    expect(field(page, "To")).to_have_value("113:2:2")
    page.get_by_role("button", name="Choose in the text").nth(1).click()
    page.keyboard.press("Escape")
    expect(desk(page)).to_be_visible()
    field(page, "Layer").fill("sense")
    save(page)
    (connection,) = kept(page)
    assert places(connection) == {"from": ["112:1:4"], "to": ["113:2:2"]}


@pytest.mark.parametrize(
    ("place", "kind", "given", "data", "anchors"),
    [
        ("112:4", "Own translation", {"Text": "None is like Him."}, {"language": "en", "text": "None is like Him."}, {}),
        ("112:4:3", "Pronoun reference", {"What it refers to (a place)": "112:2:1"}, {}, {"referent": ["112:2:1"]}),
        ("112:2:1", "Correction", {"Attribute": "root", "Better value": "وله"}, {"attribute": "root", "value": "وله", "source": "اله"}, {}),
        ("112:1", "Bookmark", None, {}, {}),
    ],
)  # fmt: skip
def test_every_kind_is_kept_where_it_is_written(
    place: str, kind: str, given: Item | None, data: Item, anchors: Item, base: str, open_page: Open
) -> None:
    page = open_page(f"surah/112#{place}", base=base)
    if place.count(":") == 1:
        page.keyboard.press("e")
    if given is None:
        page.get_by_role("button", name=kind).click()
    else:
        begin(page, kind)
        for label, text in given.items():
            field(page, label).fill(text)
        save(page)
    expect(notice(page)).to_contain_text(f"Added: {kind}.")
    (item,) = kept(page)
    role = "pronoun" if kind.startswith("Pronoun") else "target"
    assert (item["data"], places(item)) == (data, {role: [place], **anchors})


def test_a_tag_is_offered_again_and_leads_to_its_places(base: str, open_page: Open) -> None:
    page = open_page("surah/112", base=base)
    send(page, "PUT", "tags/oneness/112:1", {})
    word(page, "112:1:4").click()
    begin(page, "Tag on a place")
    expect(page.locator("#desk-name-offers option")).to_have_attribute("value", "oneness")
    field(page, "Name").fill("Oneness")
    save(page)
    page.locator(".inspector .item").get_by_role("link", name="oneness").click()
    expect(page.locator("main h2")).to_have_text("oneness: 2 places marked")
    expect(page.locator("main .item")).to_have_count(2)


def test_what_is_not_saved_survives_a_reload_and_a_failure(
    base: str, open_page: Open, console: list[str]
) -> None:
    page = open_page("surah/112#112:2:1", base=base)
    begin(page, "Note")
    field(page, "Text").fill("half a thought")
    page.reload()
    expect(desk(page)).to_contain_text("Your unsaved text is here again.")
    expect(field(page, "Text")).to_have_value("half a thought")
    page.route("**/api/v1/items", lambda route: route.abort())
    desk(page).get_by_role("button", name="Save", exact=True).click()
    expect(desk(page).get_by_role("alert")).to_contain_text("Kalima does not answer.")
    expect(field(page, "Text")).to_have_value("half a thought")
    page.keyboard.press("Escape")
    expect(notice(page)).to_contain_text("Kept as a draft")
    page.unroute_all()
    page.goto(f"{base}surah/112#112:2:1")
    begin(page, "Note (unsaved text)")
    save(page)
    assert [each["data"]["text"] for each in kept(page)] == ["half a thought"]
    assert page.evaluate("localStorage.getItem('kalima.drafts')") == "[]"
    console.clear()  # of the failure


def test_of_two_at_once_neither_is_lost(base: str, open_page: Open, console: list[str]) -> None:
    page = open_page("about", base=base)
    note = make(page, "note", {"title": "One", "text": "first"})
    page.goto(f"{base}research")
    page.get_by_role("button", name="Edit: Note").click()
    field(page, "Text").fill("mine")
    send(page, "PUT", f"items/{note['id']}", {"data": {"text": "theirs"}})
    desk(page).get_by_role("button", name="Save", exact=True).click()
    expect(desk(page)).to_contain_text("theirs")
    expect(field(page, "Text")).to_have_value("mine")
    desk(page).get_by_role("button", name="Save mine over it").click()
    expect(page.locator("main .item")).to_contain_text("mine")
    page.locator("main .item summary").click()
    expect(page.locator("main .item ins", has_text="theirs")).to_be_visible()
    page.get_by_role("button", name="Make this the present state").first.click()
    expect(page.locator("main .item .markdown")).to_have_text("theirs")
    console.clear()


@pytest.mark.parametrize(
    ("language", "line", "text", "place", "says"),
    [
        ("en", "write 2:286 The *last* verse", "The *last* verse", "2:286", "Added: Note."),
        ("ar", "اكتب ٢:٢٥٥ آية الكرسي", "آية الكرسي", "2:255", "أُضيف: ملاحظة"),
        ("en", "write Here it is", "Here it is", "112:2:1", "Added: Note."),
    ],
)
def test_a_line_writes_a_note(
    language: str, line: str, text: str, place: str, says: str, base: str, open_page: Open
) -> None:
    page = open_page(base=base)
    page.evaluate(f"localStorage.setItem('kalima.language', '{language}')")
    page = open_page("surah/112#112:2:1", base=base)
    page.keyboard.press("/")
    page.keyboard.type(line)
    page.keyboard.press("Enter")
    expect(notice(page)).to_contain_text(says)
    (note,) = kept(page)
    assert (note["data"]["text"], places(note)) == (text, {"target": [place]})


def test_a_line_begins_a_note_and_puts_a_bookmark(base: str, open_page: Open) -> None:
    page = open_page("surah/112#112:2", base=base)
    page.get_by_role("button", name="Go to").click()
    page.keyboard.type("write 300:1 x")
    expect(page.get_by_role("dialog").get_by_text("There is no surah 300")).to_be_visible()
    page.get_by_label("A surah, verse").fill("bookmark 18:10")
    page.get_by_role("button", name="Put a bookmark at 18:10").click()
    expect(notice(page)).to_contain_text("Added: Bookmark.")
    page.keyboard.press("g")
    page.keyboard.type("write")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="New: Note").get_by_label("Place")).to_have_value("112:2")
    assert [places(each) for each in kept(page)] == [{"target": ["18:10"]}]


def test_research_is_listed_found_and_taken_from_the_bin(base: str, open_page: Open) -> None:
    page = open_page("about", base=base)
    make(page, "note", {"title": "الكِتَـٰب", "text": "x"}, target="2:2")
    make(page, "annotation", {"layer": "rhetoric", "text": "an oath"}, target="92:1")
    page.get_by_role("link", name="Research").click()
    expect(page).to_have_title("Your research · Kalima")
    expect(page.locator("main h2")).to_have_text("2 items")
    page.get_by_role("link", name="Annotation 1").click()
    expect(page.locator("main .item")).to_have_count(1)
    expect(page.locator("main .item")).to_contain_text("an oath")
    page.get_by_role("link", name="Everything").click()
    expect(page.locator("main .item")).to_have_count(2)
    page.get_by_label("Words in your research").fill("الكتاب")
    page.keyboard.press("Enter")
    expect(page.locator("main h2")).to_have_text("1 item")
    assert page.url == base + "research?text=" + urllib.parse.quote("الكتاب")
    page.get_by_role("button", name="Delete: Note").click()
    expect(page.locator("main h2")).to_have_text("Nothing is found here.")
    page.get_by_role("link", name="Bin").click()
    page.get_by_role("button", name="Restore: Note").click()
    expect(page.locator("main h2")).to_have_text("Nothing is found here.")
    assert len(kept(page)) == 2
    page.get_by_role("link", name="Everything").click()
    expect(page.locator("main .item")).to_have_count(2)
    page.get_by_role("search").get_by_label("Layer").fill("rhetoric")
    page.get_by_role("button", name="Find").click()
    expect(page.locator("main .item")).to_have_count(1)
    page.get_by_role("link", name="92:1").click()
    expect(page).to_have_title(re.compile("Al-Layl"))


def test_a_hypothesis_is_judged_hit_by_hit(base: str, open_page: Open) -> None:
    page = open_page("research", base=base)
    page.get_by_role("button", name="+ Hypothesis").click()
    field(page, "Claim").fill("The root احد is said of God alone")
    field(page, "Search whose hits decide it").fill("in:112 root:احد")
    save(page)
    notice(page).get_by_role("link", name="Open").click()
    expect(page.locator(".hit")).to_have_count(2)
    page.locator(".hit").first.get_by_role("button", name="Supports").click()
    expect(page.locator("main progress")).to_have_attribute("value", "1")
    page.locator(".hit button").first.focus()
    page.keyboard.press("3")
    expect(page.locator(".hit").first.get_by_role("button", name="Unclear")).to_have_attribute("aria-pressed", "true")  # fmt: skip
    expect(page.locator(".hit").nth(1).locator("button").first).to_be_focused()
    page.keyboard.press("2")
    expect(page.get_by_text("Verdicts: 2 of 2 hits · Supports 0 · Contradicts 1 · Unclear 1")).to_be_visible()
    page.keyboard.press("0")
    expect(page.get_by_text("Verdicts: 1 of 2 hits")).to_be_visible()
    page.get_by_role("button", name="Run the search again").click()
    expect(page.get_by_text("This was its first run")).to_be_visible()
    page.get_by_role("button", name="Edit: Hypothesis").click()
    field(page, "Search whose hits decide it").fill("in:111-112 (root:احد OR root:يدي)")
    field(page, "Status").select_option("supported")
    save(page)
    page.get_by_role("button", name="Run the search again").click()
    expect(page.locator(".notice")).to_contain_text(re.compile("New since the last time, 1 hit: 111:1:2"))
    assert [each["data"]["status"] for each in kept(page, "kind=hypothesis")] == ["supported"]


def test_work_goes_out_comes_in_and_is_restored(base: str, open_page: Open, console: list[str]) -> None:
    page = open_page("about", base=base)
    note = make(page, "note", {"title": "One"}, target="112:1")
    page.goto(f"{base}research/file")
    with page.expect_download() as download:
        page.get_by_role("link", name="All of it (JSON)").click()
    file = json.loads(download.value.path().read_text("utf-8"))
    assert [item["id"] for item in file["items"]] == [note["id"]]
    page.get_by_role("button", name="Make a copy now").press("Enter")
    expect(notice(page)).to_contain_text("The copy is made.")

    def give(items: list[Item]) -> None:
        text = json.dumps(file | {"items": items}).encode()
        page.get_by_label("Research file").set_input_files({"name": "r.json", "mimeType": "application/json", "buffer": text})  # fmt: skip

    give([{"id": "bad", "kind": "note", "data": {}}])
    expect(page.get_by_role("alert")).to_contain_text("item 1 bad: title is missing.")
    give([*file["items"], {"id": "two", "kind": "note", "data": {"title": "Two"}}])
    expect(page.locator(".notice")).to_contain_text("nothing is changed yet")
    assert len(kept(page)) == 1
    page.get_by_role("button", name="Import it").press("Enter")
    expect(page.locator(".notice")).to_contain_text("Imported:")
    assert len(kept(page)) == 2
    page.locator("li", has_text="asked for").get_by_role("button", name="Restore").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Restore it").click()
    expect(notice(page)).to_contain_text("Everything is again as it was then.")
    assert [each["id"] for each in kept(page)] == [note["id"]]
    console.clear()


def test_what_is_served_for_reading_is_not_written(base: str, open_page: Open) -> None:
    def served(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"may_change": False})

    page = open_page("about", base=base)
    make(page, "note", {"title": "One"}, target="112:1")
    page.route("**/api/v1/windows", served)
    page.goto(f"{base}surah/112#112:1")
    expect(page.locator("html")).to_have_class("read-only")
    expect(page.locator(".verse").first).to_be_visible()
    page.keyboard.press("e")
    expect(page.locator(".place-research")).to_contain_text("This Kalima is for reading")
    expect(page.locator(".place-research").get_by_role("button")).to_have_count(0)
    page.keyboard.press("/")
    page.keyboard.type("bookmark")
    page.keyboard.press("Enter")
    expect(notice(page)).to_contain_text("This Kalima is for reading")
    assert len(kept(page)) == 1


@pytest.mark.parametrize(("language", "scheme"), [("en", "light"), ("ar", "dark")])
def test_nobody_is_kept_out(language: str, scheme: str, base: str, open_page: Open) -> None:
    page = open_page("about", base=base, color_scheme=scheme)
    page.evaluate(f"localStorage.setItem('kalima.language', '{language}')")
    claim = {"claim": "One", "query": "in:112 root:احد", "status": "open"}
    send(page, "POST", "items", {"id": "h1", "kind": "hypothesis", "data": claim})
    make(page, "note", {"title": "One", "text": "*a*\n\n1. b"}, target="112:1:1")
    make(page, "connection", {"layer": "x"}, from_="112:1", to="112:2:1")
    for path in ("surah/112#112:1:1", "research/hypothesis/h1", "research", "research/file"):
        page.goto(f"{base}{path}")
        expect(page.locator("html")).to_have_attribute("lang", language)
        expect(page.locator(".item, .research h2").first).to_be_visible()
        if path == "research":
            page.locator("main p.needs-change button").last.click()
            expect(desk(page)).to_be_visible()
        found = Axe().run(page).response["violations"]
        assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == [], path
        page.set_viewport_size({"width": 360, "height": 740})
        assert page.evaluate("document.documentElement.scrollWidth") == 360, path
        page.set_viewport_size({"width": 1280, "height": 860})
