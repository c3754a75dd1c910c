"""The dependency tree of a verse, by pointer and by key: drawn, folded, zoomed, saved, and as a table."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
Ask = Callable[..., dict[str, Any]]


def node(page: Page, position: int) -> Locator:
    return page.locator(f'.tree-node[data-position="{position}"]')


def details(page: Page) -> Locator:
    return page.get_by_role("region", name="The chosen word")


def left_of(page: Page, one: int, other: int) -> bool:
    boxes = [node(page, each).bounding_box() for each in (one, other)]
    assert boxes[0] and boxes[1]
    return boxes[0]["x"] < boxes[1]["x"]


def go_to_longest(page: Page, press: str | None = None) -> None:
    """Go to 2:282's tree; once its first rows are there, they are counted, and what the selector names is pressed."""
    page.evaluate(
        """press => {
            new MutationObserver((_, self) => {
                const rows = document.querySelectorAll(".tree-row");
                if (rows.length < 2) return;
                self.disconnect();
                window.first = rows.length;
                if (press) document.querySelector(press).click();
            }).observe(document.body, { childList: true, subtree: true });
            history.pushState(null, "", "/tree/2:282");
            dispatchEvent(new PopStateEvent("popstate"));
        }""",
        press,
    )


def searched(page: Page) -> str:
    expect(page).to_have_url(re.compile("/search"))
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)["q"][0]


class TestDrawing:
    @pytest.mark.parametrize("reference", ["1:1", "112:1", "2:255", "2:282"])
    def test_has_every_node_and_arc(self, open_page: Open, ask: Ask, reference: str) -> None:
        page = open_page(f"tree/{reference}")
        graph = ask(f"treebank/{reference}")
        arcs = {(arc["head"], arc["dependent"], arc["relation"]) for arc in graph["arcs"]}
        expect(page.locator(".tree-node")).to_have_count(len(graph["nodes"]))
        expect(page.locator(".tree-arc")).to_have_count(len(arcs))
        expect(page.locator(".tree-implied")).to_have_count(sum(each["implied"] for each in graph["nodes"]))
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def test_reads_from_right_to_left_in_amiri_quran(self, open_page: Open, ask: Ask) -> None:
        page = open_page("tree/112:1")
        assert all(left_of(page, later, later - 1) for later in range(2, 6))
        (verse,) = ask("verses/112:1")["verses"]
        written = page.locator(".tree-word:not(.tree-word-implied)")
        assert written.all_text_contents() == verse["words"]
        assert written.first.evaluate("each => getComputedStyle(each).fontFamily").startswith('"Amiri Quran"')
        expect(page.locator(".tree-word-implied")).to_have_text("أنت")

    def test_a_long_verse_is_in_rows_that_no_arc_crosses(self, open_page: Open) -> None:
        page = open_page("tree/2:282")
        expect(page.locator(".tree-node")).to_have_count(243)
        heights = page.locator(".tree-dot").evaluate_all("all => all.map(each => each.getAttribute('cy'))")
        rows = list(dict.fromkeys(heights))
        assert len(rows) > 4
        assert heights == sorted(heights, key=float)
        paths = page.locator(".tree-line").evaluate_all("all => all.map(each => each.getAttribute('d'))")
        feet = [(re.match(r"M[\d.]+ ([\d.]+)V", path), re.search(r"V([\d.]+)$", path)) for path in paths]
        assert all(start and end and start[1] == end[1] for start, end in feet)

    def test_the_rows_below_its_frame_come_a_moment_later(self, open_page: Open) -> None:
        page = open_page("tree/112:1")
        go_to_longest(page)
        expect(page.locator(".tree-node")).to_have_count(243)
        first = page.evaluate("window.first")
        tops = page.locator(".tree-row").evaluate_all(
            "rows => rows.map((row) => row.getBoundingClientRect().top)"
        )
        box = page.locator(".tree-scroller").bounding_box()
        assert box and first < len(tops) and tops[first] >= box["y"] + box["height"]
        assert tops == sorted(tops)

    def test_names_are_in_either_language(self, open_page: Open) -> None:
        page = open_page("tree/112:1")
        names = page.locator(".tree-name")
        expect(names.filter(has_text="object")).to_have_count(1)
        page.get_by_label("Names").select_option("ar")
        expect(names.filter(has_text="مفعول به")).to_have_count(1)
        expect(page.locator(".tree-kind").first).to_have_text("فعل")
        page.reload()
        expect(names.filter(has_text="مفعول به")).to_have_count(1)

    def test_is_zoomed_by_button_and_by_key(self, open_page: Open) -> None:
        page = open_page("tree/2:282")
        drawing = page.locator(".tree-drawing")
        width = int(drawing.get_attribute("width") or 0)
        page.get_by_role("button", name="Zoom in").click()
        expect(drawing).to_have_attribute("width", str(round(width * 1.25)))
        page.get_by_role("button", name="Zoom out").click()
        expect(drawing).to_have_attribute("width", str(width))
        page.locator('.tree-node[tabindex="0"]').focus()
        page.keyboard.press("+")
        expect(drawing).to_have_attribute("width", str(round(width * 1.25)))
        page.keyboard.press("-")
        expect(drawing).to_have_attribute("width", str(width))
        page.keyboard.press("0")
        scroller = page.locator(".tree-scroller")
        assert scroller.evaluate("each => each.scrollWidth <= each.clientWidth")

    def test_begins_at_the_right(self, open_page: Open) -> None:
        page = open_page("tree/2:282", width=400)
        expect(node(page, 1)).to_be_in_viewport()


