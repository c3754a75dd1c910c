"""Dispersions and frequencies as SVG: plain shapes, readable on light and dark, in Arabic and Latin letters.

Colours of shapes are attributes, so that every program draws them; a style turns the letters light where the
reader prefers dark.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape  # as XML has it too; the executable has no xml
from typing import Any
from urllib.parse import quote

WIDTH = 960
_INK, _FAINT, _BAR, _MARGIN = "#222222", "#8a8a8a", "#3b7db8", 16
_STYLE = (
    ":root{color-scheme:light dark}text{font-family:'Amiri Quran',Amiri,'Noto Naskh Arabic',sans-serif}"
    f"@media(prefers-color-scheme:dark){{text[fill='{_INK}']{{fill:#dddddd}}}}"
)
_PLOT, _PARTS = 90, 120  # heights of the strip of hits and of the bars of the parts
_ROW, _LABEL, _NUMBER = 26, 220, 110  # of a bar: its height, and the widths on either side of it
_WIDEST_LABELLED = 24
"""Parts wider than this many pixels have their name below."""


def draw_dispersion(answer: dict[str, Any]) -> str:
    """A strip with a line for each hit along the text, and below it a bar for each part, for 1,000 words.

    :param answer: of :func:`kalima.study.statistics.dispersion.dispersion`.
    """
    inner = WIDTH - 2 * _MARGIN
    shapes = [
        _text(_MARGIN, 28, answer["query"], size=18),
        _text(WIDTH - _MARGIN, 28, _figures(answer), "end"),
    ]
    top, bottom = 44, 44 + _PLOT
    scale = inner / (answer["counted"]["base_words"] or 1)
    lines = "".join(f"M{_MARGIN + (place - 0.5) * scale:.2f} {top}V{bottom}" for place in answer["positions"])
    shapes.append(f'<path d="{lines}" stroke="{_BAR}" stroke-width="0.7" opacity="0.7"/>')
    shapes.append(
        f'<rect x="{_MARGIN}" y="{top}" width="{inner}" height="{_PLOT}" fill="none" stroke="{_FAINT}"/>'
    )
    floor = bottom + 16 + _PARTS
    words = sum(part["words"] for part in answer["parts"])
    highest = max((part["per_thousand"] for part in answer["parts"]), default=0) or 1
    x = float(_MARGIN)
    for part in answer["parts"]:
        width, height = inner * part["words"] / words, _PARTS * part["per_thousand"] / highest
        told = f"{part['part']}: {part['count']} ({part['per_thousand']} ‰)"
        bar = (
            f'<rect x="{x:.2f}" y="{floor - height:.2f}" width="{width:.2f}" height="{height:.2f}"'
            f' fill="{_BAR}" stroke="{_FAINT}" stroke-width="0.3"><title>{escape(told)}</title></rect>'
        )
        shapes.append(_linked(bar, part["query"]))
        if width > _WIDEST_LABELLED:
            shapes.append(_text(x + width / 2, floor + 16, part["part"], "middle", 11))
        x += width
    shapes.append(f'<path d="M{_MARGIN} {floor}H{WIDTH - _MARGIN}" stroke="{_FAINT}"/>')
    return _picture(floor + 28, answer["query"], shapes)


def draw_frequency(answer: dict[str, Any]) -> str:
    """A bar for each row of a page, with its values and its count.

    :param answer: of :func:`kalima.study.statistics.frequency.frequency`.
    """
    shapes = [_text(_MARGIN, 28, answer["query"], size=18)]
    longest = max((row["count"] for row in answer["rows"]), default=1)
    inner = WIDTH - 2 * _MARGIN - _LABEL - _NUMBER
    for place, row in enumerate(answer["rows"]):
        top = 44 + place * _ROW
        name = " · ".join(value or "–" for value in row["values"])
        told = f"{row['count']:,} ({row['per_thousand']} ‰)"
        width = inner * row["count"] / longest
        left = _MARGIN + _LABEL
        shapes.append(_text(left - 8, top + 16, name, "end", 15))
        bar = (
            f'<rect x="{left}" y="{top}" width="{width:.2f}" height="{_ROW - 6}" fill="{_BAR}">'
            f"<title>{escape(told)}</title></rect>"
        )
        shapes.append(_linked(bar, row["query"]))
        shapes.append(_text(left + width + 6, top + 15, told))
    return _picture(44 + len(answer["rows"]) * _ROW + 8, answer["query"], shapes)


def _figures(answer: dict[str, Any]) -> str:
    """The figures of a dispersion in one line."""
    told = [f"{answer['counted']['counted']:,}"]
    for name, key in (("D", "juilland_d"), ("DP", "gries_dp")):
        if answer[key] is not None:
            told.append(f"{name} {answer[key]:.3f}")
    return " · ".join(told)


def _text(x: float, y: float, text: str, anchor: str = "start", size: int = 12) -> str:
    placed = f'x="{x:.2f}" y="{y}" font-size="{size}" text-anchor="{anchor}" fill="{_INK}"'
    return f"<text {placed}>{escape(text)}</text>"


def _linked(shape: str, query: str | None) -> str:
    """The shape as a link to the hits that it stands for."""
    return f'<a href="{escape("/search?q=" + quote(query))}">{shape}</a>' if query else shape


def _picture(height: float, title: str, shapes: Sequence[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}"'
        f' height="{height:.0f}" role="img"><title>{escape(title)}</title><style>{_STYLE}</style>'
        + "".join(shapes)
        + "</svg>\n"
    )
