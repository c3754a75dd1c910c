"""The results of a query: as verses or lines, sorted, narrowed, in pages or endless, kept and shared."""

from __future__ import annotations

import re
import urllib.parse
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

Open = Callable[..., Page]
Ask = Callable[..., dict[str, Any]]

MERCY = "root:رحم in:1-6"


def address_of(query: str, **state: str | list[str]) -> str:
    return f"search?{urllib.parse.urlencode({'q': query, **state}, doseq=True)}"


def state_of(page: Page) -> dict[str, list[str]]:
    """What the address says of the results, but for the query."""
    found = urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)
    found.pop("q")
    return found


def bar(page: Page) -> Locator:
    return page.get_by_role("search").get_by_role("combobox")


def offers(page: Page) -> Locator:
    return page.get_by_role("listbox").get_by_role("option")


def choice(page: Page, name: str) -> Locator:
    return page.get_by_label(name, exact=True)


def remember(page: Page, **choices: str) -> None:
    for name, value in choices.items():
        page.evaluate("([name, value]) => localStorage.setItem(`kalima.${name}`, value)", [name, value])


def lines(page: Page) -> list[tuple[str, str, str, str]]:
    """Place, before, match and after of every line shown."""
    cells = page.locator(".kwic tbody tr").evaluate_all(
        "rows => rows.map(row => [...row.children].map(cell => (cell.querySelector('a') ?? cell).textContent))"
    )
    return [tuple(row) for row in cells if len(row) == 4]  # type: ignore[misc]


