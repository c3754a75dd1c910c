"""The pictures: well-formed, with a shape for each thing that they show, each a link to what it stands for."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pytest

from kalima.study.statistics.dispersion import dispersion
from kalima.study.statistics.frequency import frequency
from kalima.study.statistics.pictures import WIDTH, draw_dispersion, draw_frequency

SVG = "{http://www.w3.org/2000/svg}"


def linked(picture):
    return [parse_qs(urlsplit(link.attrib["href"]).query)["q"][0] for link in picture.iter(f"{SVG}a")]


@pytest.mark.parametrize(
    ("query", "order"),
    [("موسى", "mushaf"), ("root:قول in:juz30", "revelation"), ("pos:N", "mushaf"), ("هخهخ", "mushaf")],
)
def test_a_dispersion_has_a_line_for_each_hit_and_a_bar_for_each_part(library, query, order):
    answer = dispersion(library, query, order=order)
    picture = ElementTree.fromstring(draw_dispersion(answer))  # noqa: S314  # our own
    (lines,) = [path.attrib["d"] for path in picture.iter(f"{SVG}path") if "opacity" in path.attrib]
    places = [float(line.split()[0]) for line in lines.split("M")[1:]]
    assert len(places) == len(answer["positions"]) == answer["counted"]["counted"]
    assert all(0 < place < WIDTH for place in places) and places == sorted(places)
    assert linked(picture) == [part["query"] for part in answer["parts"]]
    bars = [bar for link in picture.iter(f"{SVG}a") for bar in link.iter(f"{SVG}rect")]
    heights = [float(bar.attrib["height"]) for bar in bars]
    assert [height > 0 for height in heights] == [part["count"] > 0 for part in answer["parts"]]


def test_bars_are_as_long_as_their_counts(library):
    answer = frequency(library, "root:قول", ["lemma"])
    picture = ElementTree.fromstring(draw_frequency(answer))  # noqa: S314  # our own
    widths = [float(bar.attrib["width"]) for bar in picture.iter(f"{SVG}rect")]
    longest = answer["rows"][0]["count"]
    assert widths == [pytest.approx(widths[0] * row["count"] / longest, abs=0.01) for row in answer["rows"]]
    assert linked(picture) == [row["query"] for row in answer["rows"]]
    texts = [text.text for text in picture.iter(f"{SVG}text")]
    assert {row["values"][0] for row in answer["rows"]} <= set(texts)


def test_what_is_typed_stays_text():
    row = {"values": ["<b>", None], "count": 1, "per_thousand": 1.0, "query": '"><x'}
    picture = draw_frequency({"query": '<script>"&', "rows": [row]})
    root = ElementTree.fromstring(picture)  # noqa: S314  # our own
    assert {each.tag.removeprefix(SVG) for each in root.iter()} == {
        "svg",
        "title",
        "style",
        "text",
        "a",
        "rect",
    }
    assert linked(root) == ['"><x']