class TestFolding:
    def test_by_key(self, open_page: Open) -> None:
        page = open_page("tree/112:1")
        node(page, 1).focus()
        expect(node(page, 1)).to_have_attribute("aria-expanded", "true")
        page.keyboard.press("Space")
        expect(page.locator(".tree-node")).to_have_count(1)
        expect(node(page, 1)).to_be_focused()
        expect(node(page, 1)).to_have_attribute("aria-expanded", "false")
        expect(page.locator(".tree-badge-text")).to_have_text("+4")
        page.keyboard.press("Space")
        expect(page.locator(".tree-node")).to_have_count(5)

    def test_by_pointer(self, open_page: Open) -> None:
        page = open_page("tree/2:282")
        page.get_by_role("button", name="Fold all", exact=True).click()
        expect(page.locator(".tree-badge").first).to_be_visible()
        folded = page.locator(".tree-node").count()
        assert folded < 60
        page.locator(".tree-badge").first.click()
        assert page.locator(".tree-node").count() > folded
        page.get_by_role("button", name="Unfold all").click()
        expect(page.locator(".tree-node")).to_have_count(243)


class TestArcs:
    @pytest.mark.parametrize(
        ("link", "query"),
        [
            ("Find this relation", "_ -object-> _"),
            ("Find this relation between these parts of speech", '[pos=="V"] -object-> [pos=="PRON"]'),
            ("Find this relation at the lemma قَالَ", '[lemma=="قَالَ"] -object-> _'),
        ],
    )
    def test_leads_to_searches_by_pointer(self, open_page: Open, link: str, query: str) -> None:
        page = open_page("tree/112:1")
        page.locator(".tree-name", has_text="object").click()
        expect(details(page)).to_contain_text("Object of a verb")
        expect(details(page)).to_contain_text("مفعول به")
        details(page).get_by_role("link", name=link, exact=True).click()
        assert searched(page) == query
        expect(page.locator("main h1")).to_contain_text("matches")

    def test_leads_to_a_search_by_key(self, open_page: Open) -> None:
        page = open_page("tree/112:1")
        node(page, 1).focus()
        page.keyboard.press("ArrowLeft")
        expect(node(page, 2)).to_be_focused()
        expect(details(page)).to_contain_text("Subject of a verb")
        page.keyboard.press("ArrowUp")
        expect(node(page, 1)).to_be_focused()
        expect(details(page)).to_contain_text("Nothing governs this word")
        page.keyboard.press("End")
        expect(node(page, 5)).to_be_focused()
        page.keyboard.press("Home")
        page.keyboard.press("ArrowDown")
        expect(node(page, 3)).to_be_focused()
        page.keyboard.press("Tab")
        expect(details(page).get_by_role("button", name="Word analysis")).to_be_focused()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        assert searched(page) == "_ -object-> _"

    @pytest.mark.parametrize("reference", ["1:5", "2:282", "24:31"])
    def test_every_search_finds_the_arc_that_it_is_from(
        self, open_page: Open, ask: Ask, reference: str
    ) -> None:
        page = open_page(f"tree/{reference}")
        queries = page.evaluate(
            """async () => {
              const { arcSearches } = await import("/static/js/components/tree-details.js");
              const { linkGraph } = await import("/static/js/lib/tree-model.js");
              const ask = async (path) => (await fetch(`/api/v1/${path}`)).json();
              const place = location.pathname.split("/").at(-1);
              const [graph, { verses }] = await Promise.all([
                ask(`treebank/${place}`), ask(`verses/${place}?include=segments`),
              ]);
              const { arcs } = linkGraph(graph, verses[0].segments);
              return [...new Set(arcs.flatMap(arcSearches).map(({ query }) => query))];
            }"""
        )
        inside = f"in:{reference}"
        # Two implied words cover no written word: the language has no match for them.
        lost = [
            q for q in queries if ask("search", q=f"{inside} AND ({q})", limit=0)["total"]["matches"] == 0
        ]
        assert (len(queries) > 8, lost) == (True, [])

    def test_a_word_is_opened_by_key_and_by_pointer(self, open_page: Open) -> None:
        page = open_page("tree/112:1")
        inspector = page.get_by_role("complementary")
        node(page, 4).focus()
        page.keyboard.press("Enter")
        expect(inspector).to_contain_text("Word 112:1:3")
        page.keyboard.press("Escape")
        expect(node(page, 4)).to_be_focused()
        node(page, 5).dblclick()
        expect(inspector).to_contain_text("Word 112:1:4")


