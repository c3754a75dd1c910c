"""The engine's benchmark: its queries, its Markdown, and its peers' totals; never how long anything takes."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

import bench_engine
import bench_fabric
import bench_part
import bench_peers
import dev
from bench_engine import QUERIES, Refusal, Report, Rival, Times, Totals, ask_kalima, figures, plain, render
from dev_setup import Project

ROOT = Path(dev.__file__).resolve().parent.parent
LOCK = ROOT / "build_scripts" / "lock" / "peers.txt"
TEXTS = {query.key: query.text for query in QUERIES}

RIVAL = Rival("features", "a peer", "root:x", "words", 68, [2.0, 4.0, 6.0])
REPORT = Report(
    "Kalima 9 on a machine.",
    {query.key: Totals(1_234, 68, 9) for query in QUERIES},
    {query.key: Times(30.0, [0.5, 0.5, 0.5], [1.5, 0.5, 9.0]) for query in QUERIES},
    [RIVAL, Refusal("arc", "a peer", "it has no treebank")],
)


def test_the_manual_has_the_table_of_the_queries_that_are_measured():
    page = bench_engine.PAGE.read_text("utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| ")]
    for query in QUERIES:
        typed = query.text.replace("|", "\\|")
        assert sum(f"| {query.name} | `{typed}` |" in row for row in rows) == 1
    assert bench_engine.make_page("figures").split("\n\n")[:2] == page.split("\n\n")[:2]


# The Markdown.


@pytest.mark.parametrize(
    ("run", "cells"),
    [
        ([1.5, 0.5, 9.0], "0.50 | 30.00 | 1.50 | 9.00"),
        ([1.994, 1.994], "0.50 | 30.00 | 1.99 | 1.99"),
        ([1.996, 1.996], "0.50 | 30.00 | **2.00, over** | 2.00"),
        ([1.0, 1.0, 10.0], "0.50 | 30.00 | 1.00 | **10.00, over**"),
        ([1.0] * 99 + [50.0], "0.50 | 30.00 | 1.00 | 1.00"),
    ],
)
def test_a_query_stands_beside_the_aims_and_says_which_it_misses(run, cells):
    times = {**REPORT.times, "arc": Times(30.0, [0.5] * len(run), run)}
    line = next(line for line in render(REPORT._replace(times=times)).splitlines() if TEXTS["arc"] in line)
    assert line.endswith(f"| 1,234 | 68 | 9 | {cells} |")


@pytest.mark.parametrize(
    ("rival", "cells"),
    [
        (RIVAL, "68 words, the same | 68 | 4.00 | 6.00 | 2.0 ×"),
        (RIVAL._replace(total=1_000), "1,000 words | 68 | 4.00 | 6.00 | 2.0 ×"),
        (
            RIVAL._replace(total=70, differs="for a reason"),
            "70 words: for a reason | 68 | 4.00 | 6.00 | 2.0 ×",
        ),
        (RIVAL._replace(counts="verses", total=9), "9 verses, the same | 9 | 4.00 | 6.00 | 2.0 ×"),
        (RIVAL._replace(times=[0.1]), "68 words, the same | 68 | 0.10 | 0.10 | 0.05 ×"),
        (RIVAL._replace(times=[246.0]), "68 words, the same | 68 | 246.00 | 246.00 | 123 ×"),
        (Refusal("features", "a peer", "for a reason"), "cannot express it: for a reason | | | |"),
    ],
)
def test_a_peer_is_held_to_parsing_and_running_together(rival, cells):
    told = render(REPORT._replace(rivals=[rival]))
    assert f"| {QUERIES[0].name} | a peer | {cells} |" in told.splitlines()


def test_every_row_has_the_columns_of_its_table():
    told = render(REPORT._replace(missing=["a peer is not installed: a hint"]))
    rows = [len(re.findall(r"(?<!\\)\|", line)) for line in told.splitlines() if line.startswith("|")]
    assert rows == [10] * (2 + len(QUERIES)) + [8] * 4
    assert told.endswith("\n\na peer is not installed: a hint.")


def test_the_whole_run_is_written():
    written = json.loads(json.dumps(plain(REPORT)))
    first, arc = written["queries"][0], written["queries"][4]
    assert (written["aims"], len(written["queries"])) == ({"p50": 2.0, "p99": 10.0}, 8)
    assert first["kalima"]["run_samples"] == [1.5, 0.5, 9.0]
    assert (first["kalima"]["run_p50"], first["kalima"]["run_p99"], first["kalima"]["first"]) == (1.5, 9, 30)
    assert (first["peers"][0]["p50"], first["peers"][0]["ratio"]) == (4.0, 2.0)
    assert arc["peers"] == [{"query": "arc", "peer": "a peer", "cannot": "it has no treebank"}]


def test_the_figures_are_the_dearest_querys():
    times = {**REPORT.times, "arc": Times(30.0, [0.5], [2.5])}
    found = figures(REPORT._replace(times=times, completions=[0.5, 4.0, 1.0]))
    assert found == {"engine_p50": 2.5, "engine_p99": 9.0, "completion_p99": 4.0}


# The queries, and what the peers find.

FOUND = {
    "features": ("words", 68),
    "negation": ("words", 9_615),
    "sequence": ("verses", 368),
    "wildcard": ("words", 1_459),
    "phrase": ("verses", 89),
}
ASKED = {
    "tantivy": {"features", "negation", "sequence", "wildcard", "phrase"},
    "SQLite FTS5": {"features", "negation", "wildcard", "phrase"},
    "alfanous3": {"features", "negation", "wildcard", "phrase"},
}


@pytest.fixture(scope="module")
def corpus(library) -> bench_peers.Corpus:
    return bench_peers.read_corpus(library.store.path, library.index)


@pytest.fixture(scope="module")
def peers(corpus) -> dict[str, bench_peers.Peer | str]:
    """The peers by name, or why one is not here."""
    found: dict[str, bench_peers.Peer | str] = {"SQLite FTS5": bench_peers.open_fts5(corpus)}
    for name, opener in (
        ("tantivy", lambda: bench_peers.open_tantivy(corpus)),
        ("alfanous3", bench_peers.open_alfanous),
    ):
        try:
            found[name] = opener()
        except bench_peers.Missing as error:
            found[name] = str(error)
    return found


def opened(peers, name: str) -> bench_peers.Peer:
    if isinstance(peers[name], str):
        pytest.skip(peers[name])
    return peers[name]


def test_the_peers_have_the_words_that_kalima_has(corpus):
    spelled = [stem for stem in corpus.stems if stem.spellings]
    assert (len(spelled), len(corpus.stems), len(corpus.verses)) == (77_429, 77_915, 6_236)
    assert {stem.word for stem in spelled} == set(range(1, 77_430))
    assert corpus.verses[0] == "بسم الله الرحمن الرحيم"
    assert {"ايها", "يايها"} <= set(next(stem for stem in spelled if stem.word == 260).spellings)


@pytest.mark.parametrize("key", TEXTS)
def test_every_query_is_understood_and_finds_something(library, key):
    assert min(ask_kalima(TEXTS[key], library.index)[0]) > 0


@pytest.mark.parametrize("name", ASKED)
def test_a_peer_answers_each_query_or_says_why_not(peers, name):
    peer = opened(peers, name)
    assert peer.asks.keys() == ASKED[name]
    assert peer.cannot.keys() == TEXTS.keys() - ASKED[name]


@pytest.mark.parametrize(
    ("name", "key"), [(name, key) for name in ASKED for key in FOUND if key in ASKED[name]]
)
def test_a_peer_finds_what_kalima_finds_unless_it_says_why_not(library, peers, name, key):
    ask = opened(peers, name).asks[key]
    total, first = ask.run()
    totals = ask_kalima(TEXTS[key], library.index)[0]
    assert (ask.counts, getattr(totals, ask.counts)) == FOUND[key]
    assert (total == FOUND[key][1]) is (not ask.differs)
    assert list(first) == sorted(first)
    assert len(first) == min(total, bench_peers.SHOWN)


def test_a_peer_that_is_not_there_is_named_with_the_way_to_have_it(monkeypatch, tmp_path):
    monkeypatch.setattr(bench_peers, "PACKAGES", tmp_path / "peers")
    with pytest.raises(bench_peers.Missing, match=r"^nowhere is not installed: `python3 .* bench --engine`"):
        bench_peers.installed("nowhere.at.all")


# How the peers come to be there.


def test_the_lock_pins_the_peers_and_what_they_need():
    lines = LOCK.read_text("utf-8").replace("\\\n", "").splitlines()
    pinned = [line for line in lines if line and not line.lstrip().startswith("#")]
    assert [line for line in pinned if not re.match(r"[\w-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", line)] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert set(project["dependency-groups"]["peers"]) <= {line.partition("==")[0] for line in pinned}


def test_no_other_lock_has_a_peer():
    locked = re.findall(r"^([\w-]+)==", (LOCK.parent / "requirements.txt").read_text("utf-8"), re.MULTILINE)
    assert {"tantivy", "alfanous3", "text-fabric"} & set(locked) == set()


def test_the_peers_are_fetched_once_and_again_after_an_interruption(tmp_path, monkeypatch, capsys):
    project = Project(tmp_path / "kalima", tmp_path / "cache")
    project.locks.mkdir(parents=True)
    (project.locks / "peers.txt").write_text("sample==1.0", "utf-8")
    asked = []

    def fetch(project, arguments):
        asked.append([str(argument) for argument in arguments])
        (project.build / "peers").mkdir(parents=True)
        if len(asked) == 1:
            raise KeyboardInterrupt

    monkeypatch.setattr(dev, "pip", fetch)
    monkeypatch.setattr(dev, "require_pip", lambda project: None)
    with pytest.raises(KeyboardInterrupt):
        dev.make_peers(project)
    dev.make_peers(project)
    dev.make_peers(project)
    assert len(asked) == 2
    assert {"--require-hashes", "--only-binary=:all:", str(project.build / "peers")} <= set(asked[1])
    assert capsys.readouterr().out.count("into build/peers\n") == 2


def test_a_quick_run_has_every_figure_too(monkeypatch):
    monkeypatch.setattr(bench_engine, "open_peers", lambda corpus, index: ([], []))
    report = bench_engine.measure(bench_engine.QUICK_RUNS)
    assert {len(times.run) for times in report.times.values()} == {bench_engine.QUICK_RUNS}
    assert all(each.name in render(report) for each in QUERIES)
    assert all(figures(report).values())


def test_the_script_takes_no_other_flag():
    with pytest.raises(SystemExit, match="2"):
        bench_part.main(bench_engine.PART, ["--write-readme"])


# Text-Fabric.


def test_text_fabric_gets_kalimas_words_nodes_and_arcs(library, corpus):
    layout, treebank = library.index.layout, library.index.treebank
    nodes, edges = bench_fabric.make_data(corpus, library.index)
    kinds = list(nodes["otype"].values())
    assert [kinds.count(kind) for kind in ("word", "unit", "verse")] == [77_429, layout.units, 6_236]
    assert list(nodes["otype"]) == list(range(1, len(kinds) + 1))
    assert edges["oslots"].keys() == {node for node, kind in nodes["otype"].items() if kind != "word"}
    arcs = sum(
        len(set(zip(*treebank.arcs(number), strict=True))) for number in range(len(treebank.relations))
    )
    told = sum(len(ends) for name, arc in edges.items() if name != "oslots" for ends in arc.values())
    assert told == arcs
    unit = bench_fabric.Numbers(layout.words, layout.units).unit
    assert [nodes["pos"][unit(word)] for word in range(3)] == ["N", "PN", "ADJ"]
    assert len(nodes["stem"]) == layout.stems


def test_text_fabric_cannot_ask_for_any_depth_and_the_rest_it_can():
    class Api:
        class S:
            search = staticmethod(lambda template: [(3, 1), (1, 1), (3, 1)])

    class Index:
        class treebank:
            words = (0, 1)

    peer = bench_fabric._peer(Api, bench_fabric.Numbers(4, 2), Index, "13")
    assert peer.asks.keys() | peer.cannot.keys() == TEXTS.keys()
    assert peer.cannot.keys() == {"deep_arc"}
    assert peer.slow
    assert peer.asks["wildcard"].run() == (2, [1, 3])