class TestLines:
    def test_are_those_of_the_concordance(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of(MERCY))
        page.get_by_role("button", name="Lines").click()
        table = page.get_by_role("table", name=re.compile("lines, one for each match"))
        expect(table).to_be_visible()
        assert state_of(page) == {"view": ["lines"]}
        found = ask("concordance", q=MERCY, limit=50)["lines"]
        assert lines(page) == [(each["ref"], each["left"], each["hit"], each["right"]) for each in found]
        assert page.locator(".kwic mark .word").evaluate_all("all => all.map(each => each.dataset.ref)") == [
            word for each in found for word in each["words"]
        ]
        expect(table.get_by_role("columnheader")).to_have_text(["Place", "Before", "Match", "After"])
        expect(page.get_by_role("button", name="Lines")).to_be_focused()

    def test_stand_below_each_other_at_the_match(self, open_page: Open) -> None:
        page = open_page(address_of(MERCY, view="lines"))
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 860})
            boxes = page.locator(".kwic-hit").evaluate_all(
                "all => all.map(each => { const box = each.getBoundingClientRect(); return [box.left, box.right]; })"
            )
            assert len({tuple(box) for box in boxes}) == 1
            assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
        before = page.locator(".kwic-before").first.bounding_box()
        assert before and before["x"] > boxes[0][0]  # what is read first is on the right

    def test_are_sorted_by_three_keys_by_key(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of(MERCY, view="lines"))
        for name, key, value in (("Order", "2", "left2"), ("then by", "l", "word")):
            choice(page, name).last.focus()
            page.keyboard.press(key)
            expect(page).to_have_url(re.compile(f"sort={value}"))
            expect(choice(page, name).last if name == "Order" else choice(page, name).first).to_be_focused()
        expect(choice(page, "then by")).to_have_count(2)  # one for each that is chosen, and the next
        choice(page, "then by").last.select_option("right1")
        expect(page).to_have_url(re.compile("sort=left2&sort=word&sort=right1"))
        found = ask("concordance", q=MERCY, sort=["left2", "word", "right1"], limit=50)["lines"]
        expect(page.locator(".kwic-place a").first).to_have_text(found[0]["ref"])
        assert [(place, hit) for place, _, hit, _ in lines(page)] == [
            (each["ref"], each["hit"]) for each in found
        ]

    def test_in_random_order_name_their_seed(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of(MERCY, view="lines"))
        choice(page, "Order").select_option("random")
        expect(page.get_by_text("Drawn with the number")).to_be_visible()
        (seed,) = state_of(page)["seed"]
        assert f"{int(seed):,}" in page.get_by_text("Drawn with the number").inner_text()
        found = ask("concordance", q=MERCY, sort="random", seed=seed, limit=50)["lines"]
        assert [place for place, *_ in lines(page)] == [each["ref"] for each in found]
        page.reload()
        expect(page.locator(".kwic-place a").first).to_have_text(found[0]["ref"])
        page.get_by_role("button", name="Draw again").press("Enter")
        expect(page).not_to_have_url(re.compile(f"seed={seed}$"))
        assert state_of(page)["sort"] == ["random"]

    def test_are_grouped_and_alike_ones_counted(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of(MERCY, view="lines"))
        choice(page, "Together by").select_option("surah")
        expect(page.locator(".kwic-group").first).to_have_text(
            re.compile(r"^surah: 1\. Al-F[aā]tihah \d lines$")
        )
        choice(page, "Alike lines").select_option("form")
        choice(page, "Around it").select_option("verse")
        expect(page).to_have_url(re.compile("context=verse&group=surah&unique=form"))
        found = ask("concordance", q=MERCY, group="surah", unique="form", context="verse", limit=50)
        expect(page.locator("caption")).to_contain_text(
            f"{found['total']} lines for {found['counted']['counted']} matches"
        )
        alike = [each["alike"] for each in found["lines"] if each["alike"] > 1]
        expect(page.locator(".kwic-hit .quiet")).to_have_text([f"×{number}" for number in alike])

    def test_of_a_query_of_verses_are_explained(self, open_page: Open, console: list[str]) -> None:
        page = open_page(address_of("in:112", view="lines"))
        expect(page.get_by_role("alert")).to_contain_text("Add [] for every word of them")
        page.get_by_role("button", name="Verses").click()
        expect(page.locator(".hit")).to_have_count(4)
        console.clear()

    def test_words_of_a_match_over_the_end_of_a_verse(self, open_page: Open) -> None:
        page = open_page(address_of('[word="الصمد"] [] within <sura/>', view="lines"))
        expect(page.locator(".kwic mark .word").last).to_have_attribute("data-ref", "112:3:1")
        page.locator(".kwic mark .word").last.press("Enter")
        expect(page.get_by_role("complementary")).to_contain_text("112:3:1")

    def test_words_around_a_match_are_opened_too(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of("root:بدل&aspect:PERF in:2:181", view="lines", context="verse"))
        words = page.locator(".kwic .word")
        (verse,) = ask("verses/2:181")["verses"]  # one of its words is written with a space
        expect(words).to_have_text(verse["words"])
        assert words.evaluate_all("all => all.map(each => each.dataset.ref)") == [
            f"2:181:{place}" for place in range(1, len(verse["words"]) + 1)
        ]
        expect(page.locator(".kwic .word[tabindex='0']")).to_have_attribute("data-ref", "2:181:2")
        words.last.click()
        analysis = page.get_by_role("complementary")
        expect(analysis).to_contain_text(f"2:181:{len(verse['words'])}")
        page.locator(".kwic mark .word").first.focus()
        page.keyboard.press("ArrowRight")  # the word before it
        page.keyboard.press("Enter")
        expect(analysis).to_contain_text("2:181:1")
        expect(words.and_(page.locator("[tabindex='0']"))).to_have_count(1)
        page.keyboard.press("Escape")
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Shift+ArrowLeft")
        page.keyboard.press("Enter")
        expect(analysis).to_contain_text("Words 2:181:1–3")

    def test_are_copied_as_citations(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of("root:صمد", view="lines", context="2"))
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        (line,) = ask("concordance", q="root:صمد", context=2)["lines"]
        cited = [
            f"{line['left']} {line['hit']} {line['right']} ﴿112:2﴾",
            "Quran 112:2 (Al-Ikhlas). Text: Tanzil Project, tanzil.net",
        ]
        copy = page.get_by_role("button", name="Copy 112:2 to cite it")
        page.locator(".kwic-place a").focus()
        page.keyboard.press("Tab")
        for act in (lambda: page.keyboard.press("Enter"), copy.click):
            expect(copy).to_be_visible()
            page.evaluate("navigator.clipboard.writeText('')")
            act()
            expect(copy).to_contain_text("copied")
            page.wait_for_function("async () => (await navigator.clipboard.readText()) !== ''")
            assert page.evaluate("navigator.clipboard.readText()").splitlines() == cited

    def test_the_next_query_is_listed_alike(self, open_page: Open) -> None:
        page = open_page(address_of(MERCY, view="lines", context="2", sort="root"))
        bar(page).fill("root:صمد")
        bar(page).press("Enter")
        expect(page.locator(".kwic-place a")).to_have_count(1)
        assert state_of(page) == {"view": ["lines"], "context": ["2"]}


