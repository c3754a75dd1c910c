"""What example queries find in the whole corpus, derived a second time by SQL over the documented tables.

Each row: the query; how many matches, words and verses it finds; the SQL that selects its matches (the
words that each covers, then the words or nodes that its labels name), written with the tables of golden.sql;
and where the verses are not simply those of the matches, the SQL that selects them.
"""

import json
import re
import sqlite3
from pathlib import Path

import pytest

from corpus_build.postings import word_keys
from kalima.arabic.folding import exact_key, fold
from kalima.arabic.latin import fold_latin
from kalima.arabic.romanization import romanize

NO_MATCHES = "SELECT covers() WHERE false"

# fmt: off
# The examples of the manual.
EXAMPLES = [
    ('[root="كتب"]', (319, 319, 279), "SELECT covers(word) FROM stem WHERE root = 'كتب'"),
    ('[aspect="IMPF" & mood="IND"]', (5582, 5582, 3216),
     "SELECT covers(word) FROM stem WHERE aspect = 'IMPF' AND mood = 'IND'"),
    ('[root="نزل" & pos="V" & form="II|IV" & voice="PASS"]', (68, 68, 58),
     """SELECT covers(word) FROM stem
     WHERE root = 'نزل' AND pos = 'V' AND form IN ('II', 'IV') AND voice = 'PASS'"""),
    ('[pos="V" & form="X" & aspect="IMPV"]', (43, 43, 42),
     "SELECT covers(word) FROM stem WHERE pos = 'V' AND form = 'X' AND aspect = 'IMPV'"),
    ('[lemma="لم" & pos="NEG"] [mood="JUS"]', (350, 700, 328),
     """SELECT run(a.word, b.word) FROM stem a JOIN stem b ON b.word = a.word + 1 AND b.verse = a.verse
     WHERE a.lemma = 'لم' AND a.pos = 'NEG' AND b.mood = 'JUS'"""),
    ('[pos="V"] [root="اله" & pos="PN" & case="NOM"]', (661, 1322, 575),
     """SELECT run(a.word, b.word) FROM stem a JOIN stem b ON b.word = a.word + 1 AND b.verse = a.verse
     WHERE a.pos = 'V' AND b.root = 'اله' AND b.pos = 'PN' AND b."case" = 'NOM'"""),
    ('A:[pos="V"] []{0,4} B:[deriv="VN" & case="ACC"] :: A.root = B.root', (72, 212, 70),
     """SELECT run(a.word, b.word), a.word, b.word
     FROM stem a JOIN stem b ON b.word BETWEEN a.word + 1 AND a.word + 5 AND b.verse = a.verse
     WHERE a.pos = 'V' AND b.deriv = 'VN' AND b."case" = 'ACC' AND a.root = b.root"""),
    ('[pos="V" & person="2" & number="D"]', (73, 73, 62),
     "SELECT covers(word) FROM stem WHERE pos = 'V' AND person = '2' AND number = 'D'"),
    ('[pos="N|PN" & gender="F" & number="P" & case="ACC" & state="INDEF"]', (70, 70, 67),
     """SELECT covers(word) FROM stem WHERE pos IN ('N', 'PN') AND gender = 'F' AND number = 'P'
         AND "case" = 'ACC' AND state = 'INDEF'"""),
    ('[template="فَعِيل.*" & state="INDEF"]', (1610, 1610, 1326),
     "SELECT covers(word) FROM stem WHERE template GLOB 'فعيل*' AND state = 'INDEF'"),
    ('V:[pos="V" & voice="PASS"] -نائب فاعل-> [number="P"]', (525, 639, 465),
     """SELECT covers(a.word, b.word), a.id
     FROM arc JOIN node a ON a.id = head JOIN node b ON b.id = dependent
     WHERE relation = 'passive-subject' AND a.pos = 'V' AND a.voice = 'PASS' AND b.number = 'P'"""),
    ('[root="قول"] -subject-> [lemma="الله"] within <sura type="Meccan"/>', (1, 2, 1),
     """SELECT covers(a.word, b.word)
     FROM arc JOIN node a ON a.id = head JOIN node b ON b.id = dependent JOIN word ON word.id = a.word
     WHERE relation = 'subject' AND a.root = 'قول' AND b.lemma = 'الله' AND place = 'Meccan'"""),
    ('[pos="V"] !-object-> _', (9507, 9507, 4404),
     """SELECT covers(word) FROM node WHERE pos = 'V'
         AND NOT EXISTS (SELECT * FROM arc WHERE head = node.id AND relation = 'object')"""),
]

