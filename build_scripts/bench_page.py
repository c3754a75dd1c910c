"""Measures the page in a browser, against a server of its own: what the user waits for, in milliseconds.

The server is dist/kalima if that is newer than what it is made of, and else Kalima from its sources. Without
a Chromium, Chrome or Edge nothing is measured.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote

import bench_part
from bench_figures import FIGURES, median, shown
from bench_machine import describe_machine, say
from bench_part import Part, Told
from bench_server import HOST, TOKEN, choose_server, serving
from browsers import FLAGS, NO_BROWSER, find_browser, let_in, weight
from kalima import files
from pack_page import PACKED, pack

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, ViewportSize

ROUNDS, QUICK = 11, 1
SETTLING_MS = 1_000
"""A new window draws its own tabs and buttons first, which takes as long as a page does."""
WINDOW: ViewportSize = {"width": 1280, "height": 860}
QUERIES = ("root:رحم", "lemma:كتاب", "الرحمن", "pos:V&form:IV", '"الحمد لله"', "root:علم", "root:نزل")
"""Searches that are shown, each time another one."""
VIEWS = ("", "surah/2", "search?q=root:رحم", "tree/2:282", "root/رحم", "build", "numbers?q=root:رحم&by=lemma")
"""Views whose scripts and styles are weighed."""


class Measured(NamedTuple):
    """One thing that is waited for, by the key of its figure; milliseconds of each round."""

    key: str
    times: list[float]


def measure_part(quick: bool) -> Told:
    """Everything in a window, or why there is none."""
    machine = describe_machine()
    sizes = page_sizes()
    program = find_browser()
    if program is None:
        return Told(
            f"{NO_BROWSER}\n\n{table([], sizes)}",
            {"run": NO_BROWSER, "rows": []},
            sizes,
        )
    rounds = QUICK if quick else ROUNDS
    from playwright.sync_api import sync_playwright  # which a machine without a browser need not have

    command, which = choose_server()
    with serving(command) as server, sync_playwright() as playwright:
        base = f"http://{HOST}:{server.port}/"
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        version = browser.version
        rows = []
        for key, measure in MEASURES.items():
            say(f"{rounds} rounds of {name_of(key)}")
            measure(browser, base, 0)  # which fetches what is fetched once
            rows.append(Measured(key, [measure(browser, base, number) for number in range(1, rounds + 1)]))
        if not quick:
            sizes["view_size"] = max(weigh(browser, base, path) for path in VIEWS) / 1e3
        browser.close()
    run = f"Kalima ({which}) in Chromium {version} on {machine}. Each is the median of {rounds} new windows."
    values: dict[str, float | None] = {row.key: median(row.times) for row in rows}
    plain = {"run": run, "rows": [row._asdict() for row in rows]}
    return Told(f"{run}\n\n{table(rows, sizes)}", plain, values | sizes)


def page_sizes() -> dict[str, float]:
    """KB of the page's own JavaScript and CSS, as the executable carries them and as they are written."""
    code = {name: files.read(files.PAGE, name) for name in files.names(files.PAGE) if PACKED.fullmatch(name)}
    carried = [pack(name, content) for name, content in code.items()]
    return {
        "page_size": sum(map(len, carried)) / 1e3,
        "page_written": sum(map(len, code.values())) / 1e3,
    }


def weigh(browser: Browser, base: str, path: str) -> int:
    """Bytes of the scripts and styles that a view needs."""
    page = opened(browser, base, path)
    page.wait_for_load_state("networkidle")
    found = weight(page)
    page.context.close()
    return found


def new_window(browser: Browser, base: str, **choices: str) -> Page:
    """A window that may talk to Kalima, with nothing remembered but these choices."""
    context = browser.new_context(viewport=WINDOW)
    let_in(context, base, TOKEN)
    for name, value in choices.items():
        context.add_init_script(f"localStorage.setItem('kalima.{name}', '{value}')")
    return context.new_page()


def opened(browser: Browser, base: str, path: str = "", **choices: str) -> Page:
    """An address in a window of its own, once its heading is there."""
    page = new_window(browser, base, **choices)
    page.goto(base + path)
    page.locator("main h1").first.wait_for(state="attached")
    return page


def closed(page: Page, found: float) -> float:
    """The figure, once the window is closed."""
    page.context.close()
    return found