class TestVerses:
    def test_those_below_the_window_are_seen_a_moment_later(self, open_page: Open) -> None:
        page = open_page("surah/112")
        page.evaluate(
            """() => new MutationObserver((_, self) => {
                if (!document.querySelector(".hit")) return;
                self.disconnect();
                requestAnimationFrame(() => {
                    const words = document.querySelectorAll(".hit .word:first-child");
                    window.first = [...words].map((word) => word.checkVisibility({ contentVisibilityAuto: true }));
                });
            }).observe(document.body, { childList: true, subtree: true })"""
        )
        bar(page).fill(MERCY)
        bar(page).press("Enter")
        words = page.locator(".hit .verse-text > :first-child")
        expect(words.nth(19)).to_be_visible()
        assert page.evaluate("window.first.includes(true)")
        assert page.evaluate("window.first.includes(false)")
        window = page.viewport_size
        hidden = page.locator(".hit").nth(5).bounding_box()
        assert window and hidden and hidden["y"] > window["height"]

    def test_are_sorted_by_revelation(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of(MERCY))
        choice(page, "Order").select_option("revelation")
        found = ask("search", q=MERCY, sort="revelation", limit=20)["verses"]
        expect(page.locator(".hit-place")).to_have_text([each["ref"] for each in found])
        assert state_of(page) == {"sort": ["revelation"]}
        page.go_back()
        expect(page.locator(".hit-place").first).to_have_text("1:1")

    def test_in_random_order_name_their_seed(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of(MERCY))
        choice(page, "Order").focus()
        page.keyboard.press("End")
        expect(page.get_by_text("Drawn with the number")).to_be_visible()
        (seed,) = state_of(page)["seed"]
        assert f"{int(seed):,}" in page.get_by_text("Drawn with the number").inner_text()
        found = ask("search", q=MERCY, sort="random", seed=seed, limit=20)["verses"]
        expect(page.locator(".hit-place")).to_have_text([each["ref"] for each in found])
        page.locator(".pager [rel=next]").click()
        found = ask("search", q=MERCY, sort="random", seed=seed, offset=20, limit=20)["verses"]
        expect(page.locator(".hit-place")).to_have_text([each["ref"] for each in found])
        page.get_by_role("button", name="Draw again").click()
        expect(page).not_to_have_url(re.compile(f"seed={seed}$"))
        expect(page.locator(".hit-place").first).to_be_visible()

    def test_are_copied_as_citation_and_link(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of("root:صمد"))
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.get_by_role("button", name="Copy 112:2 to cite it").click()
        expect(page.get_by_role("button", name="Copy 112:2 to cite it")).to_contain_text("copied")
        text = page.evaluate("navigator.clipboard.readText()")
        verse = ask("search", q="root:صمد")["verses"][0]
        assert text.splitlines() == [
            f"{verse['text']} ﴿112:2﴾",
            f"{verse['translation']} (Pickthall)",
            "Quran 112:2 (Al-Ikhlas). Text: Tanzil Project, tanzil.net",
        ]
        page.get_by_role("button", name="Copy the link to 112:2").press("Enter")
        expect(page.get_by_role("button", name="Copy the link to 112:2")).to_contain_text("copied")
        assert page.evaluate("navigator.clipboard.readText()").endswith("/surah/112#112:2")
        page.get_by_role("button", name="Copy link").click()
        expect(page.get_by_role("button", name="Copy link")).to_contain_text("copied")
        assert urllib.parse.unquote(page.evaluate("navigator.clipboard.readText()")) == urllib.parse.unquote(
            page.url
        )


