"""The wazn of verbs and of the nouns derived from them, written out: فَعَّلَ, مُفْتَعِل, تَفْعِيل.

It follows by rule from what the Quranic Arabic Corpus says of a stem: its form, its derivation and the
number of its root letters. Two things the form does not settle come from the treebank: the vowels of a
verb of form I (فَعَلَ, فَعِلَ, فَعُلَ), and the shape of the verbal nouns of forms I to III, which have several.
"""

from __future__ import annotations

from kalima.arabic.folding import shadda_first
from kalima.corpus.model import Segment

# form: verb, active participle, passive participle, verbal noun
_TABLE = {
    "I": ("", "فَاعِل", "مَفْعُول", ""),
    "II": ("فَعَّلَ", "مُفَعِّل", "مُفَعَّل", ""),
    "III": ("فَاعَلَ", "مُفَاعِل", "مُفَاعَل", ""),
    "IV": ("أَفْعَلَ", "مُفْعِل", "مُفْعَل", "إِفْعَال"),
    "V": ("تَفَعَّلَ", "مُتَفَعِّل", "مُتَفَعَّل", "تَفَعُّل"),
    "VI": ("تَفَاعَلَ", "مُتَفَاعِل", "مُتَفَاعَل", "تَفَاعُل"),
    "VII": ("اِنْفَعَلَ", "مُنْفَعِل", "مُنْفَعَل", "اِنْفِعَال"),
    "VIII": ("اِفْتَعَلَ", "مُفْتَعِل", "مُفْتَعَل", "اِفْتِعَال"),
    "IX": ("اِفْعَلَّ", "مُفْعَلّ", "مُفْعَلّ", "اِفْعِلَال"),
    "X": ("اِسْتَفْعَلَ", "مُسْتَفْعِل", "مُسْتَفْعَل", "اِسْتِفْعَال"),
    "XI": ("اِفْعَالَّ", "مُفْعَالّ", "مُفْعَالّ", "اِفْعِيلَال"),
}
_COLUMNS = {"ACT-PCPL": 1, "PASS-PCPL": 2, "VN": 3}
# The four-letter verbs: plain (وَسْوَسَ) and augmented (اِقْشَعَرَّ, and اِطْمَأَنَّ, which the corpus calls XII).
_FOUR_PLAIN = ("فَعْلَلَ", "مُفَعْلِل", "مُفَعْلَل", "فَعْلَلَة")
_FOUR_AUGMENTED = ("اِفْعَلَلَّ", "مُفْعَلِلّ", "مُفْعَلَلّ", "اِفْعِلَّال")
_FORM_I = {
    "I-a-u": "فَعَلَ",
    "I-a-i": "فَعَلَ",
    "I-a-a": "فَعَلَ",
    "I-i-a": "فَعِلَ",
    "I-i-i": "فَعِلَ",
    "I-u-u": "فَعُلَ",
}
_ENDINGS = "\u064b\u064c\u064d\u064e\u064f\u0650\u0652"


def wazn(stem: Segment, treebank: dict[str, str]) -> str | None:
    """The wazn of a verb, participle or verbal noun, or ``None`` where no rule gives one.

    :param treebank: the treebank's features of the stem; ``category`` and ``template`` are read.
    """
    if stem.pos != "V" and stem.derivation is None:
        return None
    column = _COLUMNS[stem.derivation] if stem.derivation else 0
    row = _row(stem)
    if row is not None and row[column]:
        return shadda_first(row[column])
    if column == 0 and stem.verb_form == "I":
        return _FORM_I.get(treebank.get("category", ""))
    if column == 3 and (template := treebank.get("template")):
        return _without_ending(template)
    return None


def _row(stem: Segment) -> tuple[str, str, str, str] | None:
    four = stem.root is not None and len(stem.root) == 4
    if stem.verb_form == "XII" or (four and stem.verb_form == "IV"):
        return _FOUR_AUGMENTED
    if four and stem.verb_form is None:
        return _FOUR_PLAIN
    # A participle or verbal noun of three letters to which the corpus gives no form is of form I.
    return _TABLE.get(stem.verb_form or "I")


def _without_ending(template: str) -> str:
    """A noun's template without its case ending: فَعْلٌ and فَعْلًا are فَعْل, فُعْلَةً is فُعْلَة."""
    bare = template.rstrip(_ENDINGS)
    if template.endswith("\u064b\u0627"):  # the alif that carries the accusative tanween is no letter
        bare = template[:-2]
    return bare
