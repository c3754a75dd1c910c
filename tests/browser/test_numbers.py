"""The numbers about a query: every view by pointer and by key, its figures beside the server's, and its pictures."""

from __future__ import annotations

import re
import urllib.parse
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

Open = Callable[..., Page]
Ask = Callable[..., dict[str, Any]]


def address(**asked: object) -> str:
    return f"numbers?{urllib.parse.urlencode(asked)}"


def shown(page: Page, column: int = 1) -> list[str]:
    """What stands in a column of the table."""
    return page.locator(f".numbers-table tbody tr > :nth-child({column})").all_text_contents()


def marks(page: Page) -> Locator:
    return page.locator(".picture .chart-mark")


def searched(page: Page) -> str:
    expect(page).to_have_url(re.compile("/search"))
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)["q"][0]


def parameter(page: Page, name: str) -> str:
    return urllib.parse.parse_qs(urllib.parse.urlsplit(page.url).query)[name][0]


class TestFrequency:
    def test_the_figures_are_those_of_the_server(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address(q="root:رحم", by="lemma"))
        answer = ask("frequency", q="root:رحم", by="lemma", limit=25)
        expect(page.locator(".numbers-total")).to_have_text("9 values among 339 matches")
        assert shown(page) == [row["values"][0] for row in answer["rows"]]
        assert shown(page, 2) == [f"{row['count']:,}" for row in answer["rows"]]
        assert shown(page, 3) == [f"{row['share']:.1%}" for row in answer["rows"]]
        assert shown(page, 4) == [f"{row['per_thousand']:.3f}" for row in answer["rows"]]
        counted = page.locator(".counted")
        expect(counted).to_contain_text("339 matches, set against 77,429 words in 6,236 verses")
        expect(counted).to_contain_text(answer["counted"]["corpus_blake2b"])
        facts = page.locator(".facts dd").all_text_contents()
        types = answer["types"]
        assert facts == [
            *(f"{types[name]:,}" for name in ("tokens", "types", "hapaxes")),
            *(f"{types[name]:.3f}" for name in ("type_token_ratio", "guiraud")),
        ]

    @pytest.mark.parametrize("way", ["pointer", "key"])
    def test_a_bar_opens_as_many_hits_as_it_counts(self, open_page: Open, ask: Ask, way: str) -> None:
        page = open_page(address(q="root:رحم", by="lemma"))
        row = ask("frequency", q="root:رحم", by="lemma")["rows"][1]
        if way == "pointer":
            marks(page).nth(1).locator(".chart-fill").click()
        else:
            marks(page).first.focus()
            page.keyboard.press("ArrowDown")
            expect(marks(page).nth(1)).to_be_focused()
            page.keyboard.press("Enter")
        assert searched(page) == row["query"]
        expect(page.locator("main h1")).to_contain_text(f"{row['count']} words")

    def test_two_attributes_of_labelled_words_by_key(self, open_page: Open, ask: Ask) -> None:
        query = 'A:[pos=="V"] B:[pos=="PN"] in:112'
        page = open_page(address(q=query))
        page.get_by_label("Counted by").select_option("A.form")
        page.get_by_label("and by", exact=True).select_option("B.lemma")
        page.get_by_role("button", name="Count", exact=True).press("Enter")
        expect(page).to_have_url(re.compile("and=B.lemma"))
        rows = [*ask("frequency", q=query)["rows"]]
        expect(page.locator(".numbers-total, .notice").first).to_be_visible()
        assert len(shown(page)) == len(rows)

    def test_is_sorted_paged_and_told_where_a_page_is_not(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address(q="[] in:36", by="lemma"))
        page.locator(".numbers-table thead").get_by_role("link", name="lemma").press("Enter")
        expect(page).to_have_url(re.compile("sort=value"))
        page.get_by_role("link", name="Next").click()
        expect(page).to_have_url(re.compile("page=2"))
        answer = ask("frequency", q="[] in:36", by="lemma", sort="value", limit=25, offset=25)
        expect(page.locator("th[aria-sort=ascending]")).to_contain_text("lemma")
        assert shown(page) == [row["values"][0] or "(no value)" for row in answer["rows"]]
        page = open_page(address(q="[] in:36", by="lemma", page=99))
        expect(page.locator("main .notice")).to_contain_text("There is no page 99")
        page.get_by_role("link", name="First page").click()
        expect(page.locator(".numbers-table")).to_be_visible()