class TestNarrowing:
    def test_by_pointer_and_off_again(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of("root:قول"))
        page.get_by_role("button", name="part of speech").click()
        panel = page.locator("#facet")
        rows = ask("frequency", q="root:قول", by="pos")["rows"]
        expect(panel.get_by_role("heading")).to_have_text("1,722 matches by part of speech; 2 values")
        expect(panel.get_by_role("link")).to_have_text(
            [f"verb {rows[0]['count']:,}", f"noun {rows[1]['count']}"]
        )
        panel.get_by_role("link").last.click()
        expect(page.locator("h1")).to_contain_text(f"{rows[1]['count']} matches")
        assert state_of(page) == {"only": ["pos:N"]}
        expect(bar(page)).to_have_value("root:قول")
        expect(page.get_by_role("region", name=re.compile("Your query asks for"))).to_contain_text('pos=="N"')
        page.get_by_role("button", name="surah").click()
        page.locator("#facet").get_by_role("link").first.click()
        expect(page.locator(".condition")).to_have_count(3)  # two, and all
        narrowed = ask("narrow", q="root:قول", only="pos:N")["narrowed"]
        first = ask("frequency", q=narrowed, by="surah", limit=1)["rows"][0]
        expect(page.locator("h1")).to_contain_text(f"{first['count']} matches")
        page.get_by_role("link", name="Take off: part of speech: noun").click()
        assert state_of(page) == {"only": [f"surah:{first['values'][0]}"]}
        expect(page.locator(".condition")).to_have_count(1)

    def test_by_key(self, open_page: Open) -> None:
        page = open_page(address_of("root:رحم in:1"))
        page.get_by_role("button", name="lemma").press("Enter")
        expect(page.get_by_role("button", name="lemma")).to_have_attribute("aria-expanded", "true")
        expect(page.get_by_role("button", name="lemma")).to_be_focused()
        link = page.locator("#facet").get_by_role("link").first
        link.focus()
        link.press("Enter")
        expect(page.locator("h1")).to_be_focused()
        expect(page.locator("h1")).to_contain_text("2 matches")
        page.get_by_role("link", name=re.compile("^Take off")).press("Enter")
        expect(page.locator("h1")).to_contain_text("4 matches")

    def test_by_the_words_of_a_label(self, open_page: Open, ask: Ask) -> None:
        query = 'A:[pos="V"] B:[pos="PN"]'
        page = open_page(address_of(query))
        choice(page, "more …").select_option("A.form")
        row = ask("frequency", q=query, by="A.form")["rows"][0]
        page.locator("#facet").get_by_role("link").first.click()
        expect(page.locator("h1")).to_contain_text(f"{row['count']} matches")
        expect(page.locator(".condition")).to_contain_text("A · verb form: form I")

    def test_what_narrows_nothing_is_a_count(self, open_page: Open) -> None:
        page = open_page(address_of('"الحمد لله"', facet="root"))
        expect(page.locator("#facet")).to_contain_text("These are counts only")
        expect(page.locator("#facet").get_by_role("link")).to_have_count(0)

    def test_to_what_is_not_there_can_be_left(self, open_page: Open, console: list[str]) -> None:
        page = open_page(address_of("root:قول", only="pos:XYZ"))
        expect(page.get_by_role("alert")).to_contain_text("There is no pos in the corpus 'XYZ'")
        console.clear()
        page.get_by_role("link", name="Take all off").click()
        expect(page.locator("h1")).to_contain_text("1,722 matches")


