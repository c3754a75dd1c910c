"""The bundled translations and the user's own, which are read from files in Tanzil's format.

Such a file has a line ``surah|ayah|text`` for each verse, and lines that begin with ``#`` with the name, the
translator, the language, the id and the source.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from kalima.corpus.model import Verse
from kalima.errors import KalimaError, NotFound

if TYPE_CHECKING:
    from kalima.store.research_store import OwnTranslation
    from kalima.study.library import Library

BUNDLED = "en.pickthall"
"""The translation that is shown unless another one is chosen."""
MAX_BYTES = 20_000_000
MAX_NOTICE = 100_000
SHOWN = 20
"""Bad lines, or places that are missing, that are named at most; how many there are is always said."""
ENOUGH = 10_000
"""Bad lines after which the rest of the file is not looked at: it is something else."""

# fmt: off
LANGUAGES = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "ber": "Amazigh", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "cs": "Czech", "de": "German", "dv": "Divehi", "en": "English",
    "es": "Spanish", "fa": "Persian", "fr": "French", "ha": "Hausa", "he": "Hebrew", "hi": "Hindi",
    "id": "Indonesian",
    "it": "Italian", "ja": "Japanese", "ko": "Korean", "ku": "Kurdish", "ml": "Malayalam", "ms": "Malay",
    "nl": "Dutch", "no": "Norwegian", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sd": "Sindhi", "si": "Sinhala", "so": "Somali", "sq": "Albanian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "tg": "Tajik", "th": "Thai", "tr": "Turkish", "tt": "Tatar",
    "ug": "Uyghur", "ur": "Urdu", "uz": "Uzbek", "zh": "Chinese",
}
RIGHT_TO_LEFT = {"ar", "ckb", "dv", "fa", "he", "ks", "ku", "pnb", "prs", "ps", "sd", "ug", "ur", "yi"}
# fmt: on
# Compiled when they are first needed: most runs never need them.
CODE = r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*"
ID = r"[a-z0-9][a-z0-9._-]{0,63}"
_FIELD = r"#\s*(Name|Translator|Language|ID|Source):\s*(.*?)\s*"
NO_TEXT = "[\0\ud800-\udfff]"

Place = tuple[int, int]


class BadLine(NamedTuple):
    """A line that cannot be read: its number, counted from 1, and why."""

    line: int
    reason: str


class BadTranslation(KalimaError):
    """A file with lines that cannot be read; ``lines`` are the first :data:`SHOWN` of ``total``."""

    def __init__(self, lines: Sequence[BadLine], total: int) -> None:
        one = total == 1
        many = f"{total:,} lines or more" if total >= ENOUGH else f"{total:,} line{'' if one else 's'}"
        super().__init__(
            f"The file has {many} that cannot be read; nothing was added.",
            f"Mend {'it' if one else 'them'} and add the file again.",
        )
        self.lines = lines
        self.total = total


class TranslationExists(KalimaError):
    """There is a translation of this id, and it was not said that it may be replaced."""


class TranslationFile(NamedTuple):
    """What a file says: its verses, its comment block, and the fields of that block that it has."""

    verses: dict[Place, str]
    notice: str
    fields: dict[str, str]


def decode(data: bytes) -> str:
    """The text of a file. What is not UTF-8 becomes U+FFFD, which :func:`parse` then refuses by line.

    :raises KalimaError: if the file is too large.
    """
    _check_size(len(data))
    return data.decode("utf-8", "replace")


def parse(text: str, ayah_counts: Sequence[int]) -> TranslationFile:
    """Read a file in Tanzil's format. A verse without text counts as not translated.

    :param ayah_counts: how many verses each surah has, in order.
    :raises BadTranslation: if any line cannot be read; all of them are counted.
    :raises KalimaError: if there is no verse at all, or the file is too large.
    """
    reader = _Reader(ayah_counts)
    for number, line in enumerate(re.split(r"\r\n|\n|\r", text.removeprefix("\ufeff")), start=1):
        reader.read(number, line)
        if reader.total_bad >= ENOUGH:
            break
    if reader.total_bad:
        raise BadTranslation(reader.bad, reader.total_bad)
    verses = {place: verse for place, verse in reader.verses.items() if verse}
    if not verses:
        raise KalimaError("The file holds no verse.", "Each verse is a line: surah|ayah|text.")
    notice = "\n".join(reader.comments)
    if len(notice) > MAX_NOTICE:
        raise KalimaError(f"The file's comments have {len(notice):,} characters; the most is {MAX_NOTICE:,}.")
    fields = [re.fullmatch(_FIELD, line) for line in reader.comments]
    return TranslationFile(verses, notice, {match[1]: match[2] for match in fields if match and match[2]})


class _Reader:
    """Collects the verses, the comments and the bad lines of a file, line by line."""

    def __init__(self, ayah_counts: Sequence[int]) -> None:
        self._ayah_counts = ayah_counts
        self._line_of: dict[Place, int] = {}
        self.verses: dict[Place, str] = {}
        self.comments: list[str] = []
        self.bad: list[BadLine] = []
        self.total_bad = 0

    def read(self, number: int, line: str) -> None:
        reason = self._fault_of_text(line)
        if not reason and line.startswith("#"):
            self.comments.append(line.rstrip())
        elif not reason and line.strip():
            reason = self._read_verse(number, line)
        if reason:
            self.total_bad += 1
            if len(self.bad) < SHOWN:
                self.bad.append(BadLine(number, reason))

    @staticmethod
    def _fault_of_text(line: str) -> str:
        if "\ufffd" in line:
            return "it is not UTF-8 text"
        if found := re.search(NO_TEXT, line):
            return f"it holds a character that is not text (U+{ord(found[0]):04X})"
        return ""

    def _read_verse(self, number: int, line: str) -> str:
        """Take the verse in; return what is wrong with it, or ``""``."""
        surah, ayah, text = [*(part.strip() for part in line.split("|", 2)), "", ""][:3]
        if line.count("|") < 2:
            return "it is not surah|ayah|text"
        if not all(part.isascii() and part.isdigit() and len(part) < 6 for part in (surah, ayah)):
            return "it does not begin with the numbers of a surah and a verse"
        place = int(surah), int(ayah)
        if not 1 <= place[0] <= len(self._ayah_counts):
            return f"there is no surah {place[0]}"
        most = self._ayah_counts[place[0] - 1]
        if not 1 <= place[1] <= most:
            return f"there is no verse {place[0]}:{place[1]}: surah {place[0]} has {most} verses"
        if place in self._line_of:
            return f"verse {place[0]}:{place[1]} already stands in line {self._line_of[place]}"
        self._line_of[place] = number
        self.verses[place] = text
        return ""


def _check_size(size: int) -> None:
    if size > MAX_BYTES:
        raise KalimaError(
            f"The file has {size / 1e6:.1f} MB; the most is {MAX_BYTES / 1e6:.0f} MB.",
            "Is it a translation? The largest known one has 10 MB.",
        )


def missing(verses: Iterable[Place], ayah_counts: Sequence[int]) -> list[str]:
    """The verses that are not there, those of one surah that follow each other as a range: ``2:5-7``."""
    present = set(verses)
    ranges: list[str] = []
    for surah, count in enumerate(ayah_counts, start=1):
        start = None
        for ayah in range(1, count + 2):
            if ayah <= count and (surah, ayah) not in present:
                start = start or ayah
            elif start:
                ranges.append(f"{surah}:{start}" + (f"-{ayah - 1}" if ayah - 1 > start else ""))
                start = None
    return ranges


def direction(language: str) -> str:
    """``rtl`` or ``ltr``, by the language's code and, where it names one, its script: ``ku-Latn``."""
    code, *subtags = language.split("-")
    scripts = {tag.title() for tag in subtags}
    if scripts & {"Arab", "Hebr", "Thaa"}:
        return "rtl"
    return "rtl" if code in RIGHT_TO_LEFT and not scripts & {"Latn", "Cyrl"} else "ltr"