class TestFiles:
    @pytest.mark.parametrize(("kind", "start"), [("SVG", b"<svg"), ("PNG", b"\x89PNG\r\n")])
    def test_is_saved(self, open_page: Open, ask: Ask, tmp_path: Path, kind: str, start: bytes) -> None:
        page = open_page("tree/1:5", color_scheme="dark")
        button = page.get_by_role("button", name=f"Save as {kind}")
        with page.expect_download() as download:
            button.click() if kind == "SVG" else button.press("Enter")
        assert download.value.suggested_filename == f"kalima-tree-1-5.{kind.lower()}"
        path = tmp_path / "tree"
        download.value.save_as(path)
        saved = path.read_bytes()
        assert saved.startswith(start)
        if kind == "SVG":
            text = saved.decode()
            assert "data:font/woff2;base64," in text
            assert f">{ask('verses/1:5')['verses'][0]['words'][0]}</text>" in text
            assert 'fill="rgb(255, 255, 255)"' in text  # on white, though the page is dark
            assert "var(" not in text
            assert "tabindex" not in text

    def test_is_saved_whole_before_its_last_rows_are_seen(self, open_page: Open, tmp_path: Path) -> None:
        page = open_page("tree/112:1")
        with page.expect_download() as download:
            go_to_longest(page, press="[aria-label='Save as SVG']")
        download.value.save_as(tmp_path / "tree.svg")
        saved = (tmp_path / "tree.svg").read_text("utf-8")
        assert saved.count("<circle") == page.locator(".tree-drawing circle").count() == 243
        assert page.evaluate("window.first") < page.locator(".tree-row").count()


class TestInWords:
    def test_says_all_that_the_drawing_shows(self, open_page: Open, ask: Ask) -> None:
        page = open_page("tree/1:5")
        page.get_by_text("The tree as a table").press("Enter")
        graph = ask("treebank/1:5")
        rows = page.locator(".tree-table tbody tr")
        expect(rows).to_have_count(len(graph["nodes"]))
        for arc in graph["arcs"]:
            row = rows.nth(arc["dependent"] - 1)
            expect(row).to_contain_text(arc["english"])
            expect(row).to_contain_text(arc["arabic"])
            expect(row.locator("td").last).to_contain_text(graph["nodes"][arc["head"] - 1]["text"])
        rows.nth(0).get_by_role("link").click()
        assert searched(page) == "_ -object-> _"

    def test_every_node_has_its_name(self, open_page: Open) -> None:
        page = open_page("tree/112:1")
        expect(page.get_by_role("button", name="هُوَ, personal pronoun, Object of a verb of قُلْ, 1 dependent")).to_have_count(1)  # fmt: skip
        expect(page.get_by_role("button", name="قُلْ, verb, head of the sentence, 2 dependents")).to_have_count(
            1
        )
        expect(page.locator('.tree-node[tabindex="0"]')).to_have_count(1)


class TestPage:
    def test_goes_to_the_neighbours(self, open_page: Open) -> None:
        page = open_page("tree/1:7")
        page.get_by_role("link", name="Next verse").click()
        expect(page).to_have_title("Tree of 2:1 · Kalima")
        page.get_by_role("link", name="Previous verse").press("Enter")
        expect(page).to_have_title("Tree of 1:7 · Kalima")
        page.get_by_role("link", name="Read it in its surah").click()
        expect(page).to_have_url(re.compile("/surah/1#1:7$"))

    @pytest.mark.parametrize("reference", ["2:300", "115:1"])
    def test_a_verse_that_is_not_there_is_said(
        self, open_page: Open, console: list[str], reference: str
    ) -> None:
        page = open_page(f"tree/{reference}")
        expect(page.get_by_role("alert")).to_contain_text("There is no")
        console.clear()

    def test_prints_the_drawing_and_not_the_tools(self, open_page: Open) -> None:
        page = open_page("tree/112:1")
        page.emulate_media(media="print")
        for tool in (".tree-tools", ".tree-details", ".neighbours"):
            expect(page.locator(tool)).to_be_hidden()
        expect(page.locator(".tree-drawing")).to_be_visible()

    @pytest.mark.parametrize("width", [360, 1280])
    def test_is_not_wider_than_the_window(self, open_page: Open, width: int) -> None:
        page = open_page("tree/2:282", width=width)
        page.locator(".tree-table summary").click()
        node(page, 3).click()
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
