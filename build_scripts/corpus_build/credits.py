"""Who made what the corpus is built from: a row of the table ``sources`` each."""

from __future__ import annotations

import zipfile

from corpus_build import morphology, tanzil, wheels


def credits(corpus: zipfile.ZipFile, pickthall_notice: str) -> list[tuple[str, ...]]:
    """The sources with their licences, links and own notices.

    :param corpus: the wheel with the Quranic Arabic Corpus and Tanzil's text.
    """
    pins = wheels.pins()
    rows = [
        (
            "tanzil",
            "Tanzil Quran Text (Uthmani, version 1.1)",
            "Tanzil Project",
            "Creative Commons Attribution 3.0; verbatim copies only",
            "https://tanzil.net",
            tanzil.read_notice(corpus),
            "quran-transcript",
        ),
        (
            "qac",
            "Quranic Arabic Corpus (morphology, version 0.4)",
            "Kais Dukes",
            "GNU General Public License",
            "https://corpus.quran.com",
            morphology.read_notice(corpus),
            "quran-transcript",
        ),
        (
            "imlaey",
            "Modern spelling of the Uthmani words",
            "quran-transcript project",
            "MIT",
            "https://github.com/obadx/quran-transcript",
            "Each Uthmani word paired with its modern (imlaey) spelling.",
            "quran-transcript",
        ),
        (
            "pickthall",
            "The Meaning of the Glorious Koran (1930), from Tanzil",
            "Mohammed Marmaduke Pickthall",
            "Public domain",
            "https://tanzil.net/trans/",
            pickthall_notice,
            "quranic-nlp",
        ),
        (
            "revelation",
            "Order and place of revelation",
            "quranic-nlp project",
            "MIT",
            "https://github.com/language-ml/hadith-quranic_nlp/",
            "The order of revelation and the place, Meccan or Medinan, of each surah.",
            "quranic-nlp",
        ),
        (
            "amiri",
            "Amiri Quran typeface, version 0.111",
            "Khaled Hosny",
            "SIL Open Font License 1.1",
            "https://www.amirifont.org",
            "Copyright (c) 2010-2017, Khaled Hosny <khaledhosny@eglug.org>.\n"
            "Portions copyright (c) 2010, Sebastian Kosch <sebastian@aldusleaf.org>.\n"
            "This Font Software is licensed under the SIL Open Font License, Version 1.1 "
            "(https://openfontlicense.org).",
            "text-fabric",
        ),
    ]
    return [(*row[:-1], str(pins[row[-1]]), pins[row[-1]].sha256) for row in rows]