_PAINT = "() => performance.getEntriesByName('first-contentful-paint')[0].startTime"
# From the key to the frame after that in which something is there.
_SHOWN = """([selector, event]) => new Promise((resolve) => {
  addEventListener(event, () => {
    const start = performance.now();
    const frame = () => requestAnimationFrame(() => setTimeout(() => resolve(performance.now() - start)));
    new MutationObserver((_, self) => {
      if (!document.querySelector(selector)) return;
      self.disconnect();
      frame();
    }).observe(document.body, { childList: true, subtree: true });
  }, { once: true, capture: true });
  window.benchReady = true;
})"""
_GO = "(path) => { history.pushState(null, '', path); dispatchEvent(new PopStateEvent('popstate')); }"
# The results that are there, to be put there once more at the next key.
_KEEP = """() => {
  const main = document.querySelector("main");
  const results = main.innerHTML;
  addEventListener("keydown", () => setTimeout(() => {
    main.classList.add("arriving");
    main.innerHTML = results;
  }), { once: true });
}"""
_SCROLL = """async () => {
  const frame = () => new Promise(requestAnimationFrame);
  let last = await frame();
  let longest = 0;
  for (let step = 0; step < 180; step += 1) {
    scrollBy(0, 120);
    const now = await frame();
    longest = Math.max(longest, now - last);
    last = now;
  }
  return longest;
}"""


def first_paint(browser: Browser, base: str, _: int) -> float:
    return painted(browser, base, "")


def plainest_paint(browser: Browser, base: str, _: int) -> float:
    return painted(browser, base, "health")


def painted(browser: Browser, base: str, path: str) -> float:
    page = new_window(browser, base)
    page.wait_for_timeout(SETTLING_MS)
    page.goto(base + path)
    page.wait_for_function("() => performance.getEntriesByName('first-contentful-paint').length")
    return closed(page, page.evaluate(_PAINT))


def search_shown(browser: Browser, base: str, number: int) -> float:
    page = opened(browser, base, "surah/112")
    # The first search fetches the page's own script of results, which the browser then keeps.
    page.evaluate(_GO, "/search?q=root:%D8%B5%D9%85%D8%AF")
    page.locator(".hit").first.wait_for()
    page.evaluate(_GO, "/surah/112")
    page.locator(".hit").first.wait_for(state="detached")
    bar = page.get_by_role("search").get_by_role("combobox").first
    bar.fill(QUERIES[number % len(QUERIES)])
    return closed(page, after(page, ".hit", "keydown", lambda: bar.press("Enter")))


def results_ready_made(browser: Browser, base: str, number: int) -> float:
    """What the browser alone takes for the same, with nothing to be asked and nothing to be made."""
    page = opened(browser, base, f"search?q={quote(QUERIES[number % len(QUERIES)])}")
    page.locator(".hit").first.wait_for()
    page.evaluate(_KEEP)
    page.evaluate(_GO, "/surah/112")
    page.locator(".hit").first.wait_for(state="detached")
    return closed(page, after(page, ".hit", "keydown", lambda: page.keyboard.press("Enter")))


def tree_drawn(browser: Browser, base: str, _: int) -> float:
    """As much of it as its frame shows."""
    return tree_with(browser, base, "1")


def whole_tree_drawn(browser: Browser, base: str, _: int) -> float:
    return tree_with(browser, base, "200")


def tree_with(browser: Browser, base: str, node: str) -> float:
    page = opened(browser, base, "tree/112:1")
    page.locator(".tree-node").first.wait_for()
    drawn = f".tree-node[data-position='{node}'][data-ref^='2:282:']"
    return closed(page, after(page, drawn, "popstate", lambda: page.evaluate(_GO, "/tree/2:282")))


def longest_frame(browser: Browser, base: str, _: int) -> float:
    page = opened(browser, base, "surah/2", words="on")
    page.locator(".gloss").first.wait_for()
    return closed(page, page.evaluate(_SCROLL))


def after(page: Page, selector: str, event: str, act: Callable[[], object]) -> float:
    """Milliseconds from the event, which the act makes, to the frame that shows what the selector names."""
    page.evaluate(f"(given) => {{ window.benchShown = ({_SHOWN})(given); }}", [selector, event])
    act()
    return float(page.evaluate("() => window.benchShown"))


MEASURES: dict[str, Callable[[Browser, str, int], float]] = {
    "paint": first_paint,
    "floor": plainest_paint,
    "shown": search_shown,
    "shown_floor": results_ready_made,
    "tree": tree_drawn,
    "tree_whole": whole_tree_drawn,
    "frame": longest_frame,
}


# What is told.


def name_of(key: str) -> str:
    return next(figure.name for figure in FIGURES if figure.key == key)


def table(rows: Sequence[Measured], sizes: Mapping[str, float]) -> str:
    """Each beside its aim, and the slowest round."""
    lines = ["| what | p50 | aim | slowest | unit |", "|---|---:|---:|---:|---|"]
    found = {row.key: row.times for row in rows} | {key: [size] for key, size in sizes.items()}
    for figure in FIGURES:
        if times := found.get(figure.key):
            slowest = f"{max(times):.{figure.digits}f}"
            lines.append(
                f"| {figure.name} | {shown(figure, median(times))} | {figure.aim_in_words()}"
                f" | {slowest} | {figure.unit} |"
            )
    return "\n".join(lines)


PART = Part("page", __doc__, measure_part)

if __name__ == "__main__":
    sys.exit(bench_part.main(PART))