def describe(library: Library) -> list[dict[str, Any]]:
    """Every translation, the bundled ones first, with its source and notice."""
    sources = {source.id: source for source in library.store.sources}
    own = [_described_own(record, _verse_count(library)) for record in library.research.translations()]
    return [
        {
            **_described(each.id, each.language, each.name, each.translator),
            "bundled": True,
            "source": sources[each.source].url,
            "license": sources[each.source].license,
            "notice": sources[each.source].notice,
            "verses": _verse_count(library),
            "complete": True,
        }
        for each in library.store.translations
    ] + own


def _described_own(record: OwnTranslation, verse_count: int) -> dict[str, Any]:
    return {
        **_described(record.id, record.language, record.name, record.translator),
        "bundled": False,
        "source": record.source,
        "license": "",
        "notice": record.notice,
        "verses": record.verse_count,
        "complete": record.verse_count == verse_count,
        "file_name": record.file_name,
        "added": record.added,
    }


def _described(id: str, language: str, name: str, translator: str) -> dict[str, Any]:
    return {
        "id": id,
        "name": name,
        "translator": translator,
        "language": language,
        "language_name": LANGUAGES.get(language.split("-")[0], language),
        "dir": direction(language),
    }


def find(library: Library, translation: str) -> dict[str, Any]:
    """The translation of this id: its name, translator, language and direction.

    :raises NotFound: if there is none.
    """
    own: Iterable[OwnTranslation] = ()
    for each in library.store.translations:
        if each.id == translation:
            return _described(each.id, each.language, each.name, each.translator)
    if re.fullmatch(ID, translation):  # else none was ever added
        own = library.research.translations()
    for record in own:
        if record.id == translation:
            return _described(record.id, record.language, record.name, record.translator)
    raise NotFound(
        f"There is no translation {translation[:80]!r}.", "The list of them all: kalima translations."
    )