SEARCH_BAR = [
    ("الرحمن", (45, 45, 45), "SELECT covers(word) FROM spelling WHERE key = 'الرحمن'"),
    ('"الحمد لله"', (21, 42, 21),
     """SELECT run(a.word, b.word) FROM spelling a JOIN spelling b ON b.word = a.word + 1 AND b.verse = a.verse
     WHERE a.key = 'الحمد' AND b.key = 'لله'"""),
    ('"يا أيها الذين"', (92, 184, 92),
     """WITH began (first, last, verse) AS (
         SELECT word, word, verse FROM spelling WHERE key = 'يا ايها'
         UNION SELECT a.word, b.word, a.verse FROM spelling a
             JOIN spelling b ON b.word = a.word + 1 AND b.verse = a.verse
             WHERE a.key = 'يا' AND b.key = 'ايها')
     SELECT run(first, last + 1) FROM began
         JOIN spelling c ON c.word = last + 1 AND c.verse = began.verse AND key = 'الذين'"""),
    ('"بعد ما"', (33, 63, 33),  # two words, or in three verses one that is written as two
     """SELECT covers(word) FROM spelling WHERE key = 'بعد ما'
     UNION SELECT run(a.word, b.word) FROM spelling a JOIN spelling b ON b.word = a.word + 1 AND b.verse = a.verse
     WHERE a.key = 'بعد' AND b.key = 'ما'"""),
    ("رحم*", (71, 71, 71), "SELECT covers(word) FROM spelling WHERE key GLOB 'رحم*'"),
    ("*ون", (3406, 3406, 2558), "SELECT covers(word) FROM spelling WHERE key GLOB '*ون'"),
    ("ر?م", (4, 4, 4), "SELECT covers(word) FROM spelling WHERE key GLOB 'ر?م'"),
    ("=ٱلرَّحْمَٰنِ", (21, 21, 21), "SELECT covers(id) FROM word WHERE exact = exact_key('ٱلرَّحْمَٰنِ')"),
    ("root:قول", (1722, 1722, 1383), "SELECT covers(word) FROM stem WHERE root = 'قول'"),
    ("root:qwl", (1722, 1722, 1383), "SELECT covers(word) FROM stem WHERE root = 'قول'"),
    ("lemma:كتاب", (260, 260, 236), "SELECT covers(word) FROM stem WHERE lemma = 'كتاب'"),
    ("pos:V", (19356, 19356, 5551), "SELECT covers(word) FROM stem WHERE pos = 'V'"),
    ("form:IV", (4585, 4585, 2867), "SELECT covers(word) FROM stem WHERE form = 'IV'"),
    ("pattern:فاعل", (2029, 2029, 1673), "SELECT covers(word) FROM stem WHERE pattern = 'فاعل'"),
    ("mood:JUS", (1418, 1418, 973), "SELECT covers(word) FROM stem WHERE mood = 'JUS'"),
    ("case:GEN", (12629, 12629, 4688), """SELECT covers(word) FROM stem WHERE "case" = 'GEN'"""),
    ("root:قول&pos:V", (1620, 1620, 1322), "SELECT covers(word) FROM stem WHERE root = 'قول' AND pos = 'V'"),
    ("root:قول&pos:verb", (1620, 1620, 1322),
     "SELECT covers(word) FROM stem WHERE root = 'قول' AND pos = 'V'"),
    ("en:mercy", (0, 0, 155), NO_MATCHES, "SELECT verse FROM english WHERE text GLOB '* mercy *'"),
    ('en:"lord of the worlds"', (0, 0, 41),
     NO_MATCHES, "SELECT verse FROM english WHERE text GLOB '* lord of the worlds *'"),
    ("in:2", (0, 0, 286), NO_MATCHES, "SELECT id FROM verses WHERE surah = 2"),
    ("in:2:1-20", (0, 0, 20), NO_MATCHES, "SELECT id FROM verses WHERE surah = 2 AND ayah BETWEEN 1 AND 20"),
    ("in:juz30", (0, 0, 564), NO_MATCHES, "SELECT id FROM verses WHERE juz = 30"),
    ("in:meccan", (0, 0, 4613),
     NO_MATCHES, "SELECT verses.id FROM verses JOIN surahs ON number = surah WHERE place = 'Meccan'"),
    ("in:baqara", (0, 0, 286),
     NO_MATCHES, "SELECT verses.id FROM verses JOIN surahs ON number = surah WHERE transliterated = 'Al-Baqarah'"),
]

