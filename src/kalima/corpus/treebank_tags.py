"""What the dependency treebank says of a word besides its arcs: its features, and each one's values.

These are the treebank's own annotation. Some of it the Quranic Arabic Corpus lacks (template, root
class, transitivity, broken plural); where both say something, they may disagree, and both are kept:
so the treebank's features have names of their own here (``gender`` of the treebank is not ``gender`` of
the corpus), but values that mean the same share the corpus's tag (M, F, S, D, P, NOM, GEN ...).

The source writes its values as Persian terms; ``Term.sources`` keeps them, compared without regard to
Persian or Arabic ya and kaf (تهی and تهي are one). Empty and تهی ("empty") mean that nothing is said.
"""

from __future__ import annotations

from typing import NamedTuple

LETTERS = str.maketrans("یک", "يك")
_EMPTY = {"", "تهي"}


class Term(NamedTuple):
    """One value of a feature: its key, its names, and how the source writes it."""

    key: str
    english: str
    arabic: str
    sources: tuple[str, ...]


class TreebankFeature(NamedTuple):
    """One feature: its key, its names, the attribute of the source that holds it, its values.

    A feature without terms holds free text (a root, a template).
    """

    key: str
    english: str
    arabic: str
    attribute: str
    terms: tuple[Term, ...] = ()


def _term(key: str, english: str, arabic: str, *sources: str) -> Term:
    return Term(key, english, arabic, sources)


