-- What a query can ask about, read from the documented tables alone: the tables that the SQL of test_golden.py is written with.
-- What SQL cannot do, such as fold and word_keys, are functions of the test's own connection.

-- The 77,429 written words, each with its place in print.
CREATE TEMP TABLE word AS
WITH
placed AS (SELECT words.id, (SELECT page FROM lines WHERE first_word <= words.id ORDER BY first_word DESC LIMIT 1) AS page
    FROM words)
SELECT words.id, words.verse, words.position, words.folded, exact_key(words.text) AS exact, placed.page,
    verses.surah, verses.ayah, verses.juz, verses.sajda, surahs.place
FROM words JOIN placed USING (id) JOIN verses ON verses.id = words.verse JOIN surahs ON surahs.number = verses.surah;
CREATE UNIQUE INDEX word_id ON word (id);
CREATE INDEX word_verse ON word (verse);

-- Every folded spelling of every word.
CREATE TEMP TABLE spelling AS
SELECT words.id AS word, verse, key.value AS key FROM words, json_each(word_keys(text, modern)) AS key;
CREATE INDEX spelling_key ON spelling (key, word);

-- Every word in plain Latin letters, as it stands in its verse and read alone.
CREATE TEMP TABLE latin AS
SELECT id AS word, fold_latin(romanize(text, lead(text) OVER verse, position = 1)) AS key FROM words
WINDOW verse AS (PARTITION BY verse ORDER BY position)
UNION SELECT id, fold_latin(romanize(text, NULL, 1)) FROM words;

-- The words of the bundled translation, in small letters, with a space before and after each.
CREATE TEMP TABLE english AS
SELECT verse, latin_words(text) AS text FROM translation_verses WHERE translation = 'en.pickthall';

-- The 77,915 stems: what the corpus says, and what the treebank says of the node that leads on it.
CREATE TEMP TABLE stem AS
SELECT segments.id AS segment, segments.word, words.verse, segments.pos, roots.root, sound(lemmas.lemma) AS lemma,
    exact_key(lemmas.lemma) AS exact_lemma, aspect, segments.mood, segments.voice, verb_form AS form,
    segments.derivation AS deriv, person, segments.gender, segments.number, segments."case", state, special,
    sound(wazn) AS pattern, coalesce(inferred, '') AS inferred,
    nodes.id AS node, fold(bundle.template) AS template, bundle.root AS tb_root, bundle.number AS tb_number
FROM segments JOIN words ON words.id = segments.word
    LEFT JOIN roots ON roots.id = segments.root LEFT JOIN lemmas ON lemmas.id = segments.lemma
    LEFT JOIN nodes ON nodes.segment = segments.id AND nodes.leads
    LEFT JOIN node_features AS bundle ON bundle.id = nodes.features
WHERE kind = 'STEM';
CREATE INDEX stem_word ON stem (word);
CREATE UNIQUE INDEX stem_segment ON stem (segment);

-- The names of every prefix and suffix: its tag, its letter, both; the person, gender and number of a pronoun.
CREATE TEMP TABLE affix AS
WITH
parted AS (SELECT id, word, kind, pos, person, gender, number,
        CASE instr(function, ':') WHEN 0 THEN function ELSE substr(function, 1, instr(function, ':') - 1) END AS letter
    FROM segments WHERE kind <> 'STEM')
SELECT id AS segment, word, kind, pos AS name FROM parted
UNION SELECT id, word, kind, coalesce(person, '') || coalesce(gender, '') || coalesce(number, '') FROM parted
    WHERE letter = 'PRON'
UNION SELECT id, word, kind, letter FROM parted WHERE letter NOT IN ('PRON', pos)
UNION SELECT id, word, kind, letter || ':' || pos FROM parted WHERE letter NOT IN ('PRON', pos);
CREATE INDEX affix_name ON affix (name, word);
CREATE INDEX affix_segment ON affix (segment);

-- The 147,893 nodes. A leading node has what its stem or affix has; the other ones have nothing but their arcs.
CREATE TEMP TABLE node AS
SELECT nodes.id, nodes.verse, segments.word, segments.word IS NOT NULL AND NOT implied AS written,
    CASE WHEN leads THEN segments.kind END AS kind, CASE WHEN leads THEN segments.id END AS segment,
    CASE WHEN leads THEN segments.pos END AS pos, CASE WHEN leads THEN segments.person END AS person,
    CASE WHEN leads THEN segments.gender END AS gender, CASE WHEN leads THEN segments.number END AS number,
    stem.root, stem.lemma, stem.aspect, stem.mood, stem.voice, stem.form, stem.deriv, stem."case", stem.state, stem.special
FROM nodes LEFT JOIN segments ON segments.id = nodes.segment LEFT JOIN stem ON stem.node = nodes.id;
CREATE UNIQUE INDEX node_id ON node (id);

-- The names of affixes that a node is found by: an affix its own, a stem those of its word.
CREATE TEMP TABLE node_affix AS
SELECT node.id AS node, affix.kind, name FROM node JOIN affix USING (segment)
UNION SELECT node.id, affix.kind, name FROM node JOIN affix USING (word) WHERE node.kind = 'STEM';
CREATE INDEX node_affix_name ON node_affix (name, node);

-- The arcs, each once.
CREATE TEMP TABLE arc AS
SELECT DISTINCT head, dependent, relations.relation FROM arcs JOIN relations ON relations.id = arcs.relation;
CREATE INDEX arc_head ON arc (head, relation);
CREATE INDEX arc_dependent ON arc (dependent, relation);
