"""The 65 relations of the dependency treebank: one key and one name each, in English and in Arabic.

An arc leads from a dependent to its head, and its relation says what the dependent is to that head.
English names are those of the Quranic Arabic Corpus
(https://corpus.quran.com/documentation/syntaxrelation.jsp) where it has one for the same arc; its
short labels (``subj``, ``obj``) and its Arabic names, where they differ, are aliases. The source
writes its terms the Persian way (مضاف الیه); ``source_term`` keeps that spelling.

Some constructions take two arcs. Of وَ in X وَ Y, the conjunction depends on X (معطوف) and Y on the
conjunction (عطف); إِلَّا depends on what it excepts from (مستثنى), and the noun on إِلَّا (استثناء).
"""

from __future__ import annotations

from kalima.arabic.folding import fold
from kalima.structs import Struct


class Relation(Struct):
    """One relation: a stable key, its names, the source's term, its number of arcs, other names."""

    key: str
    arabic: str
    english: str
    source_term: str
    count: int
    aliases: tuple[str, ...] = ()


# fmt: off
RELATIONS: tuple[Relation, ...] = (
    # What a verb takes
    Relation("subject", "فاعل", "Subject of a verb", "فاعل", 16136, ("subj",)),
    Relation("passive-subject", "نائب فاعل", "Passive verb subject representative", "نائب فاعل", 1131,
             ("pass",)),
    Relation("object", "مفعول به", "Object of a verb", "مفعول به", 10993, ("obj",)),
    Relation("cognate", "مفعول مطلق", "Cognate accusative", "مفعول مطلق", 521, ("cog",)),
    Relation("purpose", "مفعول له", "Accusative of purpose", "مفعول له", 87,
             ("prp", "مفعول لأجله", "المفعول لأجله")),
    Relation("comitative", "مفعول معه", "Comitative object", "مفعول معه", 4, ("com", "المفعول معه")),
    Relation("adverb", "ظرف", "Adverb of time or place", "ظرف", 1815, ("مفعول فيه",)),
    Relation("circumstantial", "حال", "Circumstantial accusative", "حال", 2472, ("circ",)),
    Relation("specification", "تمييز", "Specification", "تمییز", 216, ("spec",)),
    Relation("dropped-preposition", "منصوب بنزع الخافض", "Accusative by a dropped preposition",
             "منصوب به نزع خافض", 161),
    Relation("preoccupied", "مشتغل عنه", "Fronted noun resumed by a pronoun", "مشتغل عنه", 25, ("اشتغال",)),
    # Nominal sentences
    Relation("predicate", "خبر", "Predicate of a subject", "خبر", 8557, ("pred", "predx", "خبر كان")),
    Relation("special-subject", "اسم الناسخ", "Subject of a special verb or particle", "اسم", 3816,
             ("subjx", "اسم كان", "اسم إن")),
    Relation("separating-pronoun", "ضمير فصل", "Separating pronoun", "ضمیر فصل", 161),
    # What follows a noun or a preposition
    Relation("genitive", "مجرور", "Genitive after a preposition", "مجرور", 12955, ("gen", "جار ومجرور")),
    Relation("attachment", "متعلق", "PP attachment", "متعلق", 12333, ("link",)),
    Relation("possessive", "مضاف إليه", "Possessive construction", "مضاف الیه", 9737, ("poss",)),
    Relation("adjective", "نعت", "Adjective", "نعت", 3376, ("adj", "صفة")),
    Relation("apposition", "بدل", "Apposition", "بدل", 470, ("app",)),
    Relation("explanatory-apposition", "عطف بيان", "Explanatory apposition", "عطف بیان", 15),
    Relation("corroboration", "تأكيد", "Corroboration", "تأکید", 63),
    Relation("emphasis", "توكيد", "Emphasis", "توکید", 237, ("emph",)),
    Relation("definite-article", "تعريف", "Definite article", "تعریف", 8343),
    Relation("relative-clause", "صلة", "Subordinate clause", "صله", 3327, ("sub",)),
    # Joining
    Relation("conjunction", "عطف", "Coordinating conjunction", "عطف", 9538),
    Relation("coordinated", "معطوف", "Coordinated phrase", "معطوف", 3086, ("conj",)),
    Relation("coordinated-by-position", "معطوف على المحل", "Phrase coordinated by its position",
             "معطوف بر محل", 4440),
    Relation("resumption", "استئناف", "Resumption", "استیناف", 2162),
    Relation("parenthesis", "اعتراض", "Parenthesis", "اعتراض", 54),
    Relation("circumstantial-clause", "حالية", "Circumstantial clause", "حالیه", 555),
    Relation("accompaniment", "معية", "Accompaniment", "معیه", 4),
    # Conditions, oaths, commands, calls and their answers
    Relation("condition", "شرط", "Condition", "شرط", 832, ("cond",)),
    Relation("result", "جواب شرط", "Result", "جواب شرط", 1638, ("rslt",)),
    Relation("answer-clause", "جواب", "Clause after a particle of result", "جواب", 1193),
    Relation("answer", "حرف جواب", "Answer", "حرف جواب", 58, ("ans",)),
    Relation("oath-answer", "جواب القسم", "Answer of an oath", "جواب قسم", 35),
    Relation("oath-preparation", "موطئة للقسم", "Preparation of an oath", "موطئه", 8),
    Relation("imperative", "طلب", "Imperative", "طلب", 79, ("impv", "أمر")),
    Relation("imperative-result", "جواب الأمر", "Imperative result", "جواب امر", 74, ("imrs", "جواب أمر")),
    Relation("vocative", "منادى", "Vocative", "منادا", 487, ("voc",)),
    Relation("vocative-answer", "جواب النداء", "Content of a call", "جواب ندا", 447),
    # Particles and what depends on them
    Relation("negation", "نفي", "Negation", "نفی", 2322, ("neg",)),
    Relation("prohibition", "نهي", "Prohibition", "نهی", 409, ("pro",)),
    Relation("interrogation", "استفهام", "Interrogation", "استفهام", 604, ("intg",)),
    Relation("infinitive", "مصدرية", "Clause in place of a verbal noun", "مصدریه", 1124),
    Relation("certainty", "تحقيق", "Certainty", "تحقیق", 408, ("cert",)),
    Relation("future", "استقبال", "Future clause", "استقبال", 160, ("fut",)),
    Relation("exceptive", "استثناء", "Exceptive", "استثنا", 641, ("exp",)),
    Relation("excepted", "مستثنى", "Exception from a phrase", "مستثنا", 115),
    Relation("restriction", "حصر", "Restriction", "حصر", 152, ("res",)),
    Relation("inceptive", "ابتداء", "Inceptive", "ابتدا", 790, ("inc",)),
    Relation("attention", "تنبيه", "Call to attention", "تنبیه", 223),
    Relation("exhortation", "تحضيض", "Exhortation", "تحضیض", 42, ("exh",)),
    Relation("interpretation", "تفسير", "Interpretation", "تفسیر", 32, ("int",)),
    Relation("explanation", "تفصيل", "Explanation", "تفصیل", 32, ("exl",)),
    Relation("surprise", "مفاجأة", "Surprise", "مفاجاة", 40, ("sur", "فجاءة")),
    Relation("lightened", "مخففة", "Lightened particle", "مخففه", 13),
    Relation("supplemental", "زائد", "Supplemental", "زائد", 116, ("sup",)),
    Relation("supplemental-preposition", "جر زائد", "Genitive after a supplemental preposition",
             "جر زائد", 383),
    # Letters that are written on a word and belong to it
    Relation("separating-alif", "ألف فارقة", "Silent alif after a plural", "الف زینت", 3571),
    Relation("indicative-nun", "نون الرفع", "Nun of the indicative", "نون عوض رفع", 2495),
    Relation("feminine-ta", "تاء التأنيث", "Feminine ta of a verb", "تاء تانیث", 549),
    Relation("guarding-nun", "نون الوقاية", "Guarding nun", "وقایه", 246),
    Relation("lengthening", "إشباع", "Lengthening waw", "اشباع", 46),
    Relation("pausal-ha", "هاء السكت", "Pausal ha", "سکت", 4),
)
# fmt: on


BY_KEY = {relation.key: relation for relation in RELATIONS}


def _key(name: str) -> str:
    """What two spellings of one name share: case, marks, hamza seats and Persian letters aside."""
    return " ".join(fold(name).lower().split())


def _names() -> dict[str, Relation]:
    """Every relation by each of its names; a relation's own names come before the others' aliases."""
    names: dict[str, Relation] = {}
    for relation in RELATIONS:
        for name in (relation.key, relation.arabic, relation.english):
            names.setdefault(_key(name), relation)
    for relation in RELATIONS:
        for name in (relation.source_term, *relation.aliases):
            names.setdefault(_key(name), relation)
    return names


_BY_NAME = _names()
_BY_SOURCE = {_key(relation.source_term): relation for relation in RELATIONS}


def find(name: str) -> Relation:
    """The relation called ``name``: its key, its English or Arabic name, the source's term or an alias.

    :raises KeyError: if no relation is called so.
    """
    return _BY_NAME[_key(name)]


def find_source(term: str) -> Relation:
    """The relation that the source calls ``term``, and nothing else that happens to be called so.

    :raises KeyError: if the source's table of relations has no such term.
    """
    return _BY_SOURCE[_key(term)]
