"""Romanization: the Uthmani text in the Latin letters of Quranic studies, by rule.

The letters are those of Brill's *Encyclopaedia of the Qurʾān* (IJMES, ALA-LC), and so is the article:
elided inside a verse, never assimilated (``l-raḥmāni``). Every consonant of the spelling has its own letter,
hamza at the beginning of a word too, so that the consonants can be read back; of the vowels, what is
pronounced is written. ``manual/transliteration.md`` tells the rules, ``manual/decisions/0005`` the reasons.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

_FATHA, _DAMMA, _KASRA, _SHADDA, _SUKUN = "\u064e", "\u064f", "\u0650", "\u0651", "\u0652"
_SHORT = f"[{_FATHA}{_DAMMA}{_KASRA}]"
_TANWIN = re.compile("[\u064b-\u064d]")
_DAGGER, _HAMZA_ABOVE, _WASLA, _IMALA = "\u0670", "\u0654", "\u0671", "\u06ea"
_SMALL_WAW, _SMALL_YA, _SMALL_HIGH_YA = "\u06e5", "\u06e6", "\u06e7"

_CONSONANTS = {
    **dict.fromkeys("ءأؤإئ", "ʾ"),
    **dict(zip("بتجحدرزسصضطظعفقكلمنهوي", "btjḥdrzsṣḍṭẓʿfqklmnhwy", strict=True)),
    **{"ث": "th", "خ": "kh", "ذ": "dh", "ش": "sh", "غ": "gh"},
    **{"ة": "t", "ى": "y", _SMALL_WAW: "w", _SMALL_YA: "y"},
}
_VOWELS = {
    **{"": "", _SUKUN: "", _FATHA: "a", _DAMMA: "u", _KASRA: "i", _FATHA + _DAGGER: "ā", _IMALA: "ē"},
    **{"\u064b": "an", "\u064c": "un", "\u064d": "in"},
}
# What a letter without a vowel of its own makes of the short vowel before it.
_LONG = {
    **dict.fromkeys((("a", "ا"), ("a", "ى"), ("a", "ى" + _DAGGER), ("a", "و" + _DAGGER)), "ā"),
    **dict.fromkeys((("i", "ي"), ("i", "ى"), ("i", _SMALL_YA)), "ī"),
    **dict.fromkeys((("u", "و"), ("u", _SMALL_WAW)), "ū"),
}
# Elsewhere these are a seat or a habit of the pen: after tanwin, and after the ē of 11:41.
_SEATS = frozenset(("ا", "ى", "ى" + _DAGGER))

_PARTED = frozenset("tdsk")  # before an h these would read as th, dh, sh and kh

_NAMES = {
    **{"ا": "alif", "ح": "ḥā", "ر": "rā", "س": "sīn", "ص": "ṣād", "ط": "ṭā", "ع": "ʿayn", "ق": "qāf"},
    **{"ك": "kāf", "ل": "lām", "م": "mīm", "ن": "nūn", "ه": "hā", "ي": "yā"},
}
_OPENINGS = {
    letters: " ".join(_NAMES[letter] for letter in letters)
    for letters in "الم-المص-الر-المر-كهيعص-طه-طسم-طس-يس-حم-عسق-ص-ق-ن".split("-")  # noqa: SIM905
}

_LETTER = re.compile("([^\u064b-\u0652\u0670\u06ea])([\u064b-\u0652\u0670\u06ea]*)")
_SPECIAL = re.compile("[\u0622\u0640\u0653\u0654\u06d6-\u06e4\u06e7-\u06ed]")
# Signs that say how to recite and change no letter: pauses, lengthenings, how n and tanwin are assimilated,
# the s below the ṣād of 52:37, the rounded lips of 12:11; and tatweel, once it carries nothing any more.
_MUTE: dict[int, str | None] = {
    **dict.fromkeys((0x640, 0x653, 0x6D6, 0x6D7, 0x6D8, 0x6D9, 0x6DA, 0x6DB, 0x6DC, 0x6DE)),
    **dict.fromkeys((0x6E2, 0x6E3, 0x6E9, 0x6EB, 0x6ED)),
    ord("آ"): "ا",
}
_REWRITTEN = {
    "\u06df": (re.compile(".\u06df"), ""),  # a round zero: the letter under it is never pronounced
    "\u06ec": (re.compile("ا\u06ec"), "ء" + _FATHA),  # 41:44, the second hamza of ءأعجمي, softened
    "\u06dc": (re.compile("ص(.)\u06dc"), r"س\1"),  # 2:245, 7:69: the small s says that the ṣād is read as s
    "\u06e8": (re.compile("\u0640\u06e8"), "ن"),  # 21:88, the n that the rasm leaves out
    _SMALL_HIGH_YA: (re.compile(f"\u0640([\u064b-\u0652]*){_SMALL_HIGH_YA}"), r"ي\1"),
    # A hamza on the line that joins two letters, or on a small alif (2:72).
    _HAMZA_ABOVE: (re.compile(f"(?:\u0640|(?={_SUKUN}))([^\u0640ء-ي]*?){_DAGGER}?{_HAMZA_ABOVE}"), r"ء\1"),
}

# li- and la- swallow the alif of the article, and the question ءَ takes it for its own lengthening.
_HIDDEN_ARTICLE = re.compile(
    f"((?:[وفأ]{_FATHA})*ل[{_FATHA}{_KASRA}]{_SHADDA}?)(ل(?:[{_SUKUN}ء-ي]|{_SHORT}{_SHADDA}).*)"
)
_ASKED_ARTICLE = re.compile(f"ء{_FATHA}ا(ل[{_SUKUN}ء-ي].*)")
_LIKENED_ARTICLE = f"ل{_SUKUN}ءَيْكَةِ"  # 26:176 and 38:13 write الأيكة without its alif
_GOD = re.compile(f"ل?ل{_FATHA}{_SHADDA}ه({_SHORT})(م{_FATHA}{_SHADDA})?")
_RELATIVE = re.compile(f"ل{_FATHA}{_SHADDA}(?:[ذت]|{_DAGGER})")
_ARTICLE = re.compile(f"ل{_SUKUN}?(?=[ء-ي])|(?=ل{_SHORT}{_SHADDA})")  # ٱلَّيْل writes one l for two
# Verbs that begin with a wasl and an l: after an article the t would carry a shadda.
_VERB_IN_L = re.compile(f"ل{_SUKUN}(?:ت|عَنْه|غَوْ)")
_SHORT_U = re.compile(f"[^{_FATHA}{_KASRA}]*{_DAMMA}")
# The wasl of these takes i before a u: in the verbs the u stands for an i (imshū, from m-sh-y), and the nouns
# take i whatever their case.
_I_BEFORE_U = re.compile("سْم|بْن|مْرُؤ|ئْتُو|قْضُو|مْضُو|هْدُو|مْشُو")


def romanize(word: str, *, next_word: str | None = None, first: bool = True) -> str:
    """One word of the Uthmani text, with all its vowels, in Latin letters.

    :param next_word: the word after it; ``None`` if it is the last of the verse or stands alone. Tanwin takes
        a helping i before an elided word, and the alif of أَنَا۠ is pronounced only at the end.
    :param first: whether speech begins with it, so that its wasl has a vowel.
    :raises ValueError: if a letter is not one of the Uthmani text.
    """
    return " ".join(_romanize_all(word.split(" "), next_word, first))


def romanize_verse(words: Sequence[str]) -> list[str]:
    """Each word of a verse in Latin letters, as the words are recited one after the other.

    :raises ValueError: if a letter is not one of the Uthmani text.
    """
    ends = [*words[1:], None]
    return [romanize(word, next_word=ends[n], first=n == 0) for n, word in enumerate(words)]


def _romanize_all(words: list[str], next_word: str | None, first: bool) -> list[str]:
    """The parts of a word: four words of the corpus are two of the text, such as بَعْدَ مَا."""
    ends = [*words[1:], next_word]
    return [_romanize_part(word, ends[n], first and n == 0) for n, word in enumerate(words)]


def _romanize_part(word: str, next_word: str | None, first: bool) -> str:
    if names := _OPENINGS.get(word.replace("\u0653", "")):
        return names
    before, wasl, rest = _divide(_plain(word, last=next_word is None))
    latin = _proclitics(before) + (_with_wasl(rest, first and not before) if wasl else _spell(rest))
    if next_word is not None and next_word.startswith(_WASLA) and _TANWIN.search(word):
        return latin + "i"
    return latin


def _plain(word: str, *, last: bool) -> str:
    """The word with what is pronounced alone, each hamza and y a letter in the line."""
    word = unicodedata.normalize("NFC", word)  # one order of the marks, whoever stored them
    if signs := _SPECIAL.findall(word):
        for sign in signs:
            if sign in _REWRITTEN:
                pattern, letter = _REWRITTEN[sign]
                word = pattern.sub(letter, word)
        # A rectangular zero: an alif that is pronounced only where speech stops.
        word = word.replace("\u06e0", "") if last else word.replace("ا\u06e0", "")
        word = word.translate(_MUTE)
    return word


def _divide(word: str) -> tuple[str, bool, str]:
    """What stands before a wasl, whether there is one, and what follows it, or the whole word."""
    before, wasl, rest = word.partition(_WASLA)
    if wasl:
        return before, True, rest
    if word == "بِسْمِ":  # three times without the alif of ٱسْم
        return word[:2], True, word[2:]
    if word == _LIKENED_ARTICLE:
        return "", True, word
    if hidden := _HIDDEN_ARTICLE.fullmatch(word):
        return hidden[1], True, hidden[2]
    if asked := _ASKED_ARTICLE.fullmatch(word):
        return "ء" + _FATHA + _DAGGER, True, asked[1]
    return "", False, word


def _proclitics(before: str) -> str:
    """The little words before a wasl, each a letter and a vowel: wa-, fa-, ʾa-, bi-, li-, ka-, la-, ta-."""
    return "".join(f"{_spell(letter + marks)}-" for letter, marks in _LETTER.findall(before))


def _with_wasl(rest: str, first: bool) -> str:
    """What follows a wasl, with the vowel that begins it if speech begins there."""
    if god := _GOD.fullmatch(rest):
        return ("a" if first else "") + "llāh" + _VOWELS[god[1]] + ("mma" if god[2] else "")
    if _RELATIVE.match(rest):
        return ("a" if first else "") + _spell(rest, after_wasl=True)
    if (article := _ARTICLE.match(rest)) and not _VERB_IN_L.match(rest):
        return ("al-" if first else "l-") + _spell(rest[article.end() :])
    if rest.startswith(f"ل{_KASRA}{_WASLA}"):  # 49:11, an article before another wasl
        return ("al-i" if first else "l-i") + _spell(rest[3:], after_wasl=True)
    return (_helping_vowel(rest) if first else "") + _spell(rest, after_wasl=True)


def _helping_vowel(rest: str) -> str:
    """What a verb or noun with wasl begins with: u before a u that belongs to the verb's form, or else i."""
    return "u" if _SHORT_U.match(rest) and not _I_BEFORE_U.match(rest) else "i"


