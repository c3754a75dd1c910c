"""How a query is read in Arabic.

Words that would have to agree are avoided where they can be: what is asked of a word follows it as a phrase
(في حالة الجر), so that only pronouns and ليس follow its gender.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kalima.corpus import tagset
from kalima.search.parser.names import RESEARCH
from kalima.search.query import (
    SPELLING,
    And,
    Anything,
    Arc,
    Comparison,
    Limit,
    Meaning,
    Not,
    Span,
    Test,
    TestNode,
    Translated,
)
from kalima.search.reading import arabic_words as words
from kalima.search.reading.arabic_words import (
    AFFIXES,
    CASES,
    LANGUAGES,
    LEXICAL,
    PERSONAL,
    SIGNS,
    SPAN_VALUES,
    SPANS,
    VERBAL,
    quoted,
)
from kalima.search.reading.parts import KINDS, SPELLED, Place, Said, numbers, parted, span_value
from kalima.search.reading.walk import Reader

_PARTS = {
    "surah": ("السورة", "السور"), "juz": ("الجزء", "الأجزاء"), "page": ("الصفحة", "الصفحات"),
}  # fmt: skip


class _Trait(NamedTuple):
    """What a test says of a word, and how it is denied."""

    clause: str
    denial: str


class Arabic(Reader):
    """Reads queries in Arabic."""

    THEN = "، ثم "
    AND = " و"

    def __init__(self, meanings: Iterable[Meaning], surah_names: Sequence[str] = ()) -> None:
        super().__init__(meanings)
        self._surah_names = surah_names

    # Words and their tests.

    def _noun(
        self, test: TestNode | None, arcs: Sequence[Arc] = (), called: str = "", *, in_tree: bool = False
    ) -> Said:
        if test is None:
            clauses = self._told(arcs, is_feminine=True)
            noun = f"أي كلمة{' ظاهرة' if in_tree else ''}{called}"
            return Said(self._with_clauses(noun, clauses), not clauses)
        tests, others = parted(test)
        if len(tests) == 1 and not others and not arcs:
            if word := self._the_word(tests[0]):
                return Said(word + called)
            if tests[0].attribute in KINDS and not called:
                names = [value.arabic for value in self._named(tests[0])]
                return Said(self._some(names, "", "أحد الأنواع", str), len(names) == 1)
        head = self._head(tests)
        name = self._named(head)[0].arabic if head else "كلمة"
        if name.startswith(("لام ", "واو ")):  # these are definite, and no clause can follow them
            head, name = None, "كلمة"
        feminine = words.is_feminine(name)
        phrases = self._phrases([test for test in tests if test is not head], feminine)
        clauses = [self._clause(other, feminine) for other in others] + self._told(arcs, feminine)
        return Said(self._with_clauses(" ".join([name, *phrases]) + called, clauses), not clauses)

    def _the_word(self, test: Test) -> str:
        """A word of which nothing but its spelling is asked, or ``""``."""
        if test.attribute != "word" or test.operator == "==" or self._wildcard(test):
            return ""
        spellings = self._spellings(test)
        missing = " (لا توجد في النص)" if self._is_absent(test) else ""
        return f"الكلمة {quoted(spellings[0])}{missing}" if len(spellings) == 1 else ""

    def _phrases(self, tests: Sequence[Test], feminine: bool) -> list[str]:
        """What follows the noun: نكرة first, its صيغة as one phrase, then the others as typed."""
        phrases: list[str] = []
        moulds: dict[str, str] = {}
        has_mood = any(test.attribute == "mood" for test in tests)
        for test in tests:
            key, values = test.attribute, self._named(test) if test.attribute in tagset.BY_KEY else []
            if key == "aspect" and has_mood and [value.tag for value in values] == ["IMPF"]:
                continue  # المضارع المجزوم says both
            if key in VERBAL + PERSONAL and len(values) == 1 and key not in moulds:
                if not moulds:
                    phrases.append("")
                moulds[key] = words.mould(key, values[0])
            elif key == "state":
                phrases.insert(0, self._trait(test, feminine).clause)
            else:
                phrases.append(self._trait(test, feminine).clause)
        if moulds:
            groups = [[moulds[key] for key in keys if key in moulds] for keys in (VERBAL, PERSONAL)]
            phrases[phrases.index("")] = "في صيغة " + " وصيغة ".join(map(" ".join, filter(None, groups)))
        return phrases

    def _clause(self, test: TestNode, feminine: bool) -> str:
        """What a clause says of a word: ``test``, in its normal form, holds of it."""
        if isinstance(test, Test):
            return self._trait(test, feminine).clause
        if isinstance(test, Not):
            return self._trait(test.part, feminine).denial
        parts = [self._clause(part, feminine) for part in test.parts]
        if isinstance(test, And):
            return f"({self.AND.join(parts)})"
        return f"{'هي' if feminine else 'هو'} {self._either(parts)}"

    def _trait(self, test: Test, feminine: bool) -> _Trait:
        key, values = test.attribute, self._values(test)
        pronoun = "ها" if feminine else "ه"
        if key in SPELLED:
            return self._spelling(test, pronoun)
        if key in AFFIXES:
            affixes = self._some(values, "", AFFIXES[key][1], lambda value: words.affix(key, value))
            return _having(f"في{pronoun}", affixes)
        if key == "rel":
            return _phrase("في " + self._some(values, "موقع ", "أحد المواقع", words.role), feminine)
        if key in RESEARCH:
            return _having(f"علي{pronoun}", self._research(test))
        if key in LEXICAL:
            before, one, many, after = LEXICAL[key]
            return _phrase(
                f"{before} {self._some(values, f'{one} ', many, words.quoted_value)}{after}", feminine
            )
        names = [value.arabic for value in self._named(test)]
        feature = tagset.BY_KEY[key]
        if key == "differs":
            return _having(f"في{pronoun}", f"اختلاف بين المصدرين في {self._or(list(map(quoted, names)))}")
        if key == "inferred":
            return _having(f"ل{pronoun}", f"قيمة مستنتجة في خانة {self._or(list(map(quoted, names)))}")
        if feature.source == "treebank":
            name = quoted(feature.arabic.removesuffix(" (بنك الأشجار)"))
            value = self._some(names, "القيمة ", "إحدى القيم", quoted)
            return _having(f"ل{pronoun}", f"{value} في خانة {name} من بنك الأشجار")
        return _phrase(self._feature(key, self._named(test)), feminine)

    def _feature(self, key: str, values: Sequence[tagset.Value]) -> str:
        names = [value.arabic for value in values]
        if key in KINDS:
            return "من " + self._some(names, "نوع ", "أحد الأنواع", quoted)
        if key == "form":
            return "على " + self._some(names, "وزن الفعل ", "أحد أوزان الفعل", quoted)
        if key == "special":
            return f"من {self._or(list(map(quoted, names)))}"
        if key == "case":
            return f"في حالة {self._or([CASES.get(value.tag, value.arabic) for value in values])}"
        if key in VERBAL + PERSONAL:
            return f"في صيغة {self._or([words.mould(key, value) for value in values])}"
        return self._or(names)

    def _spelling(self, test: Test, pronoun: str) -> _Trait:
        missing = " (لا يوجد في النص)" if self._is_absent(test) else ""
        spelling = f"رسم{pronoun}{' اللاتيني' if test.attribute == 'translit' else ''}"
        part = self._wildcard(test)
        if part and part.place != "like":
            verb, joint = words.PART_VERBS[part.place]
            clause = f"{verb} {spelling} {joint}{quoted(part.letters)}{missing}"
            return _Trait(clause, f"لا {clause}")
        if part:
            signs = [f"{sign} {SIGNS[sign]}" for sign in SIGNS if sign in part.letters]
            clause = f"{spelling} على شكل {quoted(part.letters)} ({'، '.join(signs)}){missing}"
        else:
            exact = test.operator == "==" and test.attribute == "word"
            marks = " بالحركات" if exact or test.attribute == SPELLING else ""
            some = self._some(self._spellings(test), "", "أحد الرسوم", quoted)
            clause = f"{spelling}{marks} {some}{missing}"
        return _Trait(clause, f"ليس {clause}")

    def _with_clauses(self, noun: str, clauses: Sequence[str]) -> str:
        return noun + (f" {self.AND.join(clauses)}" if clauses else "")

    def _anything(self, called: str) -> str:
        return f"أي كلمة (ظاهرة أو مقدرة){called}"

    def _as_phrase(self, spelled: str, absent: Sequence[str]) -> str:
        missing = f" (غير موجود في النص: {'، '.join(map(quoted, absent))})" if absent else ""
        return f"العبارة {quoted(spelled)}{missing}"

    # Repetitions and labels.

    def _words(self, least: int, most: int | None) -> str:
        if most is None:
            if least == 0:
                return "أي عدد من الكلمات (أو لا شيء)"
            return f"{words.counted(least, 'كلمة', 'كلمات')} {'أو أكثر' if least == 1 else 'على الأقل'}"
        if least == most:
            return words.counted(least, "كلمة", "كلمات")
        if least == 0:
            return f"{words.counted(most, 'كلمة', 'كلمات')} على الأكثر"
        least_words, most_words = (words.counted(number, "كلمة", "كلمات", "ين") for number in (least, most))
        return f"من {least_words} إلى {most_words}"

    def _times(self, unit: str, least: int, most: int | None) -> str:
        first, last = (words.counted(number or 0, "مرة", "مرات", "ين") for number in (least, most))
        if most is None:
            times = "أي عدد من المرات" if least == 0 else f"{first} أو أكثر"
        elif least == most:
            times = first
        elif least == 0:
            times = f"{last} على الأكثر"
        else:
            times = f"من {first} إلى {last}"
        said = ["اختياريًا"] if least == 0 else []
        said += [f"{times} على التوالي"] if most != 1 else []
        return f"{unit} ({'، '.join(said)})"

    def _called(self, name: str, *, is_single: bool) -> str:
        return f" ({'' if is_single else 'كل ذلك '}بالرمز {words.isolated(name)})"

    # Trees.

    def _arc(self, arc: Arc, is_last: bool, is_feminine: bool) -> str:
        keys = self._relations(arc)
        role = self._some(keys, "", "إحدى العلاقات", words.role) if keys else "عنصر تابع"
        if role.startswith("إحدى"):
            role = f"عنصر تابع ب{role}"
        feminine = words.is_feminine(role)
        owner = f"{'ليس ' if arc.negated else ''}{'لها' if is_feminine else 'له'}"
        has = f"{owner} {role}{' على أي عمق' if arc.deep else ''}"
        if isinstance(arc.node, Anything):
            overt, implied = ("ظاهرة", "مقدرة") if feminine else ("ظاهر", "مقدر")
            return f"{has} (لا {overt} ولا {implied})" if arc.negated else f"{has} ({overt} أو {implied})"
        noun = self._node(arc.node)
        said = noun.text if is_last and not arc.negated else noun.closed
        return f"{has} {'هي' if feminine else 'هو'} {said}"

    # Limits and conditions.

    def _limits(self, limits: Sequence[Limit], many: bool) -> str:
        every = "كل ذلك " if many and limits[0].how == "within" else ""
        return f"، {every}{self.AND.join(self._limit(limit, many) for limit in limits)}"

    def _limit(self, limit: Limit, many: bool) -> str:
        kind = SPANS[limit.span.kind]
        feminine = words.is_feminine(kind)
        if limit.how == "containing":
            return f"على أن يكون ضمن ذلك {self._span(limit.span, kind, 'كاملة' if feminine else 'كامل')}"
        crossing = " (ولو في عدة آيات)" if many and limit.span.kind == "sura" else ""
        one = "" if limit.span.tests else "واحدة" if feminine else "واحد"
        return f"ضمن {self._span(limit.span, kind, one)}{crossing}"

    def _span(self, span: Span, kind: str, adjective: str) -> str:
        """A span that passes the tests."""
        if number := self._only_number(span):
            named = self._surah(number) if kind == "سورة" else f"ال{kind} {words.digits(number)}"
            return f"{named} {adjective.replace('كامل', 'كاملًا') if kind == 'جزء' else adjective}".strip()
        pronoun = "ها" if words.is_feminine(kind) else "ه"
        adjectives: list[str] = []
        clauses: list[str] = []
        for test in span.tests:
            values = test.value.split("|")
            named = self._or([SPAN_VALUES.get(span_value(value), value) for value in values])
            denied = "ليس " if test.operator == "!=" else ""
            if test.attribute == "type":
                (clauses if denied else adjectives).append(f"ليست {named}" if denied else named)
            elif test.attribute == "sajda":
                clauses.append(f"{denied}في{pronoun} سجدة {named}")
            elif test.attribute == "name":
                clauses.append(f"{denied}اسم{pronoun} {self._or(list(map(quoted, values)))}")
            else:
                what = "رقم" if test.attribute == "number" else "ترتيب نزول"
                numbered = self._or([words.interval(pair) for pair in numbers(test.value)])
                clauses.append(f"{denied}{what}{pronoun} {numbered}")
        return self._with_clauses(" ".join(filter(None, [kind, *adjectives, adjective])), clauses)

    def _condition(self, condition: Comparison) -> str:
        left, right = words.isolated(condition.left), words.isolated(condition.right)
        ours, theirs = words.compared(condition.left_attribute), words.compared(condition.right_attribute)
        verb = "أن يتفق" if condition.operator == "=" else "أن يختلف"
        if ours == theirs:
            return f"{verb} {left} و{right} في {ours}"
        return f"{verb} {quoted(ours)} في {left} و{quoted(theirs)} في {right}"

    def _where(self, conditions: Sequence[str]) -> str:
        return f"، بشرط {self.AND.join(conditions)}"

    # Verses.

    def _such_verses(self, has: Sequence[str], lacks: Sequence[str]) -> str:
        if not has:
            return f"الآيات التي {self.AND.join(lacks)}"
        return f"الآيات التي {' والتي '.join(has)}" + (f"، و{self.AND.join(lacks)}" if lacks else "")

    def _have(self, what: str, denied: bool = False) -> str:
        return f"{'ليس ' if denied else ''}فيها {what}"

    def _lie(self, where: str, denied: bool) -> str:
        return f"{'لا ' if denied else ''}تقع {where}"

    def _region(self, place: Place) -> str:
        if place.kind == "verses":
            return f"في {self._surah(place.number)} ({self._numbered('الآية', 'الآيات', place)})"
        if place.kind == "surah" and place.first == place.last:
            return f"في {self._surah(place.number)}"
        if place.kind in _PARTS:
            return f"في {self._numbered(*_PARTS[place.kind], place)}"
        return f"في السور ال{SPAN_VALUES.get(place.kind.capitalize(), place.kind)}"

    def _surah(self, number: int) -> str:
        if 0 < number <= len(self._surah_names):
            return f"سورة {self._surah_names[number - 1]}"
        return f"السورة {words.digits(number)}"

    @staticmethod
    def _numbered(one: str, many: str, place: Place) -> str:
        if place.first == place.last:
            return f"{one} {words.digits(place.first)}"
        return f"{many} {words.interval((str(place.first), str(place.last)))}"

    def _translated(self, part: Translated, denied: bool) -> str:
        language = LANGUAGES.get(part.language, part.language)
        missing = " (غير موجود في الترجمة)" if self._meant.get(part.at) == () else ""
        return f"{'ليس ' if denied else ''}في ترجمتها {language} {quoted(part.words)}{missing}"

    def _researched(self, test: Test, denied: bool) -> str:
        where = "ليس عليها ولا على كلمة منها" if denied else "عليها أو على كلمة منها"
        return f"{where} {self._research(test)}"

    def _research(self, test: Test) -> str:
        """The user's research, as something that is on a word or a verse."""
        values = self._values(test)
        if test.attribute == "tag":
            return self._some(values, "الوسم ", "أحد الوسوم", quoted)
        if test.attribute == "note":
            texts = [self.AND.join(map(quoted, text.split())) for text in values]
            return f"ملاحظة لك فيها {self._or(texts)}"
        return f"{self._or([words.research(name) for name in values])} لك"

    # Lists.

    def _or(self, items: Sequence[str]) -> str:
        return " أو ".join(items)

    def _listed(self, items: Sequence[str]) -> str:
        return self.AND.join(items)

    def _either(self, items: Sequence[str]) -> str:
        return f"إما {' وإما '.join(items)}"

    def _one_of(self, number: int, kind: str, some: str) -> str:
        return f"{kind} الـ{words.digits(number)} ({some})"

    def _and_more(self, items: Sequence[str], more: int) -> str:
        return f"{'، '.join(items)} و{words.digits(more)} غيرها"


def _phrase(text: str, feminine: bool) -> _Trait:
    return _Trait(text, f"{'ليست' if feminine else 'ليس'} {text}")


def _having(owner: str, what: str) -> _Trait:
    return _Trait(f"{owner} {what}", f"ليس {owner} {what}")