def texts(library: Library, verses: Sequence[Verse], translation: str) -> Mapping[int, str]:
    """What a translation has for these verses, by the verses' ids."""
    if any(each.id == translation for each in library.store.translations):
        return library.store.translation_of([verse.id for verse in verses], translation)
    found = library.research.translation_texts(translation, [(verse.surah, verse.ayah) for verse in verses])
    return {
        verse.id: found[verse.surah, verse.ayah] for verse in verses if (verse.surah, verse.ayah) in found
    }


def add(
    library: Library,
    text: str,
    *,
    id: str = "",
    name: str = "",
    language: str = "",
    file_name: str = "",
    replace: bool = False,
) -> dict[str, Any]:
    """Add a translation from the text of its file; what is given goes before what the file says of itself.

    :return: its description, with the places it does not translate under ``missing`` and their number of
        verses under ``missing_verses``.
    :raises BadTranslation: if a line cannot be read.
    :raises KalimaError: if it has no name or language.
    :raises TranslationExists: if there is one of its id already and not ``replace``.
    """
    _check_size(len(text.encode("utf-8", "surrogatepass")))
    counts = [surah.ayah_count for surah in library.store.surahs]
    file = parse(text, counts)
    file_name = re.sub(NO_TEXT, "", re.split(r"[\\/]", file_name)[-1])[:255]
    record = _named(file, id.strip(), name.strip(), language.strip(), file_name)
    if any(each.id == record.id for each in library.store.translations):
        raise KalimaError(
            f"{record.id} is bundled with Kalima.",
            "To add this file beside it, give it another id (in the terminal: --id ID).",
        )
    rows = ((surah, ayah, verse) for (surah, ayah), verse in file.verses.items())
    if not library.research.add_translation(record, rows, replace=replace):
        raise TranslationExists(
            f"There is a translation {record.id} already.",
            "Replace it (in the terminal: --replace), or give the new one another id (--id ID).",
        )
    return {
        **_described_own(record, sum(counts)),
        "missing": missing(file.verses, counts),
        "missing_verses": sum(counts) - len(file.verses),
    }


def remove(library: Library, translation: str) -> None:
    """Remove one of the user's own translations.

    :raises NotFound: if there is none of this id.
    :raises KalimaError: if it is a bundled one.
    """
    if any(each.id == translation for each in library.store.translations):
        raise KalimaError(f"{translation} is bundled with Kalima and cannot be removed.")
    find(library, translation)
    library.research.remove_translation(translation)


def _named(file: TranslationFile, id: str, name: str, language: str, file_name: str) -> OwnTranslation:
    stem = file_name.removesuffix(".txt")
    code = _language_of(language, [id, file.fields.get("ID", ""), stem], file.fields.get("Language", ""))
    name = name or file.fields.get("Name", "") or stem.rpartition(".")[2]
    if not name:
        raise KalimaError("The file does not say its name.", "Give it a name (in the terminal: --name NAME).")
    if len(name) > 200 or re.search(NO_TEXT, name):
        raise KalimaError("This name cannot be used.", "Give the translation a name of up to 200 characters.")
    slug = re.sub(r"[^a-z0-9]+", "-", (stem.rpartition(".")[2] or name).lower()).strip("-")[:40]
    id = id or file.fields.get("ID", "") or f"{code}.{slug or 'translation'}"
    if not re.fullmatch(ID, id):
        raise KalimaError(
            f"{id[:80]!r} cannot be an id.",
            "An id has up to 64 of these: a-z, 0-9, and . _ - (in the terminal: --id ID).",
        )
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    translator, source = file.fields.get("Translator", ""), file.fields.get("Source", "")
    from kalima.store.research_store import OwnTranslation  # no start waits for it

    return OwnTranslation(id, code, name, translator, source, file.notice, file_name, now, len(file.verses))


def _language_of(given: str, ids: Sequence[str], said: str) -> str:
    """The code of the language: as given, else as an id begins (``en.sahih``), else as the file says it."""
    codes = {name.lower(): code for code, name in LANGUAGES.items()}
    if given:
        if code := codes.get(given.lower()):
            return code
        if re.fullmatch(CODE, given):
            return given
        raise KalimaError(
            f"{given[:80]!r} is no language that is known.", "Give its code, such as en, ur or az-Arab."
        )
    for id in ids:
        code, dot, _ = id.partition(".")
        if dot and re.fullmatch(CODE, code):
            return code
    if code := codes.get(said.lower()):
        return code
    raise KalimaError(
        "The file does not say its language.",
        "Give its code, such as en or ur (in the terminal: --language CODE).",
    )


def _verse_count(library: Library) -> int:
    return sum(surah.ayah_count for surah in library.store.surahs)