class TestEndless:
    def test_goes_on_and_stays_where_one_was(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address_of(MERCY))
        total = ask("search", q=MERCY, limit=0)["total"]["verses"]
        assert 40 < total < 100
        choice(page, "Shown").select_option("endless")
        more = page.get_by_role("button", name=re.compile("^Show more"))
        expect(more).to_be_attached()
        more.scroll_into_view_if_needed()
        expect(page.locator(".hit")).to_have_count(40)
        assert state_of(page) == {"page": ["1-2"]}
        reference = page.locator(".hit-reference").nth(30)
        reference.click()
        expect(page).to_have_url(re.compile("/surah/"))
        page.go_back()
        expect(page.locator(".hit-reference").nth(30)).to_be_in_viewport()
        assert page.locator(".hit").count() >= 40
        page.goto(page.url.split("&page")[0], wait_until="commit")  # the choice is remembered
        for shown in (*range(40, total, 20), total):
            page.locator(".endless").scroll_into_view_if_needed()
            expect(page.locator(".hit").nth(shown - 1)).to_be_attached()
        expect(page.locator(".endless")).to_have_text("All results are shown.")
        expect(page.locator(".hit")).to_have_count(total)

    def test_by_key_leads_to_the_first_new_hit(self, open_page: Open) -> None:
        page = open_page(address_of(MERCY, view="lines", page="1"), height=300)
        remember(page, paging="endless")
        page.evaluate("() => { window.IntersectionObserver = class { observe() {} disconnect() {} }; }")
        page.evaluate("() => { window.requestAnimationFrame = () => 0; }")  # the first page is still arriving
        page.get_by_role("button", name="Verses").click()
        more = page.get_by_role("button", name=re.compile("^Show more"))
        more.press("Enter")
        expect(page.locator(".hit")).to_have_count(40)
        expect(page.locator(".hit").nth(20).get_by_role("link").first).to_be_focused()

    def test_that_fails_can_be_asked_again(self, open_page: Open, console: list[str]) -> None:
        page = open_page(address_of(MERCY))
        page.route("**/search?*offset=20*", lambda route: route.abort())
        choice(page, "Shown").select_option("endless")
        page.get_by_role("button", name=re.compile("^Show more")).scroll_into_view_if_needed()
        expect(page.locator(".endless").get_by_role("alert")).to_be_visible()
        page.unroute_all()
        console.clear()
        page.locator(".endless").get_by_role("button").click()
        expect(page.locator(".hit").nth(39)).to_be_attached()


def test_a_long_search_is_cancelled_and_asked_again(open_page: Open) -> None:
    page = open_page("about")
    held: list[Route] = []
    page.route("**/api/v1/search?**", lambda route: held.append(route))
    bar(page).fill("root:صمد")
    bar(page).press("Enter")
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("button", name="Try again")).to_be_focused()
    page.unroute_all()
    page.keyboard.press("Enter")
    expect(page.locator(".hit-place")).to_have_text(["112:2"])


def test_in_arabic(open_page: Open) -> None:
    page = open_page("about")
    remember(page, language="ar")
    page.goto(page.url.replace("about", address_of("root:رحم in:1", view="lines", facet="pos")))
    expect(page.get_by_role("columnheader")).to_have_text(["الموضع", "ما قبلها", "المطابقة", "ما بعدها"])
    expect(page.locator("caption")).to_contain_text("٤ أسطر، لكل مطابقة سطر")
    expect(page.locator("#facet").get_by_role("heading")).to_have_text("٤ مطابقات حسب قسم الكلام؛ قيمة واحدة")
    page.get_by_role("button", name="آيات").click()
    expect(page.locator(".hit")).to_have_count(2)
    page.get_by_label("الترتيب", exact=True).select_option("revelation")
    expect(page).to_have_url(re.compile("sort=revelation"))
    page.get_by_role("link", name="كل عمليات البحث").click()
    expect(page.locator("h1")).to_have_text("عمليات البحث")


@pytest.mark.parametrize(
    "state", [{"sort": "size"}, {"view": "lines", "sort": "size"}, {"view": "lines", "context": "99"}]
)
def test_what_an_address_asks_wrongly_is_told(
    open_page: Open, console: list[str], state: dict[str, str]
) -> None:
    page = open_page(address_of("root:صمد", **state))
    expect(page.get_by_role("alert")).to_contain_text(re.compile("size|context=99"))
    console.clear()