_BOTH = """WITH both AS (SELECT verse FROM spelling WHERE key = 'موسي'
        INTERSECT SELECT verse FROM spelling WHERE key = 'فرعون')
    SELECT covers(word) FROM spelling JOIN both USING (verse) WHERE key IN ('موسي', 'فرعون')"""

CLAUSES = [
    ("موسى فرعون", (25, 25, 12), _BOTH),
    ("موسى AND فرعون", (25, 25, 12), _BOTH),
    ("موسى OR عيسى", (145, 145, 139), "SELECT covers(word) FROM spelling WHERE key IN ('موسي', 'عيسي')"),
    ("NOT الله", (0, 0, 4669),
     NO_MATCHES, "SELECT id FROM verses EXCEPT SELECT verse FROM spelling WHERE key = 'الله'"),
    ("موسى NOT فرعون", (116, 116, 112),
     """SELECT covers(word) FROM spelling WHERE key = 'موسي'
         AND verse NOT IN (SELECT verse FROM spelling WHERE key = 'فرعون')"""),
    ("(موسى OR هارون) root:قول NOT in:meccan", (37, 37, 15),
     """WITH found AS (SELECT word, verse, 1 AS named FROM spelling WHERE key IN ('موسي', 'هارون')
         UNION SELECT word, verse, 0 FROM stem WHERE root = 'قول')
     SELECT covers(word) FROM found JOIN word ON word.id = word WHERE place = 'Medinan' AND found.verse IN (
         SELECT verse FROM found GROUP BY verse HAVING count(DISTINCT named) = 2)"""),
    ('root:زكو NOT [aspect="IMPV"] [root="صلو"]', (50, 50, 47),
     """SELECT covers(word) FROM stem WHERE root = 'زكو' AND verse NOT IN (
         SELECT a.verse FROM stem a JOIN stem b ON b.word = a.word + 1 AND b.verse = a.verse
         WHERE a.aspect = 'IMPV' AND b.root = 'صلو')"""),
    ("root:رحم en:mercy in:2", (7, 7, 6),
     """SELECT covers(word) FROM stem JOIN english USING (verse) JOIN verses ON verses.id = verse
     WHERE root = 'رحم' AND surah = 2 AND english.text GLOB '* mercy *'"""),
    ('[pos="V" & form="X" & aspect="IMPV"] OR en:forgiveness', (43, 43, 81),
     "SELECT covers(word) FROM stem WHERE pos = 'V' AND form = 'X' AND aspect = 'IMPV'",
     """SELECT verse FROM stem WHERE pos = 'V' AND form = 'X' AND aspect = 'IMPV'
     UNION SELECT verse FROM english WHERE text GLOB '* forgiveness *'"""),
]

