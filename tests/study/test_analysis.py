"""What is said of a word, where several sources say it."""

import pytest

from kalima.study import analysis

LONGER = ("2:181", "8:6", "13:37", "19:1", "36:1", "37:130", "42:2")
"""Verses with a word whose transliteration has spaces: openings, and words of the corpus that are two."""


@pytest.mark.parametrize("verse", LONGER)
def test_each_word_has_its_own_transliteration_and_together_they_are_the_verse_s(library, verse):
    reference = library.reference(verse)
    (record,) = library.verses(reference)
    sounds = [word["transliteration"] for word in analysis.words(library, reference, ())]
    assert len(sounds) == len(record.words) < len(record.transliteration.split(" "))
    assert " ".join(sounds) == record.transliteration


def test_a_word_after_such_a_word_is_not_shifted(library):
    (word,) = analysis.words(library, library.reference("8:6:5"), ())
    assert (word["word"], word["transliteration"]) == (5, "tabayyana")


@pytest.mark.parametrize("verse", ["1:7", "24:35"])
def test_each_node_and_arc_of_a_verse_is_told_with_its_own_word(library, verse):
    (record,) = library.verses(library.reference(verse))
    graph = library.store.graphs([record.id])[record.id]
    words = {node.position: node.word for node in graph.nodes}
    told = analysis.words(library, library.reference(verse), ("tree",))
    for word in told:
        tree, here = word["tree"], word["word"]
        assert tree["nodes"] == [node._asdict() for node in graph.nodes if node.word == here]
        heads = [(each["own"], each["relation"], each["node"]["position"]) for each in tree["heads"]]
        assert heads == [
            (arc.dependent, arc.relation, arc.head) for arc in graph.arcs if words[arc.dependent] == here
        ]
        dependents = [
            (each["own"], each["relation"], each["node"]["position"]) for each in tree["dependents"]
        ]
        assert dependents == [
            (arc.head, arc.relation, arc.dependent) for arc in graph.arcs if words[arc.head] == here
        ]
    assert any(word["tree"]["dependents"] for word in told)