class TestViews:
    @pytest.mark.parametrize(
        ("view", "api", "asked", "measure"),
        [
            ("collocates", "collocates", {"q": "lemma:الله in:2", "by": "root"}, "log_likelihood"),
            ("keyness", "keyness", {"q": "[] in:12", "reference": "[] in:36"}, "log_likelihood"),
            ("ngrams", "ngrams", {"q": "[] in:36", "sort": "log_dice"}, "log_dice"),
        ],
    )
    def test_shows_what_the_server_answers(
        self, open_page: Open, ask: Ask, view: str, api: str, asked: dict[str, Any], measure: str
    ) -> None:
        page = open_page(address(view=view, **asked))
        answer = ask(api, limit=25, **asked)
        names = [" ".join(row.get("values", [row.get("value")])) for row in answer["rows"]]
        expect(page.locator(".numbers-table tbody tr")).to_have_count(len(names))
        assert shown(page) == names
        heads = page.locator(".numbers-table thead th").all_text_contents()
        place = next(at for at, head in enumerate(heads, 1) if "↓" in head)
        figures = [pytest.approx(row[measure], abs=0.001) for row in answer["rows"]]
        assert [float(text.replace(",", "")) for text in shown(page, place)] == figures
        drawn = marks(page).locator(".chart-figure").all_text_contents()
        assert drawn == shown(page, place)

    def test_collocates_along_the_tree_are_asked_for_by_key(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address(view="collocates", q="lemma:الله"))
        expect(page.get_by_label("Looked for there")).to_be_hidden()
        page.get_by_label("Relation in the tree").select_option("subject")
        expect(page.get_by_label("Words before")).to_be_hidden()
        page.get_by_label("Looked for there").select_option("heads")
        page.get_by_role("button", name="Count", exact=True).press("Enter")
        row = ask("collocates", q="lemma:الله", relation="subject", seek="heads", limit=1)["rows"][0]
        expect(page.locator(".numbers-table tbody th").first).to_have_text(row["value"])
        page.locator(".numbers-table thead").get_by_role("link", name="log-Dice").click()
        expect(page.locator("th[aria-sort=descending]")).to_contain_text("log-Dice")
        first = ask("collocates", q="lemma:الله", relation="subject", sort="log_dice", limit=1)["rows"][0]
        page.get_by_role("link", name=f"{first['value']}: show its {first['count']}").click()
        assert searched(page) == first["query"]
        expect(page.locator("main h1")).to_contain_text(f"{first['count']} matches")

    def test_a_word_list_of_a_part_of_the_text(self, open_page: Open, ask: Ask) -> None:
        page = open_page("numbers")
        page.get_by_role("link", name="Word lists").press("Enter")
        page.get_by_label("In", exact=True).select_option("112")
        page.get_by_role("button", name="Count", exact=True).click()
        answer = ask("frequency", q="[] in:112", by="lemma", limit=25)
        expect(page.locator(".numbers-total")).to_have_text(f"{answer['total']} values among 15 words")
        assert shown(page) == [row["values"][0] or "(no value)" for row in answer["rows"]]

    def test_without_a_query_there_are_examples(self, open_page: Open) -> None:
        page = open_page("numbers?view=keyness")
        page.get_by_role("link", name="Meccan beside Medinan").press("Enter")
        expect(page).to_have_title("Keyness: [] in:meccan · Kalima")
        expect(page.get_by_label("Compared with")).to_have_value("[] in:medinan")

    def test_what_is_wrong_is_said_and_can_be_mended(self, open_page: Open, console: list[str]) -> None:
        page = open_page(address(q="rot:قول"))
        expect(page.get_by_role("alert")).to_contain_text("rot")
        page.get_by_label("Query", exact=True).fill("root:قمطر")
        page.keyboard.press("Enter")
        expect(page.locator(".numbers-total")).to_contain_text("1 match")
        page.get_by_label("Query", exact=True).fill("root:قمطر in:1")
        page.keyboard.press("Enter")
        expect(page.locator("main .notice")).to_contain_text("Nothing is counted here.")
        console.clear()