TOKENS = [
    ('[pos="V" & aspect!="PERF"]', (10206, 10206, 4305),
     "SELECT covers(word) FROM stem WHERE pos = 'V' AND aspect IS NOT 'PERF'"),
    ('[lemma!="قال" & root="قول"]', (104, 104, 101),
     "SELECT covers(word) FROM stem WHERE root = 'قول' AND lemma IS NOT 'قال'"),
    ('[word="مما" & pos!="P"]', (111, 111, 102),  # two stems, of which one is no preposition
     "SELECT covers(word) FROM stem JOIN spelling USING (word) WHERE key = 'مما' AND pos <> 'P'"),
    ('[pos="P" & pos="REL"]', (0, 0, 0), "SELECT covers(word) FROM stem WHERE pos = 'P' AND pos = 'REL'"),
    ('[!(pos="V" | deriv="VN") & root="علم"]', (429, 429, 409),
     "SELECT covers(word) FROM stem WHERE root = 'علم' AND pos <> 'V' AND deriv IS NOT 'VN'"),
    ('[word=="ٱللَّهُ"]', (733, 733, 640), "SELECT covers(id) FROM word WHERE exact = exact_key('ٱللَّهُ')"),
    ('[lemma=="كِتَٰب"]', (260, 260, 236), "SELECT covers(word) FROM stem WHERE exact_lemma = exact_key('كِتَٰب')"),
    ('[word="ي.*ون" & voice="PASS"]', (119, 119, 117),
     "SELECT covers(word) FROM spelling JOIN stem USING (word) WHERE key GLOB 'ي*ون' AND voice = 'PASS'"),
    ('[prefix="l:EMPH" & suffix="n:EMPH" & pos="V"]', (176, 176, 133),
     """SELECT covers(word) FROM stem WHERE pos = 'V'
         AND word IN (SELECT word FROM affix WHERE name = 'l:EMPH' AND kind = 'PREFIX')
         AND word IN (SELECT word FROM affix WHERE name = 'n:EMPH' AND kind = 'SUFFIX')"""),
    ('[prefix="l:.*" & pos="V" & suffix="3MP"]', (188, 188, 156),
     """SELECT covers(word) FROM stem WHERE pos = 'V'
         AND word IN (SELECT word FROM affix WHERE name GLOB 'l:*' AND kind = 'PREFIX')
         AND word IN (SELECT word FROM affix WHERE name = '3MP' AND kind = 'SUFFIX')"""),
    ('[prefix!="Al" & pos="ADJ" & number="P"]', (134, 134, 112),
     """SELECT covers(word) FROM stem WHERE pos = 'ADJ' AND number = 'P'
         AND word NOT IN (SELECT word FROM affix WHERE name = 'Al' AND kind = 'PREFIX')"""),
    ("translit:allahi", (828, 828, 718), "SELECT covers(word) FROM latin WHERE key = 'allahi'"),
    ('[translit="rabb.*"]', (880, 880, 796), "SELECT covers(word) FROM latin WHERE key GLOB 'rabb*'"),
    ('[rel="subject" & pos="PN"]', (680, 680, 605),
     "SELECT covers(word) FROM stem JOIN arc ON dependent = node WHERE relation = 'subject' AND pos = 'PN'"),
    ('rel:"مفعول به"', (6989, 6989, 3701),
     "SELECT covers(word) FROM stem JOIN arc ON dependent = node WHERE relation = 'object'"),
    ('[rel="feminine-ta"]', (0, 0, 0),
     "SELECT covers(word) FROM stem JOIN arc ON dependent = node WHERE relation = 'feminine-ta'"),
    ('[inferred="number" & pos="ADJ"]', (280, 280, 251),
     "SELECT covers(word) FROM stem WHERE pos = 'ADJ' AND ',' || inferred || ',' GLOB '*,number,*'"),
    ('[differs="case" & pos="N"]', (574, 574, 502),
     "SELECT covers(word) FROM stem JOIN disagreements USING (segment) WHERE feature = 'case' AND pos = 'N'"),
]

