"""Arabic words for what a query asks: attributes, values, relations, numbers."""

from __future__ import annotations

from kalima.arabic.folding import is_arabic
from kalima.corpus import relations, tagset
from kalima.search.reading.parts import AFFIX_LETTERS, shown
from kalima.search.research import KIND_BY_NAME

_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_NUMERALS = ["", "واحدة", "", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
_FEMININE = ("صفة", "أداة", "حروف", "لام", "واو", "ألف", "نون", "تاء", "هاء")
# (what stands before one value, what stands before one of many, their plural)
LEXICAL = {
    "root": ("من", "الجذر", "أحد الجذور", ""),
    "tb_root": ("من", "الجذر", "أحد الجذور", " في بنك الأشجار"),
    "lemma": ("من", "المدخل المعجمي", "أحد المداخل المعجمية", ""),
    "pattern": ("على", "الوزن", "أحد الأوزان", ""),
    "template": ("على", "القالب", "أحد القوالب", ""),
}
AFFIXES = {"prefix": ("سابقة", "إحدى السوابق"), "suffix": ("لاحقة", "إحدى اللواحق")}
CASES = {"NOM": "الرفع", "ACC": "النصب", "GEN": "الجر"}
VERBAL = ("aspect", "mood", "voice")
PERSONAL = ("person", "number", "gender")
_COMPARED = {
    "word": "الرسم", "spelling": "الضبط", "translit": "الرسم اللاتيني", "prefix": "السابقة",
    "suffix": "اللاحقة",
    "rel": "العلاقة النحوية", "tb_root": "الجذر في بنك الأشجار", "differs": "ما يختلف فيه المصدران",
    "inferred": "ما استنتج", "note": "الملاحظة", "tag": "الوسم", "has": "العمل",
}  # fmt: skip
_KINDS = {value.tag: value.arabic for value in tagset.BY_KEY["pos"].values}
_PRONOUN = {value.tag: value.arabic for key in PERSONAL for value in tagset.BY_KEY[key].values}
SPANS = {"aya": "آية", "sura": "سورة", "page": "صفحة", "juz": "جزء"}
SPAN_VALUES = {"Meccan": "مكية", "Medinan": "مدنية", "obligatory": "واجبة", "recommended": "مستحبة"}
SIGNS = {"?": "حرف واحد", "*": "أي عدد من الحروف"}
PART_VERBS = {"start": ("يبدأ", "بـ"), "end": ("ينتهي", "بـ"), "within": ("يحتوي", "على ")}
LANGUAGES = {"en": "الإنجليزية"}


def isolated(text: str) -> str:
    """``text`` in isolates if it is Latin."""
    return text if is_arabic(text) else f"\u2068{text}\u2069"


def quoted(text: str) -> str:
    """``text`` in guillemets."""
    return f"«{isolated(text)}»"


def quoted_value(value: str) -> str:
    """A root, lemma, pattern or template in guillemets."""
    return quoted(shown(value))


def research(name: str) -> str:
    """One of a kind of the user's research."""
    return KIND_BY_NAME[name].arabic if name in KIND_BY_NAME else name


def digits(number: int | str) -> str:
    return str(number).translate(_DIGITS)


def interval(pair: tuple[str, str]) -> str:
    """A number, or two as from and to."""
    first, last = map(digits, pair)
    return f"من {first} إلى {last}" if last else first


def is_feminine(name: str) -> bool:
    """Whether the noun with which ``name`` begins is feminine."""
    first = name.split()[0]
    return first.endswith("ة") or first in _FEMININE


def counted(number: int, noun: str, plural: str, dual: str = "ان") -> str:
    """``number`` of a feminine noun: كلمة واحدة، كلمتان، ثلاث كلمات، إحدى عشرة كلمة، ١٠٣ كلمات."""
    if number == 0:
        return f"لا {noun}"
    if number == 2:
        return f"{noun.removesuffix('ة')}ت{dual}"
    if number == 1:
        return f"{noun} واحدة"
    if number <= 10:
        return f"{_NUMERALS[number]} {plural}"
    if number <= 12:
        return f"{'إحدى' if number == 11 else 'اثنتا' if dual == 'ان' else 'اثنتي'} عشرة {noun}"
    return f"{digits(number)} {plural if 3 <= number % 100 <= 10 else noun}"


def mould(key: str, value: tagset.Value) -> str:
    """The صيغة of a verb or noun: المضارع المجزوم، المخاطب، الجمع."""
    name = "الماضي" if value.arabic == "ماض" else f"ال{value.arabic}"
    return f"المضارع {name}" if key == "mood" else name


def role(key: str) -> str:
    """What a dependent is by the relation ``key``."""
    relation = relations.BY_KEY.get(key)
    return relation.arabic if relation else key


def compared(key: str) -> str:
    """What a word has in a comparison: its root, its case, its gender in the treebank."""
    feature = tagset.BY_KEY.get(key)
    if key in _COMPARED or feature is None:
        return _COMPARED.get(key) or LEXICAL[key][1]
    return feature.arabic.replace("(بنك الأشجار)", "في بنك الأشجار")


def affix(kind: str, value: str) -> str:
    """``w``, ``CONJ``, ``w:CONJ`` or ``3MP``, as something that is in a word."""
    name = AFFIXES[kind][0]
    letter, _, tag = value.partition(":")
    if letter in AFFIX_LETTERS:
        named = f" من نوع {quoted(_KINDS.get(tag, tag))}" if tag else ""
        return f"ال{name} {quoted(AFFIX_LETTERS[letter])}{named}"
    if value in _KINDS:
        return f"{name} من نوع {quoted(_KINDS[value])}"
    return f"{name} هي ضمير ({'، '.join(_PRONOUN.get(char, char) for char in value)})"
