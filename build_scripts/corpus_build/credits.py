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
            "treebank",
            "Dependency treebank of the Quran (qSyntaxSemantic), from quranic-nlp 1.1.8",
            "NLP & DH Lab, and the authors of quranic-nlp",
            "MIT",
            "https://github.com/language-ml/hadith-quranic_nlp/",
            "The nodes, relations and features of the treebank, and the lists of similar verses.",
            "quranic-nlp",
        ),
        (
            "divisions",
            "Juz, hizb, ruku, manzil, sajda and older pages (Tanzil's, from quran-cli)",
            "Tanzil Project; Yousuf Abu Shanab (quran-cli)",
            "MIT; Creative Commons Attribution 3.0 for Tanzil's metadata",
            "https://tanzil.net/docs/quran_metadata",
            "The starts of the divisions, as Tanzil's metadata has them.",
            "quran-cli",
        ),
        (
            "mushaf",
            "Pages, lines and signs of the Madinah mushaf (print of 1440 AH), from quran-text",
            "quran-ws, from the King Fahd Complex's UthmanicHafs v3.0",
            "Creative Commons Attribution 4.0",
            "https://github.com/quran-ws/quran-text",
            "https://creativecommons.org/licenses/by/4.0/ Changed: pages, lines and signs are laid on the "
            "words of the Quranic Arabic Corpus; the text itself is not used.",
            "quran-text",
        ),
        (
            "revelation",
            "Order and place of revelation",
            "NLP & DH Lab, and the authors of quranic-nlp",
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