def _spell(letters: str, *, after_wasl: bool = False) -> str:
    """Letters with their marks in Latin, one after the other.

    :param after_wasl: whether a shadda on the first doubles it. Elsewhere it says that the end of the word
        before, or the l of the article, is assimilated: min rabbihim, l-raḥmāni.
    """
    assimilated = not after_wasl
    sounds: list[str] = []
    consonant = vowel = ""
    for letter, marks in _LETTER.findall(letters):
        if long := _LONG.get((vowel, letter + marks)):
            sounds[-1] = vowel = long
        elif letter + marks not in _SEATS:
            parted = "ʹ" if letter == "ه" and not vowel and consonant in _PARTED else ""
            doubled = _SHADDA in marks and not assimilated
            consonant, vowel = _sound(letter, marks.replace(_SHADDA, ""))
            sounds += (parted, consonant if doubled else "", consonant, vowel)
            # A letter with no mark, not even sukun, is assimilated: عَبَدتُّمْ is written ʿabadtum, not ʿabadttum.
            assimilated = not marks
    return "".join(sounds)


def _sound(letter: str, marks: str) -> tuple[str, str]:
    try:
        return _CONSONANTS[letter], _VOWELS[marks]
    except KeyError:
        raise ValueError(f"not spelt as the Uthmani text is: {letter + marks!r}") from None