# fmt: off
_AFFIX = (
    _term("stem", "stem", "أصل الكلمة", "هسته"),
    _term("prefix", "prefix", "سابقة", "پیشوند"),
    _term("suffix", "suffix", "لاحقة", "پسوند"),
)
_POS = (
    _term("noun", "noun", "اسم", "اسم"),
    _term("verb", "verb", "فعل", "فعل"),
    _term("particle", "particle", "حرف", "حرف"),
)
_INVARIABLE = (
    _term("sukun", "built on sukun", "مبني على السكون", "مبنی بر سکون"),
    _term("fatha", "built on fatha", "مبني على الفتح", "مبنی بر فتح"),
    _term("kasra", "built on kasra", "مبني على الكسر", "مبنی بر کسر"),
    _term("damma", "built on damma", "مبني على الضم", "مبنی بر ضم"),
    _term("assumed", "assumed: the ending is not heard", "إعراب تقديري", "اعراب تقدیری"),
)
_CASE = (
    _term("NOM", "nominative", "مرفوع", "مرفوع"),
    _term("ACC", "accusative", "منصوب", "منصوب"),
    _term("GEN", "genitive", "مجرور", "مجرور"),
    _term("ACC-GEN", "accusative or genitive", "منصوب أو مجرور", "منصوب یا مجرور"),
    *_INVARIABLE,
)
_MOOD = (
    _term("IND", "indicative", "مرفوع", "مرفوع"),
    _term("SUBJ", "subjunctive", "منصوب", "منصوب"),
    _term("JUS", "jussive", "مجزوم", "مجزوم"),
    _term("SUBJ-JUS", "subjunctive or jussive", "منصوب أو مجزوم", "منصوب یا مجزوم"),
    *_INVARIABLE,
)
_DEFINITENESS = (
    _term("definite", "definite", "معرفة", "معرفه"),
    _term("indefinite", "indefinite", "نكرة", "نکره"),
    _term("annexed", "annexed to what follows", "مضاف", "اضافه"),
)
_CATEGORY = (
    _term("I", "form I", "ثلاثي مجرد", "ثلاثی مجرد"),
    _term("I-a-u", "form I, perfect in a, imperfect in u", "فَعَلَ يَفْعُلُ", "فَعَلَ یَفْعُلُ"),
    _term("I-a-i", "form I, perfect in a, imperfect in i", "فَعَلَ يَفْعِلُ", "فَعَلَ یَفْعِلُ"),
    _term("I-a-a", "form I, perfect in a, imperfect in a", "فَعَلَ يَفْعَلُ", "فَعَلَ یَفْعَلُ"),
    _term("I-i-a", "form I, perfect in i, imperfect in a", "فَعِلَ يَفْعَلُ", "فَعِلَ یَفْعَلُ"),
    _term("I-i-i", "form I, perfect in i, imperfect in i", "فَعِلَ يَفْعِلُ", "فَعِلَ یَفْعِلُ"),
    _term("I-u-u", "form I, perfect in u, imperfect in u", "فَعُلَ يَفْعُلُ", "فَعُلَ یَفْعُلُ"),
    _term("II", "form II", "تفعيل", "تفعیل"),
    _term("III", "form III", "مفاعلة", "مفاعله"),
    _term("IV", "form IV", "إفعال", "افعال"),
    _term("V", "form V", "تفعّل", "تفعّل"),
    _term("VI", "form VI", "تفاعل", "تفاعل"),
    _term("VII", "form VII", "انفعال", "انفعال"),
    _term("VIII", "form VIII", "افتعال", "افتعال"),
    _term("IX", "form IX", "افعلال", "افعلال"),
    _term("X", "form X", "استفعال", "استفعال"),
    _term("XI", "form XI", "افعيلال", "افعیلال"),
    _term("Q-I", "four radicals", "رباعي مجرد", "رباعی مجرد"),
    _term("Q-IV", "four radicals, form IV (اِطْمَأَنَّ)", "افعلّال", "افعلّال"),
    _term("Q-derived", "four radicals, augmented", "رباعي مزيد", "رباعی مزید"),
)
_DERIVATION = (
    _term("underived", "underived noun", "اسم جامد", "جامد غیر مصدری"),
    _term("pronoun-attached-subject", "attached subject pronoun", "ضمير متصل للرفع", "ضمیر متصل مرفوعی"),
    _term("pronoun-attached-object", "attached object or genitive pronoun", "ضمير متصل للنصب والجر",
          "ضمیر متصل منصوبی مجروری", "ضمير متصل مخاطب منصوبي مجروري", "ضمير متصل متكلم منصوبي مجروري",
          "ضمير متصل غائب منصوبي مجروري", "ضمير متصل متكلم"),
    _term("pronoun-detached-subject", "detached subject pronoun", "ضمير منفصل للرفع", "ضمیر منفصل مرفوعی"),
    _term("pronoun-detached-object", "detached object pronoun", "ضمير منفصل للنصب", "ضمیر منفصل منصوبی"),
    _term("relative", "relative noun", "اسم موصول", "اسم موصول", "موصول"),
    _term("demonstrative", "demonstrative noun", "اسم إشارة", "اسم اشاره"),
    _term("interrogative", "interrogative noun", "اسم استفهام", "اسم استفهام"),
    _term("conditional", "conditional noun", "اسم شرط", "اسم شرط"),
    _term("exclamatory", "exclamatory noun", "اسم تعجب", "اسم تعجب"),
    _term("connective-ayy", "ayy that carries a call (يا أيها)", "أي وصلية", "أی وصلیه"),
    _term("allusive", "allusive noun (كم, كأين)", "اسم كناية", "کنایه"),
    _term("adverb", "adverb", "ظرف", "ظرف"),
    _term("numeral", "numeral", "اسم عدد", "عدد"),
    _term("loanword", "loanword", "دخيل", "دخیل"),
    _term("collective", "collective noun", "اسم جمع", "اسم جمع"),
    _term("generic-collective", "collective noun of a kind", "اسم جنس جمعي", "اسم جنس جمعی"),
    _term("verbal-noun", "verbal noun", "مصدر", "مصدر"),
    _term("mimi-verbal-noun", "verbal noun with mim", "مصدر ميمي", "مصدر میمی"),
    _term("verbal-noun-of-instance", "verbal noun of one instance", "اسم مرة", "مصدر مره"),
    _term("verbal-noun-of-manner", "verbal noun of manner", "اسم هيئة", "مصدر هیئه"),
    _term("abstract-noun", "abstract noun in -iyya", "مصدر صناعي", "مصدر صناعی"),
    _term("active-participle", "active participle", "اسم فاعل", "اسم فاعل"),
    _term("passive-participle", "passive participle", "اسم مفعول", "اسم مفعول"),
    _term("participle-like", "participle-like adjective", "صفة مشبهة", "صفت مشبهه"),
    _term("intensive", "intensive participle", "صيغة مبالغة", "صیغه مبالغه"),
    _term("elative", "elative", "اسم تفضيل", "اسم تفضیل"),
    _term("place", "noun of place", "اسم مكان", "اسم مکان"),
    _term("time", "noun of time", "اسم زمان", "اسم زمان"),
    _term("instrument", "noun of instrument", "اسم آلة", "اسم آلت"),
    _term("relational", "relational adjective", "اسم منسوب", "اسم منسوب"),
    _term("diminutive", "diminutive", "اسم مصغر", "اسم مصغر"),
    _term("verb-noun", "noun that acts as a verb", "اسم فعل", "اسم فعل"),
    _term("praise-blame", "noun of praise or blame", "اسم مدح وذم", "اسم مدح و ذم"),
    _term("corroborative", "corroborative noun", "أداة تأكيد", "ادات تأکید"),
    _term("oath", "noun of an oath", "أداة قسم", "ادات قسم"),
)
_GENDER = (
    _term("M", "masculine", "مذكر", "مذکر"),
    _term("F", "feminine", "مؤنث", "مؤنث"),
    _term("MF", "masculine or feminine", "مذكر أو مؤنث", "مذکر،مؤنث", "مشترك"),
    _term("unclear", "unclear", "مبهم", "مبهم"),
)
_NUMBER = (
    _term("S", "singular", "مفرد", "مفرد"),
    _term("D", "dual", "مثنى", "مثنی"),
    _term("P", "plural", "جمع", "جمع"),
    _term("BP", "broken plural", "جمع تكسير", "جمع مکسر"),
    _term("SP", "singular or plural", "مشترك", "مشترک"),
    _term("P-like", "declined like a plural", "ملحق بالجمع", "ملحق به جمع"),
    _term("D-like", "declined like a dual", "ملحق بالمثنى", "ملحق به مثنی"),
)
_TRANSITIVITY = (
    _term("transitive", "transitive", "متعد", "متعدی"),
    _term("intransitive", "intransitive", "لازم", "لازم"),
    _term("both", "transitive or intransitive", "لازم ومتعد", "لازم و متعدی"),
)
_TIME = (
    _term("PERF", "past", "ماض", "ماضی"),
    _term("IMPF", "present", "مضارع", "مضارع ساده"),
    _term("IMPF-EMPH", "present, emphatic", "مضارع مؤكد", "مضارع مؤکد"),
    _term("IMPV", "imperative", "أمر", "امر ساده"),
    _term("IMPV-EMPH", "imperative, emphatic", "أمر مؤكد", "امر مؤکد"),
)
_VOICE = (
    _term("ACT", "active", "مبني للمعلوم", "معلوم"),
    _term("PASS", "passive", "مبني للمجهول", "مجهول"),
)
# The fourteen members of a conjugation, in the order in which Arabic grammar recites them.
_MEMBERS = (
    ("3MS", "هو"), ("3MD", "هما"), ("3MP", "هم"), ("3FS", "هي"), ("3FD", "هما"), ("3FP", "هن"),
    ("2MS", "أنتَ"), ("2MD", "أنتما"), ("2MP", "أنتم"), ("2FS", "أنتِ"), ("2FD", "أنتما"), ("2FP", "أنتن"),
    ("1S", "أنا"), ("1P", "نحن"),
)
_CONJUGATION = tuple(_term(key, key, arabic, str(i)) for i, (key, arabic) in enumerate(_MEMBERS, 1))
_DECLENSION = (
    _term("triptote", "triptote", "منصرف", "منصرف"),
    _term("diptote", "diptote", "ممنوع من الصرف", "غیر منصرف"),
)
_PROPER = (_term("proper", "proper name", "علم", "آری"),)
_FUNCTION = (
    _term("preposition", "preposition", "حرف جر", "جاره", "جارّة"),
    _term("coordinating", "coordinating conjunction", "حرف عطف", "عاطفه"),
    _term("article", "definite article", "أداة تعريف", "تعریف"),
    _term("separating-alif", "silent alif after a plural", "ألف فارقة", "الف زینت"),
    _term("indicative-nun", "nun of the indicative", "نون الرفع", "نون عوض رفع"),
    _term("feminine-ta", "feminine ta of a verb", "تاء التأنيث", "تاء تأنیث"),
    _term("guarding-nun", "guarding nun", "نون الوقاية", "نون وقایه"),
    _term("emphatic-nun", "emphatic nun", "نون التوكيد", "نون تأکید"),
    _term("lengthening-waw", "lengthening waw", "واو الإشباع", "واو اشباع"),
    _term("pausal-ha", "pausal ha", "هاء السكت", "هاء سکت"),
    _term("negative", "negative particle", "حرف نفي", "نافیه"),
    _term("generic-negation", "negation of a whole kind", "نافية للجنس", "نفی جنس"),
    _term("laysa-like", "negative particle like laysa", "مشبهة بليس", "شبیه به لیس"),
    _term("verb-like", "particle like a verb (إنّ and its sisters)", "حرف مشبه بالفعل", "مشبهه بالفعل"),
    _term("lightened", "lightened particle", "مخففة من الثقيلة", "مخففه از مثقله"),
    _term("resumption", "resumption particle", "حرف استئناف", "استینافیه"),
    _term("result", "particle of result", "واقعة في جواب", "جواب"),
    _term("answer", "answer particle", "حرف جواب", "حرف جواب"),
    _term("conditional", "conditional particle", "حرف شرط", "شرطیه"),
    _term("infinitive", "particle that makes a verbal noun", "حرف مصدري", "مصدریه"),
    _term("exceptive", "exceptive particle", "أداة استثناء", "ادات استثناء"),
    _term("interrogative", "interrogative particle", "حرف استفهام", "استفهامیه"),
    _term("circumstantial", "circumstantial particle", "حرف حال", "حالیه"),
    _term("inceptive", "inceptive particle", "حرف ابتداء", "ابتدائیه"),
    _term("certainty", "particle of certainty", "حرف تحقيق", "تحقیقیه"),
    _term("prohibition", "prohibition particle", "حرف نهي", "ناهیه"),
    _term("vocative", "vocative particle", "حرف نداء", "ندا"),
    _term("supplemental", "supplemental particle", "حرف زائد", "زائده"),
    _term("future", "future particle", "حرف استقبال", "حرف استقبال"),
    _term("attention", "particle of attention", "حرف تنبيه", "تنبیهیه"),
    _term("opening", "opening particle", "حرف استفتاح وتنبيه", "استفتاحیه تنبیهیه"),
    _term("imperative", "imperative lam", "لام الأمر", "لام امر"),
    _term("oath-preparing", "lam that prepares an oath", "لام موطئة للقسم", "موطئه قسم"),
    _term("surprise", "surprise particle", "حرف فجاءة", "فجائیه"),
    _term("aversion", "aversion particle", "حرف ردع", "حرف ردع"),
    _term("initials", "Quranic initials", "حروف مقطعة", "حروف مقطعه"),
    _term("parenthetic", "parenthetic particle", "حرف اعتراض", "اعتراضیه"),
    _term("explanation", "explanation particle", "حرف تفصيل", "تفصیلیه"),
    _term("comitative", "comitative particle", "واو المعية", "معیه"),
)
_CLASS_PARTS = {
    "sound": ("sound", "سالم"),
    "doubled": ("doubled", "مضاعف"),
    "hamzated-1": ("hamza first", "مهموز الفاء"),
    "hamzated-2": ("hamza second", "مهموز العين"),
    "hamzated-3": ("hamza third", "مهموز اللام"),
    "assimilated-w": ("assimilated, waw first", "مثال واوي"),
    "assimilated-y": ("assimilated, ya first", "مثال يائي"),
    "hollow-w": ("hollow, waw second", "أجوف واوي"),
    "hollow-y": ("hollow, ya second", "أجوف يائي"),
    "defective-w": ("defective, waw third", "ناقص واوي"),
    "defective-y": ("defective, ya third", "ناقص يائي"),
    "weak-2-3": ("weak second and third", "لفيف مقرون"),
    "weak-1-3": ("weak first and third", "لفيف مفروق"),
    "quadriliteral": ("four radicals", "رباعي"),
}
_CLASSES = (
    "sound", "doubled", "hamzated-1", "hamzated-2", "hamzated-3", "hamzated-1 doubled", "assimilated-w",
    "assimilated-y", "assimilated-w doubled", "assimilated-y doubled", "assimilated-w hamzated-2",
    "assimilated-w hamzated-3", "assimilated-y hamzated-2", "hollow-w", "hollow-y", "hollow-w hamzated-1",
    "hollow-w hamzated-3", "hollow-y hamzated-1", "hollow-y hamzated-3", "defective-w", "defective-y",
    "defective-w hamzated-1", "defective-w hamzated-2", "defective-y hamzated-1",
    "defective-y hamzated-2", "weak-2-3", "weak-2-3 hamzated-1", "weak-1-3", "quadriliteral",
    "quadriliteral doubled",
)
# fmt: on


