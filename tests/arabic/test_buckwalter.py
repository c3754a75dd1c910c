from hypothesis import given
from hypothesis import strategies as st

from kalima.arabic.buckwalter import _TABLE, is_buckwalter, to_arabic, to_buckwalter


@given(st.text(alphabet=sorted(_TABLE)))
def test_buckwalter_to_arabic_and_back_is_the_identity(text):
    assert to_buckwalter(to_arabic(text)) == text


@given(st.text(alphabet=sorted(_TABLE.values())))
def test_arabic_to_buckwalter_and_back_is_the_identity(text):
    assert to_arabic(to_buckwalter(text)) == text


def test_every_form_of_the_corpus_survives_the_round_trip(library):
    forms = {row[0] for row in library.store._rows("SELECT DISTINCT form FROM segments")}
    assert [form for form in forms if to_arabic(to_buckwalter(form)) != form] == []
    assert len(forms) > 10_000


def test_the_basmala():
    assert to_arabic("bisomi {ll~ahi") == (
        "\u0628\u0650\u0633\u0652\u0645\u0650 \u0671\u0644\u0644\u0651\u064e\u0647\u0650"
    )


def test_only_buckwalter_letters_are_buckwalter():
    assert [is_buckwalter(text) for text in ("qwl", "$yA", "قول", "q1", "", " ")] == [
        True, True, False, False, False, False,
    ]  # fmt: skip