SEQUENCES = [
    ('"رب" [pos="N" & case="GEN"]', (56, 112, 54),
     """SELECT run(a.word, b.word) FROM spelling a JOIN stem b ON b.word = a.word + 1 AND b.verse = a.verse
     WHERE a.key = 'رب' AND b.pos = 'N' AND b."case" = 'GEN'"""),
    ('[pos="NEG"] | [pos="PRO"] [mood="JUS"]', (791, 1582, 683),
     """SELECT run(a.word, b.word) FROM stem a JOIN stem b ON b.word = a.word + 1 AND b.verse = a.verse
     WHERE a.pos IN ('NEG', 'PRO') AND b.mood = 'JUS'"""),
    ('A:[pos="NEG"]? B:[mood="JUS"]', (1879, 1879, 973),
     """SELECT covers(word), NULL, word FROM stem WHERE mood = 'JUS'
     UNION SELECT run(a.word, b.word), a.word, b.word
     FROM stem a JOIN stem b ON b.word = a.word + 1 AND b.verse = a.verse WHERE a.pos = 'NEG' AND b.mood = 'JUS'"""),
    ('[pos="ADJ"]{2,3}', (147, 249, 117),
     """WITH RECURSIVE chain (first, last, verse) AS (SELECT word, word, verse FROM stem WHERE pos = 'ADJ'
         UNION SELECT first, word, verse FROM chain JOIN stem USING (verse)
         WHERE word = last + 1 AND pos = 'ADJ' AND word - first < 3)
     SELECT run(first, last) FROM chain WHERE last > first"""),
    ('A:([pos="PN"] [prefix="w:CONJ" & pos="PN"]+)', (166, 195, 76),
     """WITH RECURSIVE chain (first, last, verse) AS (SELECT word, word, verse FROM stem WHERE pos = 'PN'
         UNION SELECT first, stem.word, verse FROM chain JOIN stem USING (verse) JOIN affix USING (word)
         WHERE stem.word = last + 1 AND pos = 'PN' AND name = 'w:CONJ' AND affix.kind = 'PREFIX')
     SELECT run(first, last), first, last FROM chain WHERE last > first"""),
    ('A:[pos="V"] []{0,3} B:[deriv="ACT-PCPL"] :: A.root = B.root', (118, 399, 113),
     """SELECT run(a.word, b.word), a.word, b.word
     FROM stem a JOIN stem b ON b.word BETWEEN a.word + 1 AND a.word + 4 AND b.verse = a.verse
     WHERE a.pos = 'V' AND b.deriv = 'ACT-PCPL' AND a.root = b.root"""),
    ('A:[pos="V" & form="IV"] B:[pos="V"] :: A.root != B.root', (301, 599, 286),
     """SELECT run(a.word, b.word), a.word, b.word
     FROM stem a JOIN stem b ON b.word = a.word + 1 AND b.verse = a.verse
     WHERE a.pos = 'V' AND a.form = 'IV' AND b.pos = 'V' AND a.root <> b.root"""),
    ('A:[pos="N"] B:[pos="ADJ"] :: A.case = B.case & A.gender != B.gender', (73, 146, 71),
     """SELECT run(a.word, b.word), a.word, b.word
     FROM stem a JOIN stem b ON b.word = a.word + 1 AND b.verse = a.verse
     WHERE a.pos = 'N' AND b.pos = 'ADJ' AND a."case" = b."case" AND a.gender <> b.gender"""),
    ("A:[] []? B:[] :: A.word = B.word", (414, 1212, 373),
     """WITH near AS (SELECT id, folded, lead(id) OVER verse AS second, lead(folded) OVER verse AS second_folded,
         lead(id, 2) OVER verse AS third, lead(folded, 2) OVER verse AS third_folded
         FROM word WINDOW verse AS (PARTITION BY verse ORDER BY position))
     SELECT run(id, second), id, second FROM near WHERE folded = second_folded
     UNION SELECT run(id, third), id, third FROM near WHERE folded = third_folded"""),
    ('A:[pos="N"] :: A.root != A.tb_root', (701, 701, 615),
     "SELECT covers(word), word FROM stem WHERE pos = 'N' AND root <> tb_root"),
]

SPANS = [
    ('[root="علم"] []{0,3} [root="حكم"] within <sura/>', (45, 120, 47),  # past the verse's edge
     """SELECT run(a.word, b.word) FROM stem a JOIN stem b ON b.word BETWEEN a.word + 1 AND a.word + 4
         JOIN word v ON v.id = a.word JOIN word w ON w.id = b.word
     WHERE a.root = 'علم' AND b.root = 'حكم' AND v.surah = w.surah"""),
    ("[]{3} containing <aya/> within <sura/>", (756, 1755, 748),
     """WITH aya AS (SELECT min(id) AS opens, max(id) AS closes FROM word GROUP BY verse)
     SELECT run(a.id, b.id) FROM aya JOIN word a ON a.id BETWEEN opens - 2 AND opens
         JOIN word b ON b.id = a.id + 2 AND b.surah = a.surah AND b.id >= closes"""),
    ('[pos="V"] []* [pos="N"] containing <aya/>', (1102, 12846, 1102),
     """WITH aya AS (SELECT min(id) AS opens, max(id) AS closes FROM word GROUP BY verse)
     SELECT run(opens, closes) FROM aya JOIN stem a ON a.word = opens JOIN stem b ON b.word = closes
     WHERE a.pos = 'V' AND b.pos = 'N' AND opens < closes"""),
    ('[lemma="الله"] []* [lemma="الله"] within <page number="1-50"/>', (163, 1223, 75),
     """SELECT run(a.word, b.word) FROM stem a JOIN stem b ON b.verse = a.verse AND b.word > a.word
         JOIN word v ON v.id = a.word JOIN word w ON w.id = b.word
     WHERE a.lemma = 'الله' AND b.lemma = 'الله' AND v.page = w.page AND v.page BETWEEN 1 AND 50"""),
    ('[form="X"] within <juz number="1|28-30"/> within <sura type="Medinan"/>', (24, 24, 22),
     """SELECT covers(word) FROM stem JOIN word ON word.id = word
     WHERE form = 'X' AND (juz = 1 OR juz BETWEEN 28 AND 30) AND place = 'Medinan'"""),
    ('[root="سجد"] within <aya sajda="obligatory"/>', (3, 3, 3),
     "SELECT covers(word) FROM stem JOIN word ON word.id = word WHERE root = 'سجد' AND sajda = 'obligatory'"),
    ('[pos="INL"] within <sura order="1-50"/>', (10, 10, 10),
     """SELECT covers(word) FROM stem JOIN word ON word.id = word JOIN surahs ON surahs.number = surah
     WHERE pos = 'INL' AND revelation_order BETWEEN 1 AND 50"""),
]