class TestDispersion:
    def test_the_plot_and_the_heat_map(self, open_page: Open, ask: Ask) -> None:
        page = open_page(address(view="dispersion", q="root:رحم", sort="count"))
        answer = ask("dispersion", q="root:رحم")
        parts = sorted(answer["parts"], key=lambda part: -part["count"])[:25]
        assert shown(page, 3) == [str(part["count"]) for part in parts]
        assert page.locator(".facts dd").all_text_contents() == [
            str(answer["range"]),
            *(f"{answer[name]:.3f}" for name in ("juilland_d", "gries_dp", "gries_dp_norm")),
        ]
        plot, heat = page.locator(".picture").all()
        expect(heat.locator(".chart-mark")).to_have_count(114)
        lines = plot.locator(".chart-lines").get_attribute("d") or ""
        assert lines.count("M") == len(answer["positions"])
        heat.locator(".chart-mark").nth(18).click()
        assert searched(page) == "([root:رحم]) in:19"
        expect(page.locator("main h1")).to_contain_text("20 words")

    @pytest.mark.parametrize("way", ["pointer", "key"])
    @pytest.mark.parametrize("order", ["mushaf", "revelation"])
    def test_a_line_leads_to_its_match(self, open_page: Open, ask: Ask, order: str, way: str) -> None:
        page = open_page(address(view="dispersion", q="lemma:مُوسَىٰ in:medinan", order=order))
        last = ask("concordance", q="lemma:مُوسَىٰ in:medinan", sort=order, limit=99)["lines"][-1]
        plot = page.locator(".picture").first.locator(".chart-mark")
        if way == "pointer":
            plot.last.click()
        else:
            plot.first.focus()
            page.keyboard.press("End")
            page.keyboard.press("Enter")
        surah = last["ref"].split(":")[0]
        expect(page).to_have_url(re.compile(f"/surah/{surah}#{surah}:"))

    @pytest.mark.parametrize(
        ("parts", "order", "named"),
        [("place", "mushaf", False), ("juz", "mushaf", True), ("juz", "revelation", False)],
    )
    def test_parts_are_named_along_the_text_where_they_follow_one_another(
        self, open_page: Open, parts: str, order: str, named: bool
    ) -> None:
        page = open_page(address(view="dispersion", q="root:رحم", parts=parts, order=order))
        first = page.locator(".picture").first.locator(".chart-mark").first
        expect(first).to_have_attribute("aria-label", re.compile("Juz 1$" if named else "of 339$"))


class TestPictures:
    @pytest.mark.parametrize(("kind", "start"), [("SVG", b"<svg"), ("PNG", b"\x89PNG\r\n")])
    def test_is_saved(self, open_page: Open, tmp_path: Path, kind: str, start: bytes) -> None:
        page = open_page(address(q="root:رحم", by="lemma"), color_scheme="dark")
        button = page.get_by_role("button", name=f"Save as {kind}")
        with page.expect_download() as download:
            button.click() if kind == "SVG" else button.press("Enter")
        assert download.value.suggested_filename == f"kalima-frequency.{kind.lower()}"
        path = tmp_path / "picture"
        download.value.save_as(path)
        saved = path.read_bytes()
        assert saved.startswith(start)
        if kind == "SVG":
            text = saved.decode()
            assert 'fill="rgb(255, 255, 255)"' in text and "var(" not in text
            assert text.count("<a>") == 9

    def test_runs_from_the_right_in_arabic(self, open_page: Open) -> None:
        page = open_page("about")
        page.evaluate("localStorage.setItem('kalima.language', 'ar')")
        page = open_page(address(q="root:رحم", by="lemma"))
        expect(page.locator(".numbers-total")).to_have_text("٩ قيم في ٣٣٩ مطابقة")
        box = page.locator(".chart").bounding_box()
        bars = [bar.bounding_box() for bar in page.locator(".chart .chart-fill").all()]
        assert box and all(bar and abs(bar["x"] + bar["width"] - box["x"] - box["width"]) < 2 for bar in bars)


