"""The tagset: every feature of a segment, its values, and what each is called in English and Arabic.

The tags and their names follow the documentation of the Quranic Arabic Corpus
(https://corpus.quran.com/documentation/tagset.jsp). ``deriv`` and ``special`` give one tag each to
what the corpus writes in two parts (``ACT|PCPL``) or in letters (``SP:<in~``).
"""

from __future__ import annotations

from typing import NamedTuple

from kalima.corpus import treebank_tags


class Value(NamedTuple):
    """One value of a feature: its tag, its names, and other words that people type for it."""

    tag: str
    english: str
    arabic: str
    aliases: tuple[str, ...] = ()


class Feature(NamedTuple):
    """One feature: the name used in queries, its names, its values, and where they are kept.

    ``field`` names a field of the segment's record, or of the treebank's features if ``source`` says so.
    """

    key: str
    english: str
    arabic: str
    values: tuple[Value, ...]
    field: str
    source: str = "qac"


def _feature(key: str, english: str, arabic: str, *values: Value, field: str = "") -> Feature:
    return Feature(key, english, arabic, values, field or key)


_POS = (
    Value("N", "noun", "اسم"),
    Value("PN", "proper noun", "اسم علم", ("name",)),
    Value("ADJ", "adjective", "صفة"),
    Value("IMPN", "imperative verbal noun", "اسم فعل أمر"),
    Value("PRON", "personal pronoun", "ضمير", ("pronoun",)),
    Value("DEM", "demonstrative pronoun", "اسم إشارة", ("demonstrative",)),
    Value("REL", "relative pronoun", "اسم موصول", ("relative",)),
    Value("T", "time adverb", "ظرف زمان"),
    Value("LOC", "location adverb", "ظرف مكان"),
    Value("V", "verb", "فعل"),
    Value("P", "preposition", "حرف جر"),
    Value("DET", "determiner", "أداة تعريف", ("article", "ال")),
    Value("EMPH", "emphatic particle", "حرف توكيد", ("emphatic",)),
    Value("IMPV", "imperative lam", "لام الأمر"),
    Value("PRP", "purpose lam", "لام التعليل", ("purpose",)),
    Value("CONJ", "coordinating conjunction", "حرف عطف", ("conjunction",)),
    Value("SUB", "subordinating conjunction", "حرف مصدري", ("subordinating",)),
    Value("ACC", "accusative particle", "حرف نصب"),
    Value("AMD", "amendment particle", "حرف استدراك"),
    Value("ANS", "answer particle", "حرف جواب"),
    Value("AVR", "aversion particle", "حرف ردع"),
    Value("CAUS", "particle of cause", "حرف سببية"),
    Value("CERT", "particle of certainty", "حرف تحقيق"),
    Value("CIRC", "circumstantial particle", "حرف حال"),
    Value("COM", "comitative particle", "واو المعية"),
    Value("COND", "conditional particle", "حرف شرط", ("conditional",)),
    Value("EQ", "equalization particle", "حرف تسوية"),
    Value("EXH", "exhortation particle", "حرف تحضيض"),
    Value("EXL", "explanation particle", "حرف تفصيل"),
    Value("EXP", "exceptive particle", "أداة استثناء", ("exceptive",)),
    Value("FUT", "future particle", "حرف استقبال"),
    Value("INC", "inceptive particle", "حرف ابتداء"),
    Value("INT", "particle of interpretation", "حرف تفسير"),
    Value("INTG", "interrogative particle", "حرف استفهام", ("interrogative",)),
    Value("NEG", "negative particle", "حرف نفي", ("negative", "negation")),
    Value("PREV", "preventive particle", "حرف كاف"),
    Value("PRO", "prohibition particle", "حرف نهي", ("prohibition",)),
    Value("REM", "resumption particle", "حرف استئنافية", ("resumption",)),
    Value("RES", "restriction particle", "أداة حصر"),
    Value("RET", "retraction particle", "حرف إضراب"),
    Value("RSLT", "result particle", "حرف واقع في جواب الشرط"),
    Value("SUP", "supplemental particle", "حرف زائد"),
    Value("SUR", "surprise particle", "حرف فجاءة"),
    Value("VOC", "vocative particle", "حرف نداء", ("vocative",)),
    Value("INL", "Quranic initials", "حروف مقطعة", ("initials",)),
)
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_WAZN = (
    "فَعَلَ", "فَعَّلَ", "فَاعَلَ", "أَفْعَلَ", "تَفَعَّلَ", "تَفَاعَلَ",
    "اِنْفَعَلَ", "اِفْتَعَلَ", "اِفْعَلَّ", "اِسْتَفْعَلَ", "اِفْعَالَّ", "اِفْعَوْعَلَ",
)  # fmt: skip