TREES = [
    ('[pos="V"] -subject-> [pos="PN"] ; -object-> [pos="N"]', (197, 571, 180),
     """SELECT covers(v.word, s.word, o.word) FROM node v
         JOIN arc f ON f.head = v.id AND f.relation = 'subject' JOIN node s ON s.id = f.dependent
         JOIN arc g ON g.head = v.id AND g.relation = 'object' JOIN node o ON o.id = g.dependent
     WHERE v.pos = 'V' AND s.pos = 'PN' AND o.pos = 'N'"""),
    ('[pos="V"] -attachment-> [prefix="bi"] -genitive-> [lemma="الله"]', (116, 232, 113),
     """SELECT covers(v.word, p.word, n.word) FROM node v
         JOIN arc f ON f.head = v.id AND f.relation = 'attachment' JOIN node p ON p.id = f.dependent
         JOIN arc g ON g.head = p.id AND g.relation = 'genitive' JOIN node n ON n.id = g.dependent
     WHERE v.pos = 'V' AND n.lemma = 'الله'
         AND p.id IN (SELECT node FROM node_affix WHERE name = 'bi' AND kind = 'PREFIX')"""),
    ('[pos="V"] -subject-> ([pos="N"] -possessive-> [pos="PN"]) ; -object-> [suffix="PRON"]', (5, 15, 5),
     """SELECT covers(v.word, s.word, q.word, o.word) FROM node v
         JOIN arc f ON f.head = v.id AND f.relation = 'subject' JOIN node s ON s.id = f.dependent
         JOIN arc h ON h.head = s.id AND h.relation = 'possessive' JOIN node q ON q.id = h.dependent
         JOIN arc g ON g.head = v.id AND g.relation = 'object' JOIN node o ON o.id = g.dependent
     WHERE v.pos = 'V' AND s.pos = 'N' AND q.pos = 'PN'
         AND o.id IN (SELECT node FROM node_affix WHERE name = 'PRON' AND kind = 'SUFFIX')"""),
    ('[pos="P"] -genitive-> [pos="REL"]', (925, 1084, 810),  # often the two stems of one word
     """SELECT covers(h.word, d.word) FROM arc JOIN node h ON h.id = head JOIN node d ON d.id = dependent
     WHERE relation = 'genitive' AND h.pos = 'P' AND d.pos = 'REL'"""),
    ('[pos="V"] -> [pos="V"] -> [pos="V"]', (21, 63, 21),
     """SELECT covers(a.word, b.word, c.word) FROM node a JOIN arc f ON f.head = a.id
         JOIN node b ON b.id = f.dependent JOIN arc g ON g.head = b.id JOIN node c ON c.id = g.dependent
     WHERE a.pos = 'V' AND b.pos = 'V' AND c.pos = 'V'"""),
    ('[root="كفر"] -> A:[pos="PRON"] ; -> B:[pos="PRON"]', (267, 260, 243),  # which may be the same one
     """SELECT covers(h.word, a.word, b.word), a.id, b.id FROM node h
         JOIN arc f ON f.head = h.id JOIN node a ON a.id = f.dependent
         JOIN arc g ON g.head = h.id JOIN node b ON b.id = g.dependent
     WHERE h.root = 'كفر' AND a.pos = 'PRON' AND b.pos = 'PRON'"""),
    ('[root="قول" & pos="V"] -subject-> S:_ ; -object-> O:_', (1408, 2840, 1168),  # the subject is often implied
     """SELECT covers(v.word, s.word, o.word), s.id, o.id FROM node v
         JOIN arc f ON f.head = v.id AND f.relation = 'subject' JOIN node s ON s.id = f.dependent
         JOIN arc g ON g.head = v.id AND g.relation = 'object' JOIN node o ON o.id = g.dependent
     WHERE v.root = 'قول' AND v.pos = 'V'"""),
    ('_ -feminine-ta-> [rel="feminine-ta"]', (549, 549, 467),  # a letter of the word, which is no stem
     """SELECT covers(h.word, d.word) FROM arc JOIN node h ON h.id = head JOIN node d ON d.id = dependent
     WHERE relation = 'feminine-ta' AND d.written"""),
    ("_ -subject-> _", (16126, 18625, 5257),  # not those of which neither is written
     """SELECT covers(h.word, d.word) FROM arc JOIN node h ON h.id = head JOIN node d ON d.id = dependent
     WHERE relation = 'subject' AND coalesce(h.word, d.word) IS NOT NULL"""),
    ('[special="KANA"] -خبر-> X:[case="ACC"]', (658, 1253, 554),
     """SELECT covers(h.word, d.word), d.id FROM arc JOIN node h ON h.id = head JOIN node d ON d.id = dependent
     WHERE relation = 'predicate' AND h.special = 'KANA' AND d."case" = 'ACC'"""),
    ('A:[pos="V"] -subject-> B:[] :: A.gender != B.gender', (244, 488, 231),
     """SELECT covers(a.word, b.word), a.id, b.id
     FROM arc JOIN node a ON a.id = head JOIN node b ON b.id = dependent
     WHERE relation = 'subject' AND a.pos = 'V' AND b.written AND a.gender <> b.gender"""),
    ('[pos="V"] -متعلق|مجرور->> [root="ارض"]', (112, 224, 110),
     """WITH RECURSIVE up (low, top) AS (
         SELECT dependent, head FROM arc JOIN node ON node.id = dependent
         WHERE root = 'ارض' AND relation IN ('attachment', 'genitive')
         UNION SELECT low, head FROM up JOIN arc ON dependent = top
         WHERE relation IN ('attachment', 'genitive'))
     SELECT covers(h.word, d.word) FROM up JOIN node h ON h.id = top JOIN node d ON d.id = low
     WHERE h.pos = 'V'"""),
    ('A:[root="كون"] ->> B:[root="كون"]', (50, 87, 41),  # the arcs have cycles: B may be A
     """WITH RECURSIVE down (top, low) AS (
         SELECT head, dependent FROM arc JOIN node ON node.id = head WHERE root = 'كون'
         UNION SELECT top, dependent FROM down JOIN arc ON head = low)
     SELECT covers(a.word, b.word), a.id, b.id FROM down JOIN node a ON a.id = top JOIN node b ON b.id = low
     WHERE b.root = 'كون'"""),
    ('[pos="V" & voice="PASS"] !-passive-subject-> []', (328, 328, 297),
     """SELECT covers(word) FROM node WHERE pos = 'V' AND voice = 'PASS' AND NOT EXISTS (SELECT *
         FROM arc JOIN node d ON d.id = dependent
         WHERE head = node.id AND relation = 'passive-subject' AND d.written)"""),
    ('[pos="V" & form="IV"] -object-> [state="INDEF"] ; !-subject-> _', (28, 56, 27),
     """SELECT covers(h.word, d.word) FROM arc JOIN node h ON h.id = head JOIN node d ON d.id = dependent
     WHERE relation = 'object' AND h.pos = 'V' AND h.form = 'IV' AND d.state = 'INDEF'
         AND NOT EXISTS (SELECT * FROM arc WHERE head = h.id AND relation = 'subject')"""),
    ('[pos="V" & form="X"] !->> [pos="PRON"]', (27, 27, 25),
     """WITH RECURSIVE down (top, low) AS (
         SELECT head, dependent FROM arc JOIN node ON node.id = head WHERE pos = 'V' AND form = 'X'
         UNION SELECT top, dependent FROM down JOIN arc ON head = low)
     SELECT covers(word) FROM node WHERE pos = 'V' AND form = 'X'
         AND id NOT IN (SELECT top FROM down JOIN node d ON d.id = low WHERE d.pos = 'PRON')"""),
    ('[pos="V"] -subject-> [lemma="الله"] ; !-attachment-> ([pos="P"] -genitive-> [pos="PRON"])', (435, 870, 392),
     """SELECT covers(h.word, d.word) FROM arc JOIN node h ON h.id = head JOIN node d ON d.id = dependent
     WHERE relation = 'subject' AND h.pos = 'V' AND d.lemma = 'الله' AND NOT EXISTS (SELECT *
         FROM arc f JOIN node p ON p.id = f.dependent JOIN arc g ON g.head = p.id JOIN node q ON q.id = g.dependent
         WHERE f.head = h.id AND f.relation = 'attachment' AND p.pos = 'P' AND g.relation = 'genitive'
             AND q.pos = 'PRON')"""),
    # Beside another unit a tree reaches from its first word to its last, but covers its nodes' words alone.
    ('[pos="NEG"] ([pos="V"] -object-> [pos="N"])', (439, 1295, 397),
     """SELECT covers(n.word, h.word, d.word) FROM arc JOIN node h ON h.id = head JOIN node d ON d.id = dependent
         JOIN stem n ON n.word = min(h.word, d.word) - 1 AND n.verse = h.verse
     WHERE n.pos = 'NEG' AND relation = 'object' AND h.pos = 'V' AND d.pos = 'N'"""),
]
# fmt: on