class TestRoots:
    def test_a_sketch_has_what_the_server_has(self, open_page: Open, ask: Ask) -> None:
        page = open_page("root/" + urllib.parse.quote("رحم"))
        sketch = ask("roots/" + urllib.parse.quote("رحم") + "/sketch")
        relations = [each for each in sketch["relations"] if each["rows"]]
        tables = page.locator(".sketch table")
        expect(tables).to_have_count(len(relations) + 2)
        for table, rows in zip(
            tables.all(),
            [sketch["lemmas"], sketch["places"], *(each["rows"] for each in relations)],
            strict=True,
        ):
            counts = table.locator("tbody td:nth-of-type(1)")
            assert counts.all_text_contents() == [f"{row['count']:,}" for row in rows]
        row = next(each for each in relations if each["relation"] == "object" and each["seek"] == "heads")[
            "rows"
        ][0]
        table = page.get_by_role("table", name="Its words as: Object of a verb")
        table.get_by_role("link").first.press("Enter")
        assert searched(page) == row["query"]
        expect(page.locator("main h1")).to_contain_text(f"{row['count']} matches")

    @pytest.mark.parametrize("way", ["pointer", "key"])
    def test_two_are_compared(self, open_page: Open, ask: Ask, way: str) -> None:
        page = open_page("root/" + urllib.parse.quote("رحم"))
        page.get_by_label("Compare with the root").fill("gfr")
        if way == "pointer":
            page.get_by_role("button", name="Compare").click()
        else:
            page.keyboard.press("Enter")
        answer = ask("roots/" + urllib.parse.quote("رحم") + "/beside/gfr")
        rows = [
            *answer["places"],
            *answer["forms"],
            *(row for each in answer["relations"] for row in each["rows"]),
        ]
        expect(page.locator(".numbers-total")).to_have_text(f"{len(rows)} values side by side")
        assert shown(page, 3) == [f"{row['counts'][0]:,}" for row in rows[:25]]
        assert shown(page, 5) == [f"{row['counts'][1]:,}" for row in rows[:25]]
        page.locator(".numbers-table thead").get_by_role("link", name="Count there").click()
        expect(page).to_have_url(re.compile("sort=reference_count"))
        most = f"{max(row['counts'][1] for row in rows):,}"
        expect(page.locator(".numbers-table tbody tr").first.locator("> :nth-child(5)")).to_have_text(most)


class TestWays:
    @pytest.mark.parametrize(("line", "language"), [("count root:رحم", "en"), ("عد root:رحم", "ar")])
    def test_a_command_counts(self, open_page: Open, line: str, language: str) -> None:
        page = open_page("about")
        page.evaluate(f"localStorage.setItem('kalima.language', '{language}')")
        page = open_page("about")
        page.keyboard.press("/")
        page.keyboard.type(line)
        page.keyboard.press("Enter")
        expect(page.locator(".numbers-table tbody tr")).to_have_count(9)

    def test_the_start_page_leads_there(self, open_page: Open) -> None:
        page = open_page()
        page.get_by_role("link", name="Count: frequencies").click()
        expect(page).to_have_title("Frequency · Kalima")

    @pytest.mark.parametrize("kind", ["CSV", "XLSX"])
    def test_all_rows_are_a_file(self, open_page: Open, kind: str) -> None:
        page = open_page(address(q="root:رحم", by="lemma"))
        with page.expect_download() as download:
            page.get_by_role("link", name=kind, exact=True).click()
        assert download.value.suggested_filename.endswith(f".{kind.lower()}")

    def test_what_a_citation_needs_is_a_file(self, open_page: Open, tmp_path: Path) -> None:
        page = open_page(address(q="root:رحم", by="lemma"))
        with page.expect_download() as download:
            page.get_by_role("link", name="Citation bundle").press("Enter")
        download.value.save_as(tmp_path / "bundle.zip")
        with zipfile.ZipFile(tmp_path / "bundle.zip") as bundle:
            names = {name.rpartition("/")[2] for name in bundle.namelist()}
        assert {"query.json", "figures.json", "citation.bib"} <= names