FEATURES: tuple[Feature, ...] = (
    _feature("pos", "part of speech", "قسم الكلام", *_POS),
    _feature(
        "aspect",
        "aspect",
        "زمن الفعل",
        Value("PERF", "perfect", "ماض", ("past", "perfective")),
        Value("IMPF", "imperfect", "مضارع", ("present", "imperfective")),
        Value("IMPV", "imperative", "أمر"),
    ),
    _feature(
        "mood",
        "mood",
        "حالة المضارع",
        Value("IND", "indicative", "مرفوع"),
        Value("SUBJ", "subjunctive", "منصوب"),
        Value("JUS", "jussive", "مجزوم"),
    ),
    _feature(
        "voice",
        "voice",
        "البناء",
        Value("ACT", "active", "مبني للمعلوم"),
        Value("PASS", "passive", "مبني للمجهول"),
    ),
    _feature(
        "form",
        "verb form",
        "وزن الفعل",
        *(
            Value(roman, f"form {roman}", _WAZN[i], (str(i + 1), f"({roman})"))
            for i, roman in enumerate(_ROMAN)
        ),
        field="verb_form",
    ),
    _feature(
        "deriv",
        "derivation",
        "الاشتقاق",
        Value("ACT-PCPL", "active participle", "اسم فاعل", ("ACT PCPL",)),
        Value("PASS-PCPL", "passive participle", "اسم مفعول", ("PASS PCPL",)),
        Value("VN", "verbal noun", "مصدر", ("masdar",)),
        field="derivation",
    ),
    _feature(
        "person",
        "person",
        "الشخص",
        Value("1", "first person", "متكلم", ("1st", "first")),
        Value("2", "second person", "مخاطب", ("2nd", "second")),
        Value("3", "third person", "غائب", ("3rd", "third")),
    ),
    _feature(
        "gender",
        "gender",
        "الجنس",
        Value("M", "masculine", "مذكر", ("masc",)),
        Value("F", "feminine", "مؤنث", ("fem",)),
    ),
    _feature(
        "number",
        "number",
        "العدد",
        Value("S", "singular", "مفرد", ("sg",)),
        Value("D", "dual", "مثنى"),
        Value("P", "plural", "جمع", ("pl",)),
    ),
    _feature(
        "case",
        "case",
        "الإعراب",
        Value("NOM", "nominative", "مرفوع"),
        Value("ACC", "accusative", "منصوب"),
        Value("GEN", "genitive", "مجرور"),
    ),
    _feature("state", "state", "التعريف والتنكير", Value("INDEF", "indefinite", "نكرة")),
    _feature(
        "special",
        "special group",
        "النواسخ",
        Value("INNA", "inna and its sisters", "إن وأخواتها", ("<in~", "إن")),
        Value("KANA", "kana and its sisters", "كان وأخواتها", ("kaAn", "كان")),
        Value("KADA", "kada and its sisters", "كاد وأخواتها", ("kaAd", "كاد")),
    ),
)

# What the treebank says of a stem, under names of their own: its "gender" is not the corpus's.
_TREEBANK_KEYS = {
    "derivation": "nounkind",
    "root_class": "rootclass",
    "category": "verbclass",
    "function": "particle",
    "transitivity": "transitivity",
    "declension": "declension",
    "definiteness": "definiteness",
    "proper": "proper",
    "pos": "tb_pos",
    "gender": "tb_gender",
    "number": "tb_number",
    "case": "tb_case",
    "mood": "tb_mood",
    "voice": "tb_voice",
    "time": "tb_aspect",
}
TREEBANK_FEATURES: tuple[Feature, ...] = tuple(
    Feature(
        _TREEBANK_KEYS[feature.key],
        f"{feature.english} (treebank)",
        f"{feature.arabic} (بنك الأشجار)",
        tuple(Value(term.key, term.english, term.arabic) for term in feature.terms),
        feature.key,
        "treebank",
    )
    for feature in treebank_tags.FEATURES
    if feature.key in _TREEBANK_KEYS
)

_COMPARED = ("root", "gender", "number", "case", "mood", "voice", "aspect", "form", "deriv")
_COMPARED_NAMES = {"root": ("root", "الجذر")} | {
    feature.key: (feature.english, feature.arabic) for feature in FEATURES
}
_INFERRED = ("form", "voice", "mood", "number")
META_FEATURES: tuple[Feature, ...] = (
    Feature(
        "differs",
        "the corpus and the treebank differ in",
        "اختلاف المصدرين في",
        tuple(Value(key, *_COMPARED_NAMES[key]) for key in _COMPARED),
        "differs",
        "both",
    ),
    Feature(
        "inferred",
        "inferred",
        "مستنتج",
        tuple(Value(key, *_COMPARED_NAMES[key]) for key in _INFERRED),
        "inferred",
        "both",
    ),
)
"""What is known about the annotation itself."""

BY_KEY = {feature.key: feature for feature in (*FEATURES, *TREEBANK_FEATURES, *META_FEATURES)}

PREFIX_LETTERS = {
    "w": "و", "f": "ف", "l": "ل", "A": "أ", "bi": "ب", "ka": "ك", "ta": "ت", "sa": "س",
    "ya": "يا", "ha": "ها", "Al": "ال",
}  # fmt: skip
"""The corpus's names of the prefixes, and how each is written."""


def value_of(key: str, tag: str) -> Value:
    """The value of feature ``key`` that has this tag.

    :raises KeyError: if the feature has no such tag.
    """
    for value in BY_KEY[key].values:
        if value.tag == tag:
            return value
    raise KeyError(f"{key}:{tag}")
