"""How a query is read in English."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from kalima.corpus import tagset
from kalima.search.parser.names import RESEARCH
from kalima.search.query import (
    SPELLING,
    And,
    Anything,
    Arc,
    Comparison,
    Limit,
    Not,
    Span,
    Test,
    TestNode,
    Translated,
)
from kalima.search.reading import english_words as words
from kalima.search.reading.english_words import ADJECTIVES, LANGUAGES, PLURALS, SIGNS, SPANS, VERBAL
from kalima.search.reading.parts import MOST_SHOWN, SPELLED, Place, Said, numbers, parted, span_value
from kalima.search.reading.walk import Reader


class _Trait(NamedTuple):
    """What a test says of a word: it is *a noun*, *indefinite*, *in the dual*; has *a prefix*; *begins*."""

    kind: Literal["noun", "adjective", "phrase", "having", "verb"]
    text: str

    def clause(self, denied: bool = False) -> str:
        if self.kind == "verb":
            verb, _, rest = self.text.partition(" ")
            return f"does not {verb.removesuffix('s')} {rest}" if denied else self.text
        if self.kind == "having":
            return f"{'does not have' if denied else 'has'} {self.text}"
        return f"is {'not ' if denied else ''}{self.text}"


class English(Reader):
    """Reads queries in English."""

    THEN = ", then "
    AND = " and "

    # Words and their tests.

    def _noun(
        self, test: TestNode | None, arcs: Sequence[Arc] = (), called: str = "", *, in_tree: bool = False
    ) -> Said:
        clauses = self._told(arcs)
        if test is None:
            noun = f"any {'written ' if in_tree else ''}word{called}"
            return Said(self._with_clauses(noun, clauses), not clauses)
        tests, others = parted(test)
        if len(tests) == 1 and not others:
            if word := self._the_word(tests[0]):
                return Said(self._with_clauses(word + called, clauses), not clauses)
            trait = self._trait(tests[0])
            if trait.kind == "noun" and not clauses and not called:
                return Said(trait.text, len(self._values(tests[0])) == 1)
        noun, told = self._described(tests)
        clauses = told + [self._clause(other) for other in others] + clauses
        return Said(self._with_clauses(noun + called, clauses), not clauses)

    def _the_word(self, test: Test) -> str:
        """A word of which nothing but its spelling is asked, or ``""``."""
        if test.attribute != "word" or test.operator == "==" or self._wildcard(test):
            return ""
        spellings = self._spellings(test)
        missing = " (not in the text)" if self._is_absent(test) else ""
        return f"the word {words.arabic(spellings[0])}{missing}" if len(spellings) == 1 else ""

    def _described(self, tests: Sequence[Test]) -> tuple[str, list[str]]:
        """The noun with its attributes, and what a clause has to say of it."""
        head = self._head(tests)
        adjectives: dict[str, str] = {}
        verbal: dict[str, str] = {}
        said: dict[str, list[str]] = {"phrase": [], "verbal": [], "having": [], "clause": []}
        for test in tests:
            if test is head:
                continue
            trait, key, is_one = self._trait(test), test.attribute, len(self._values(test)) == 1
            if key in VERBAL and is_one and key not in verbal:
                verbal[key] = trait.text.removeprefix("in the ")
            elif trait.kind == "adjective" and is_one and key not in adjectives:
                adjectives[key] = trait.text
            elif trait.kind == "having":
                said["having"].append(f"with {trait.text}")
            elif trait.kind == "phrase":
                said["verbal" if key in VERBAL else "phrase"].append(trait.text)
            else:
                said["clause"].append(trait.clause())
        if verbal:  # in the imperfect jussive passive
            said["verbal"].insert(0, f"in the {' '.join(verbal[key] for key in VERBAL if key in verbal)}")
        name = self._named(head)[0].english if head else "word"
        noun = words.a(" ".join([*(adjectives[key] for key in ADJECTIVES if key in adjectives), name]))
        return " ".join([noun, *said["phrase"], *said["verbal"], *said["having"]]), said["clause"]

    def _clause(self, test: TestNode) -> str:
        """What a clause says of a word: ``test``, in its normal form, holds of it."""
        if isinstance(test, Test):
            return self._trait(test).clause()
        if isinstance(test, Not):
            return self._trait(test.part).clause(denied=True)
        if isinstance(test, And):
            return f"is {self._noun(test).closed}"
        return self._either([self._clause(part) for part in test.parts])

    def _trait(self, test: Test) -> _Trait:
        key, values = test.attribute, self._values(test)
        if key in SPELLED:
            return self._spelling(test)
        if key in ("prefix", "suffix"):
            affixes = self._some(values, "", PLURALS[key], lambda value: words.affix(key, value))
            return _Trait("having", affixes)
        if key == "rel":
            roles = self._some(values, "as ", "roles", lambda value: words.a(words.role(value)))
            return _Trait("verb", f"serves {'in ' if len(values) > MOST_SHOWN else ''}{roles}")
        if key in RESEARCH:
            return _Trait("having", self._research(test))
        if key not in tagset.BY_KEY:
            name = {"tb_root": "treebank root"}.get(key, key)
            lexical = self._some(values, f"the {name} ", PLURALS[key], words.shown_value)
            return _Trait("phrase", f"of {lexical}")
        return self._feature(key, [value.english for value in self._named(test)])

    def _feature(self, key: str, names: Sequence[str]) -> _Trait:
        feature = tagset.BY_KEY[key]
        if feature.source == "treebank":
            value = self._some(names, "", "values", lambda name: f"“{name}”")
            return _Trait("having", f"{value} as its {words.treebank_name(key)} in the treebank")
        if key == "differs":
            features = words.a(self._or(names))
            return _Trait("having", f"{features} that the corpus and the treebank give differently")
        if key == "inferred":
            return _Trait("having", f"an inferred {self._or(names)}")
        if key in ("pos", "deriv"):
            return _Trait("noun", self._some(names, "", PLURALS[key], words.a))
        if key == "form":
            forms = self._some(names, "form ", "forms", lambda name: name.removeprefix("form "))
            return _Trait("phrase", f"of {forms}")
        if key == "special":
            return _Trait("phrase", f"of {self._or(names)}")
        if key == "person":
            persons = self._or([name.removesuffix(" person") for name in names])
            return _Trait("phrase", f"in the {persons} person")
        if key in ADJECTIVES:
            return _Trait("adjective", self._or(names))
        return _Trait("phrase", f"in the {self._or(names)}")

    def _spelling(self, test: Test) -> _Trait:
        missing = " (not in the text)" if self._is_absent(test) else ""
        spelled = "transliterated" if test.attribute == "translit" else "spelled"
        if part := self._wildcard(test):
            letters = words.arabic(part.letters)
            if part.place == "like":
                signs = [f"{sign} stands for {SIGNS[sign]}" for sign in SIGNS if sign in letters]
                return _Trait("phrase", f"{spelled} like {letters} ({', '.join(signs)}){missing}")
            verb = {"start": "begins with", "end": "ends with", "within": "contains"}[part.place]
            if test.attribute == "word":
                return _Trait("verb", f"{verb} {letters}{missing}")
            return _Trait("having", f"a transliteration that {verb} {letters}{missing}")
        exactly = (
            "exactly " if test.operator == "==" else "with its marks " if test.attribute == SPELLING else ""
        )
        spellings = self._spellings(test)
        some = self._some(spellings, "", PLURALS[test.attribute], words.arabic)
        many = "in " if len(spellings) > MOST_SHOWN else ""
        return _Trait("phrase", f"{spelled} {exactly}{many}{some}{missing}")

    def _with_clauses(self, noun: str, clauses: Sequence[str]) -> str:
        return noun + (f" that {' and that '.join(clauses)}" if clauses else "")

    def _anything(self, called: str) -> str:
        return f"any word (written or implied){called}"

    def _as_phrase(self, spelled: str, absent: Sequence[str]) -> str:
        verb = "is" if len(absent) == 1 else "are"
        missing = self._listed([words.arabic(word) for word in absent]) + f" {verb} not in the text"
        return f"the phrase {words.arabic(spelled)}" + (f" ({missing})" if absent else "")

    # Repetitions and labels.

    def _words(self, least: int, most: int | None) -> str:
        noun = "word" if (most or least) <= 1 else "words"
        if most is None:
            if least == 0:
                return "any number of words (or none)"
            return "one or more words" if least == 1 else f"at least {words.count(least)} words"
        if least == most:
            return f"{words.count(least)} {noun if least else 'words'}"
        if least == 0:
            return f"at most {words.count(most)} {noun}"
        return f"between {words.count(least)} and {words.count(most)} words"

    def _times(self, unit: str, least: int, most: int | None) -> str:
        optional = "optionally " if least == 0 else ""
        if most is None:
            times = "any number of times" if least == 0 else f"{words.often(least)} or more"
        elif least == most:
            times = words.often(most) if most else "no time"
        elif least == 0:
            times = f"at most {words.often(most)}"
        else:
            times = f"{words.count(least)} to {words.count(most)} times"
        return f"{optional}{unit}" + ("" if most == 1 else f" ({times} in a row)")

    def _called(self, name: str, *, is_single: bool) -> str:
        return f" ({'' if is_single else 'together '}called {words.arabic(name)})"

    # Trees.

    def _arc(self, arc: Arc, is_last: bool, is_feminine: bool) -> str:
        deep = " at any depth" if arc.deep else ""
        keys = self._relations(arc)
        before = "" if keys else "dependent"
        role = self._some(keys, before, "relations", words.role)
        if role.startswith("one of "):
            role = f"dependent in {role.replace('one', 'any', 1) if arc.negated else role}"
        if isinstance(arc.node, Anything):
            if arc.negated:
                return f"has no {role}{deep} (not even an implied one)"
            return f"has {words.a(role)}{deep} (even if only implied)"
        noun = self._node(arc.node)
        possessive = "its" if keys and not role.startswith("dependent in") else "a"
        if arc.negated:
            return f"does not have {noun.closed} as {possessive} {role}{deep}"
        if noun.is_plain:
            return f"has {noun.text} as {possessive} {role}{deep}"
        return f"has as {possessive} {role}{deep} {noun.text if is_last else noun.closed}"

    # Limits and conditions.

    def _limits(self, limits: Sequence[Limit], many: bool) -> str:
        every = "all " if many and limits[0].how == "within" else ""
        return f", {every}{self.AND.join(self._limit(limit, many) for limit in limits)}"

    def _limit(self, limit: Limit, many: bool) -> str:
        kind = SPANS[limit.span.kind]
        span = self._span(limit.span, kind)
        if limit.how == "containing":
            return f"containing {f'the whole of {span}' if span else f'a whole {kind}'}"
        crossing = " (verse ends may be crossed)" if many and limit.span.kind == "sura" else ""
        return f"within {span or f'one {kind}'}{crossing}"

    def _span(self, span: Span, kind: str) -> str:
        """The spans that pass the tests, or ``""`` if all do."""
        if not span.tests:
            return ""
        if number := self._only_number(span):
            return f"{kind} {number}{words.surah_name(number) if kind == 'surah' else ''}"
        adjectives: list[str] = []
        clauses: list[str] = []
        for test in span.tests:
            denied = test.operator == "!="
            if test.attribute == "type":
                town = self._or([span_value(each).capitalize() for each in test.value.split("|")])
                (clauses if denied else adjectives).append(f"is not {town}" if denied else town)
            elif test.attribute == "sajda":
                kinds = self._or([span_value(each) for each in test.value.split("|")])
                prostration = f"{words.a(kinds)} prostration"
                clauses.append(f"{'does not have' if denied else 'has'} {prostration}")
            else:
                clauses.append(f"is {'not ' if denied else ''}{self._numbered(test)}")
        return self._with_clauses(words.a(" ".join([*adjectives, kind])), clauses)

    def _numbered(self, test: Test) -> str:
        if test.attribute == "name":
            return f"named {self._or([words.arabic(name) for name in test.value.split('|')])}"
        number = self._or([f"{first}–{last}" if last else first for first, last in numbers(test.value)])
        return (
            f"numbered {number}" if test.attribute == "number" else f"number {number} in order of revelation"
        )

    def _condition(self, condition: Comparison) -> str:
        left, right = words.arabic(condition.left), words.arabic(condition.right)
        ours, theirs = words.compared(condition.left_attribute), words.compared(condition.right_attribute)
        same = condition.operator == "="
        if ours == theirs:
            return f"{left} and {right} {'have the same' if same else 'differ in'} {ours}"
        return f"the {ours} of {left} is {'' if same else 'not '}the {theirs} of {right}"

    def _where(self, conditions: Sequence[str]) -> str:
        return f", where {', and '.join(conditions)}"

    # Verses.

    def _such_verses(self, has: Sequence[str], lacks: Sequence[str]) -> str:
        if not has:
            return self._with_clauses("verses", lacks)
        return self._with_clauses("verses", has) + (f"; but {self.AND.join(lacks)}" if lacks else "")

    def _have(self, what: str, denied: bool = False) -> str:
        return f"{'do not ' if denied else ''}have {what}"

    def _lie(self, where: str, denied: bool) -> str:
        return f"{'do not ' if denied else ''}lie {where}"

    def _region(self, place: Place) -> str:
        several = place.first != place.last
        span = f"{place.first}–{place.last}" if several else str(place.first)
        if place.kind == "verses":
            return f"in {place.number}:{span}{words.surah_name(place.number)}"
        if place.kind == "surah":
            return f"in surahs {span}" if several else f"in surah {span}{words.surah_name(place.number)}"
        if place.kind in ("juz", "page"):
            before = "on page" if place.kind == "page" else "in juz"
            return f"{before}{'s' if several and place.kind == 'page' else ''} {span}"
        return f"in {place.kind.capitalize()} surahs"

    def _translated(self, part: Translated, denied: bool) -> str:
        language = LANGUAGES.get(part.language, part.language)
        missing = " (not in the translation)" if self._meant.get(part.at) == () else ""
        return self._have(f"“{part.words}” in the {language} translation{missing}", denied)

    def _researched(self, test: Test, denied: bool) -> str:
        return self._have(f"{self._research(test)} anywhere", denied)

    def _research(self, test: Test) -> str:
        """The user's research, as something that a word or a verse has."""
        values = self._values(test)
        if test.attribute == "tag":
            return self._some(values, "the tag ", "tags", words.in_quotes)
        if test.attribute == "note":
            texts = [self._listed(words.quoted_words(text)) for text in values]
            return f"a note of yours with {self._or(texts)}"
        return f"{self._or([words.research(name) for name in values])} of yours"

    # Lists.

    def _or(self, items: Sequence[str]) -> str:
        return words.with_joint(items, "or")

    def _listed(self, items: Sequence[str]) -> str:
        return words.with_joint(items, "and")

    def _either(self, items: Sequence[str]) -> str:
        return f"either {words.with_joint(items, 'or')}"

    def _one_of(self, number: int, kind: str, some: str) -> str:
        return f"one of {number:,} {kind} ({some})"

    def _and_more(self, items: Sequence[str], more: int) -> str:
        return f"{', '.join(items)} and {more:,} more"
