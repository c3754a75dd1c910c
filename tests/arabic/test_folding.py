import pytest

from kalima.arabic.folding import exact_key, fold, fold_root

ALIF = "ا"


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("ٱلرَّحْمَـٰنِ", "الرحمن"),
        ("ٱلصَّلَوٰةَ", "الصلوه"),
        ("الصلاة", "الصلاه"),
        ("ءَامَنَ", "امن"),
        ("آمَنَ", "امن"),
        ("أَمِنَ", "امن"),
        ("ٱلْقُرْءَانُ", "القران"),
        ("القرآن", "القران"),
        ("مُوسَىٰ", "موسي"),
        ("مُؤْمِنٌ", "مومن"),
        ("سُئِلَ", "سيل"),
        ("شَىْءٍۢ", "شيء"),
        ("ٱلسَّمَآءِ", "السماء"),
        ("ٱلْأَفْـِٔدَةِ", "الافءده"),
        ("مَـَٔابٍ", "ماب"),
        ("إِبْرَٰهِـۧمَ", "ابرهم"),
        ("لِلّٰهِ", "لله"),
        ("كتاب", "كتاب"),
        ("\u200fالله\u200e", "الله"),
        ("کتابی", "كتابي"),
        ("", ""),
    ],
)
def test_fold(text, folded):
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("text", "folded"), [("كِتَـٰب", "كتاب"), ("ٱلرَّحْمَـٰنِ", "الرحمان"), ("ذَٰلِكَ", "ذالك"), ("هَـٰذَا", "هاذا")]
)
def test_a_dagger_alif_may_be_folded_to_the_alif_it_sounds_like(text, folded):
    assert fold(text, dagger=ALIF) == folded


def test_folding_twice_changes_nothing_more(library):
    texts = {row[0] for row in library.store._rows("SELECT DISTINCT text FROM words")}
    assert [text for text in texts if fold(fold(text)) != fold(text)] == []


@pytest.mark.parametrize(
    ("typed", "root"),
    [
        ("رأي", "راي"),
        ("راي", "راي"),
        ("سأل", "سال"),
        ("شيء", "شيا"),
        ("ق و ل", "قول"),
        ("ق-و-ل", "قول"),
        ("هدى", "هدي"),
    ],
)
def test_fold_root(typed, root):
    assert fold_root(typed) == root


def test_an_exact_key_ignores_tatweel_and_the_order_of_marks_alone():
    assert exact_key("ٱلرَّحْمَـٰنِ") == exact_key("ٱلرَّحْمَٰنِ")
    assert exact_key("ر\u0651\u064e") == exact_key("ر\u064e\u0651")
    assert exact_key("كَتَبَ") != exact_key("كُتِبَ")
