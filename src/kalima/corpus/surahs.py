"""The surahs' names in Latin letters and in English, in mushaf order.

The Arabic names come from Tanzil's text and the places from the corpus build; these two columns are
our own, in the plain spelling that readers type.
"""

from __future__ import annotations

import re

from kalima.arabic.folding import fold

NAMES: tuple[tuple[str, str], ...] = (
    ("Al-Fatihah", "The Opening"),
    ("Al-Baqarah", "The Cow"),
    ("Al-Imran", "The Family of Imran"),
    ("An-Nisa", "Women"),
    ("Al-Ma'idah", "The Table Spread"),
    ("Al-An'am", "Cattle"),
    ("Al-A'raf", "The Heights"),
    ("Al-Anfal", "The Spoils of War"),
    ("At-Tawbah", "Repentance"),
    ("Yunus", "Jonah"),
    ("Hud", "Hud"),
    ("Yusuf", "Joseph"),
    ("Ar-Ra'd", "Thunder"),
    ("Ibrahim", "Abraham"),
    ("Al-Hijr", "The Rocky Tract"),
    ("An-Nahl", "The Bee"),
    ("Al-Isra", "The Night Journey"),
    ("Al-Kahf", "The Cave"),
    ("Maryam", "Mary"),
    ("Ta-Ha", "Ta-Ha"),
    ("Al-Anbiya", "The Prophets"),
    ("Al-Hajj", "The Pilgrimage"),
    ("Al-Mu'minun", "The Believers"),
    ("An-Nur", "Light"),
    ("Al-Furqan", "The Criterion"),
    ("Ash-Shu'ara", "The Poets"),
    ("An-Naml", "The Ants"),
    ("Al-Qasas", "The Story"),
    ("Al-Ankabut", "The Spider"),
    ("Ar-Rum", "The Byzantines"),
    ("Luqman", "Luqman"),
    ("As-Sajdah", "Prostration"),
    ("Al-Ahzab", "The Confederates"),
    ("Saba", "Sheba"),
    ("Fatir", "The Originator"),
    ("Ya-Sin", "Ya-Sin"),
    ("As-Saffat", "Those Ranged in Ranks"),
    ("Sad", "Sad"),
    ("Az-Zumar", "The Throngs"),
    ("Ghafir", "The Forgiver"),
    ("Fussilat", "Expounded in Detail"),
    ("Ash-Shura", "Consultation"),
    ("Az-Zukhruf", "Gold Ornaments"),
    ("Ad-Dukhan", "Smoke"),
    ("Al-Jathiyah", "The Kneeling"),
    ("Al-Ahqaf", "The Sand Dunes"),
    ("Muhammad", "Muhammad"),
    ("Al-Fath", "Victory"),
    ("Al-Hujurat", "The Chambers"),
    ("Qaf", "Qaf"),
    ("Adh-Dhariyat", "The Scattering Winds"),
    ("At-Tur", "The Mount"),
    ("An-Najm", "The Star"),
    ("Al-Qamar", "The Moon"),
    ("Ar-Rahman", "The Most Merciful"),
    ("Al-Waqi'ah", "The Inevitable"),
    ("Al-Hadid", "Iron"),
    ("Al-Mujadilah", "The Woman Who Pleads"),
    ("Al-Hashr", "The Gathering"),
    ("Al-Mumtahanah", "The Woman Examined"),
    ("As-Saff", "The Ranks"),
    ("Al-Jumu'ah", "Friday"),
    ("Al-Munafiqun", "The Hypocrites"),
    ("At-Taghabun", "Mutual Loss and Gain"),
    ("At-Talaq", "Divorce"),
    ("At-Tahrim", "Prohibition"),
    ("Al-Mulk", "Sovereignty"),
    ("Al-Qalam", "The Pen"),
    ("Al-Haqqah", "The Sure Reality"),
    ("Al-Ma'arij", "The Ways of Ascent"),
    ("Nuh", "Noah"),
    ("Al-Jinn", "The Jinn"),
    ("Al-Muzzammil", "The Enwrapped"),
    ("Al-Muddaththir", "The Cloaked One"),
    ("Al-Qiyamah", "The Resurrection"),
    ("Al-Insan", "Man"),
    ("Al-Mursalat", "Those Sent Forth"),
    ("An-Naba", "The Tidings"),
    ("An-Nazi'at", "Those Who Pull Out"),
    ("Abasa", "He Frowned"),
    ("At-Takwir", "The Folding Up"),
    ("Al-Infitar", "The Splitting"),
    ("Al-Mutaffifin", "The Defrauders"),
    ("Al-Inshiqaq", "The Sundering"),
    ("Al-Buruj", "The Constellations"),
    ("At-Tariq", "The Night-Comer"),
    ("Al-A'la", "The Most High"),
    ("Al-Ghashiyah", "The Overwhelming"),
    ("Al-Fajr", "The Dawn"),
    ("Al-Balad", "The City"),
    ("Ash-Shams", "The Sun"),
    ("Al-Layl", "The Night"),
    ("Ad-Duha", "The Morning Light"),
    ("Ash-Sharh", "Relief"),
    ("At-Tin", "The Fig"),
    ("Al-Alaq", "The Clinging Form"),
    ("Al-Qadr", "The Night of Power"),
    ("Al-Bayyinah", "The Clear Evidence"),
    ("Az-Zalzalah", "The Earthquake"),
    ("Al-Adiyat", "The Chargers"),
    ("Al-Qari'ah", "The Striking Calamity"),
    ("At-Takathur", "Rivalry for More"),
    ("Al-Asr", "The Declining Day"),
    ("Al-Humazah", "The Slanderer"),
    ("Al-Fil", "The Elephant"),
    ("Quraysh", "Quraysh"),
    ("Al-Ma'un", "Small Kindnesses"),
    ("Al-Kawthar", "Abundance"),
    ("Al-Kafirun", "The Disbelievers"),
    ("An-Nasr", "Help"),
    ("Al-Masad", "Palm Fibre"),
    ("Al-Ikhlas", "Sincerity"),
    ("Al-Falaq", "Daybreak"),
    ("An-Nas", "Mankind"),
)