def _root_class(parts: str) -> Term:
    """A class of one or two parts; the source writes them in this order, and أجوف without its hamza."""
    names = [_CLASS_PARTS[part] for part in parts.split()]
    arabic = " ".join(name for _, name in names)
    english = ", ".join(name for name, _ in names)
    return Term(parts.replace(" ", "+"), english, arabic, (arabic.replace("أجوف", "اجوف"),))


FEATURES: tuple[TreebankFeature, ...] = (
    TreebankFeature("affix", "stem, prefix or suffix", "موضع القطعة", "Affix", _AFFIX),
    TreebankFeature("pos", "part of speech", "قسم الكلام", "Pos", _POS),
    TreebankFeature("function", "function of a particle", "معنى الحرف", "Kol", _FUNCTION),
    TreebankFeature("case", "case or final vowel of a noun or particle", "إعراب الاسم", "Case", _CASE),
    TreebankFeature("mood", "mood or final vowel of a verb", "إعراب الفعل", "Case", _MOOD),
    TreebankFeature("definiteness", "definiteness", "التعريف والتنكير", "Def", _DEFINITENESS),
    TreebankFeature("declension", "declension", "الصرف", "Varied", _DECLENSION),
    TreebankFeature("proper", "proper name", "العلم", "Alam", _PROPER),
    TreebankFeature("derivation", "kind of noun", "نوع الاسم", "DervT", _DERIVATION),
    TreebankFeature("gender", "gender", "الجنس", "Gend", _GENDER),
    TreebankFeature("number", "number", "العدد", "Num", _NUMBER),
    TreebankFeature("root", "root", "الجذر", "Root"),
    TreebankFeature(
        "root_class", "class of the root", "نوع الجذر", "RootT", tuple(map(_root_class, _CLASSES))
    ),
    TreebankFeature("template", "template", "الوزن", "Temp"),
    TreebankFeature("category", "verb form and its vowels", "الباب", "Categ", _CATEGORY),
    TreebankFeature("conjugation", "person, gender and number of a verb", "الصيغة", "TOV", _CONJUGATION),
    TreebankFeature("time", "time", "الزمن", "Time", _TIME),
    TreebankFeature("transitivity", "transitivity", "التعدي واللزوم", "Trans", _TRANSITIVITY),
    TreebankFeature("voice", "voice", "البناء", "Voic", _VOICE),
)
BY_KEY: dict[str, TreebankFeature] = {feature.key: feature for feature in FEATURES}
_READ = {
    feature.key: {source.translate(LETTERS): term.key for term in feature.terms for source in term.sources}
    for feature in FEATURES
}


def is_empty(raw: str) -> bool:
    """Whether the source says nothing by ``raw``: it is blank, or the word for "empty"."""
    return raw.strip().translate(LETTERS) in _EMPTY


def read(feature: str, raw: str) -> str | None:
    """The key of the source's value ``raw`` of ``feature``, or ``None`` where it says nothing.

    :raises ValueError: if the source has a value that the tables lack.
    """
    value = raw.strip().translate(LETTERS)
    if value in _EMPTY:
        return None
    try:
        return _READ[feature][value]
    except KeyError:
        raise ValueError(f"unknown value of the treebank's {feature}: {raw!r}") from None