ROWS = [*EXAMPLES, *SEARCH_BAR, *CLAUSES, *TOKENS, *SEQUENCES, *SPANS, *TREES]
QUERIES = [row[0] for row in ROWS]


def function_of(text_function):
    """The function for SQL: NULL stays NULL."""
    return lambda text: None if text is None else text_function(text)


FUNCTIONS = {
    "fold": (1, function_of(fold)),
    "sound": (1, function_of(lambda text: fold(text, dagger="ا"))),
    "exact_key": (1, function_of(exact_key)),
    "word_keys": (2, lambda text, modern: json.dumps(sorted(word_keys(text, modern)))),
    "romanize": (3, lambda word, following, first: romanize(word, next_word=following, first=bool(first))),
    "fold_latin": (1, fold_latin),
    "latin_words": (1, lambda text: f" {' '.join(re.findall('[a-z]+', text.casefold()))} "),
    "covers": (-1, lambda *words: json.dumps(sorted({word for word in words if word is not None}))),
    "run": (2, lambda first, last: json.dumps(list(range(first, last + 1)))),
}


@pytest.fixture(scope="module")
def corpus(full_database):
    """The corpus's documented tables with those of golden.sql."""
    connection = sqlite3.connect(f"{full_database.as_uri()}?mode=ro", uri=True)
    for name, (count, function) in FUNCTIONS.items():
        connection.create_function(name, count, function, deterministic=True)
    connection.executescript(Path(__file__).with_name("golden.sql").read_text("utf-8"))
    yield connection
    connection.close()


def derived(corpus, matches_sql, verses_sql=None):
    """How many matches, words and verses the SQL selects."""
    matches = set(corpus.execute(matches_sql))
    words = {word for covered, *_ in matches for word in json.loads(covered)}
    if verses_sql:
        verses = set(corpus.execute(verses_sql))
    else:
        of_words = f"SELECT verse FROM words WHERE id IN (SELECT value FROM json_each('{sorted(words)}'))"
        verses = set(corpus.execute(of_words))
    return len(matches), len(words), len(verses)


@pytest.mark.parametrize("row", ROWS, ids=QUERIES)
def test_the_numbers_follow_from_the_tables(corpus, row):
    _, numbers, *sql = row
    assert derived(corpus, *sql) == numbers


@pytest.mark.parametrize("row", ROWS, ids=QUERIES)
def test_the_search_finds_as_much(library, row):
    query, numbers, *_ = row
    hits = library.search(query)
    assert (hits.match_count, hits.word_count, hits.verse_count) == numbers