# fmt: off
PERIODS = {
    "early Meccan": (
        96, 74, 111, 106, 108, 104, 107, 102, 105, 92, 90, 94, 93, 97, 86, 91, 80, 68, 87, 95, 103, 85, 73,
        101, 99, 82, 81, 53, 84, 100, 79, 77, 78, 88, 89, 75, 83, 69, 51, 52, 56, 70, 55, 112, 109, 113, 114,
        1,
    ),
    "middle Meccan": (
        54, 37, 71, 76, 44, 50, 20, 26, 15, 19, 38, 36, 43, 72, 67, 23, 21, 25, 17, 27, 18,
    ),
    "late Meccan": (
        32, 41, 45, 16, 30, 11, 14, 12, 40, 28, 39, 29, 31, 42, 10, 34, 35, 7, 46, 6, 13,
    ),
    "Medinan": (
        2, 98, 64, 62, 8, 47, 3, 61, 57, 4, 65, 59, 33, 63, 24, 58, 22, 48, 66, 60, 110, 49, 9, 5,
    ),
}
"""The surahs of the four periods of Theodor Nöldeke, *Geschichte des Qorāns* (1860), in his order.

They are a scholar's reading of style and content, and differ in some surahs from the place (Meccan or
Medinan) that the corpus gives by tradition: 13, 55, 76 and 99 are Medinan there, for instance.
"""
# fmt: on

_ARTICLE = re.compile(r"^(?:al|an|ar|as|ash|at|ad|adh|az|the)[ -]+")


def arabic_key(name: str) -> str:
    """An Arabic name as people vary it: no marks, article or سورة."""
    return fold(name).strip().removeprefix("سوره ").removeprefix("ال")


def name_key(name: str) -> str:
    """A Latin name as people vary it: no case, article, apostrophe, hyphen or final h.

    ``Al-Baqarah``, ``baqara`` and ``al baqarah`` share one key.
    """
    key = _ARTICLE.sub("", name.strip().lower())
    return re.sub(r"[^a-z]", "", key).removesuffix("h")
