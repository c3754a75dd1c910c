// Every sentence of the page in one place, by language. Another language is another table here.

const numbers = new Intl.NumberFormat("en");
const count = (number, one, many) => `${numbers.format(number)} ${number === 1 ? one : many}`;

const en = {
  name: "Kalima",
  tagline: "Every root, form and feature of every word of the Quran, searched on your own computer.",
  title: (page) => (page ? `${page} · Kalima` : "Kalima"),
  skip: "Skip to the content",
  loading: "Loading…",
  retry: "Try again",
  number: (number) => numbers.format(number),

  header: {
    home: "Kalima, start page",
    surahs: "Surahs",
    about: "About",
    quit: "Quit",
    navigation: "Kalima",
  },

  search: {
    label: "Search the Quran, or go to a verse",
    placeholder: "A word, root:قول, or 2:255",
    button: "Search",
    title: (query) => (query ? `Search: ${query}` : "Search"),
    completions: "Ways to go on",
    offers: (number) => (number ? `${count(number, "way", "ways")} to go on: arrow keys choose, Enter takes` : ""),
    offerCount: (kind, hits) => (kind === "relation" ? count(hits, "arc", "arcs") : count(hits, "word", "words")),
    total: ({ matches, words, verses }) =>
      [matches && count(matches, "match", "matches"), words && count(words, "word", "words"), count(verses, "verse", "verses")]
        .filter(Boolean)
        .map((each) => each.replace(" ", "\u00a0"))
        .join(" · "),
    none: "No verse of the Quran matches",
    asksFor: "Your query asks for",
    readAs: (parts) => (parts === 1 ? "How it was read" : `How its ${numbers.format(parts)} parts were read`),
    moreValues: (number) => `and ${numbers.format(number)} more`,
    labelled: (text, names) => `${text}, ${names}`,
    unknownSpelling: "(no word is spelled so)",
    page: (page, pages) => `Page ${numbers.format(page)} of ${numbers.format(pages)}`,
    pages: "Pages of results",
    previous: "Previous",
    next: "Next",
    goToPage: (page) => `Page ${numbers.format(page)}`,
    noPage: (page, pages) => `There is no page “${page}”: this search has ${count(pages, "page", "pages")}.`,
    firstPage: "Go to the first page",
    steps: "What to try next",
    without: (meaning) => `Leave out “${meaning}”`,
    anyMarks: "Search without regard to marks",
    anyOrder: "Search the words in any order within a verse",
    examples: "Start from an example",
    faultIs: "The part in question",
    instead: ["Search for ", " instead"],
    toVerse: (reference, name) => `Verse ${reference}, ${name}: open in the reader`,
  },

  start: {
    examplesHeading: "Try one of these",
    indexHeading: "Read a surah",
    syntaxHeading: "How to write a search",
    countFailed: "count not available",
    examples: [
      { query: '"الحمد لله"', says: "A phrase: these words, one after the other" },
      { query: "است*", says: "A wildcard: every word that begins so" },
      { query: "root:قول&pos:V&aspect:PERF", says: "Features of one word: verbs of a root, in the perfect" },
      { query: '[pos="NEG"] []{0,3} "إلا"', says: "A gap: a negation, at most three words, then “except”" },
      { query: 'V:[pos="V" & voice="PASS"] -نائب فاعل-> [number="P"]', says: "An arc: passive verbs and their plural subjects" },
      { query: '[pos="V" & form="IV"] !-object-> _', says: "No arc: verbs of form IV that have no object" },
      { query: 'A:[pos="V"] []{0,4} B:[deriv="VN" & case="ACC"] :: A.root = B.root', says: "Labels: a verb and a verbal noun of the same root" },
      { query: "en:mercy NOT root:رحم", says: "Translation: “mercy” where the root رحم is not" },
      { query: "in:meccan root:صلو root:زكو", says: "A place: two roots in one verse, in Meccan surahs" },
    ],
    syntax: [
      { query: "كتاب", says: "that word, with any marks; * and ? stand for any letters and any one letter" },
      { query: "=كِتَـٰبٌ", says: "exactly that spelling" },
      { query: '"رب العالمين"', says: "these words one after another" },
      { query: "root:كتب", says: "a feature; also lemma, pos, aspect, mood, voice, form, pattern, deriv, person, gender, number, case, state, prefix, suffix, rel" },
      { query: "pos:noun&case:GEN", says: "& joins conditions on the same word" },
      { query: "root:سمع root:بصر", says: "a space joins words within one verse; OR, NOT and ( ) work too" },
      { query: "in:2:1-20 في", says: "only there; also in:juz30, in:meccan, in:baqara" },
      { query: 'en:"lord of the worlds"', says: "verses whose English translation has these words" },
      { query: '[root="كتب" & pos="V|PN"]', says: "a word by its features: & | ! ( ), values with | and regular expressions" },
      { query: '[pos="V"] []{0,2} [case="NOM"]', says: "words in a row; [] is any word; {0,2} ? * + say how often" },
      { query: '[pos="V"] -subject-> [number="P"]', says: "a word that depends on another; ->> at any depth, !-…-> none, _ anything, implied words too" },
      { query: 'A:[pos="V"] B:[] :: A.root = B.root', says: "labels, and what the labelled words must share" },
      { query: '[mood="JUS"] within <sura type="Meccan"/>', says: "within a surah, verse, page or juz" },
      { query: "2:255", says: "goes to that verse; baqarah 255 and البقرة ٢٥٥ do too" },
    ],
  },

  surahs: {
    title: "Choose a surah",
    filter: "Filter by number, name or place",
    found: (number) => (number ? count(number, "surah", "surahs") : "No surah is called that. Try fewer letters."),
    close: "Close",
    verses: (number) => count(number, "verse", "verses"),
    place: { Meccan: "Meccan", Medinan: "Medinan" },
  },

  reader: {
    title: (surah) => `${surah.number}. ${surah.transliterated}`,
    kicker: (surah) => `Surah ${surah.number}`,
    revealed: (order) => `revealed ${ordinal(order)}`,
    translation: "Translation",
    changeTranslation: "(change)",
    untranslated: "This translation leaves out this verse.",
    previous: "Previous surah",
    next: "Next surah",
    neighbours: "Neighbouring surahs",
    verse: (reference) => `Verse ${reference}`,
    verses: "Verses",
    keys: "Press Enter on a word for its analysis; the arrow keys move from word to word.",
    noVerse: (surah, ayah) =>
      `There is no verse ${surah.number}:${ayah}: surah ${surah.number} has ${count(surah.ayah_count, "verse", "verses")}.`,
  },

  inspector: {
    label: "Word analysis",
    word: (reference) => `Word ${reference}`,
    close: "Close the word analysis",
    modern: "Modern spelling",
    parts: "Parts of the word",
    english: "English",
    arabic: "العربية",
    lemma: "lemma",
    lemmaArabic: "المدخل المعجمي",
    root: "root",
    rootArabic: "الجذر",
    searchRoot: (root) => `Search every word of the root ${root}`,
    searchLemma: (lemma) => `Search every word of the lemma ${lemma}`,
    wazn: "pattern",
    waznArabic: "الوزن",
    searchWazn: (wazn) => `Search every word of the pattern ${wazn}`,
    treebank: "Treebank",
    treebankSource: "Source: the dependency treebank in quranic-nlp 1.1.8, an annotation of its own",
    differ: "The two sources differ:",
    difference: (name, corpus, treebank, inferred) =>
      `${name}: ${corpus}${inferred ? " (inferred)" : ""} in the corpus, ${treebank} in the treebank`,
    featureNames: { root: "root" },
    inferred: "inferred",
    inferredArabic: "مستنتج",
    inferredNote:
      "Inferred: the corpus leaves this unsaid and Kalima fills it in by rule, as with a verb that names no form and so is form I.",
    credit: "Analysis: Quranic Arabic Corpus 0.4",
  },

  quit: {
    title: "End Kalima?",
    body: "The program behind this page will end. Nothing is lost, and you can start it again at any time.",
    confirm: "Quit Kalima",
    cancel: "Keep it open",
    ending: "Ending…",
    endedTitle: "Kalima has ended",
    endedBody: "You can close this window. To use Kalima again, start it as you did before.",
  },

  about: {
    title: "About Kalima",
    version: "Version",
    license: "Licence",
    corpus: "Corpus",
    fingerprint: "Fingerprint",
    sourcesHeading: "Sources",
    sourcesBody: "The text and its analysis are the work of others, shown here as they gave it.",
    author: "By",
    from: "Website",
    package: "Taken from",
    notice: "Notice",
    translations: "Choose a translation, or add one from a file",
    private: "Kalima runs on this computer alone. Nothing you read or search leaves it.",
  },

  translations: {
    title: "Translations",
    body: "The translation that you choose is shown under every verse. What you add stays on this computer.",
    shown: "Shown under the verses",
    bundled: "comes with Kalima",
    own: "added by you",
    incomplete: (verses) => `${numbers.format(verses)} of 6,236 verses`,
    about: "Source and notice",
    id: "Id",
    file: "File",
    chosen: (name) => `${name} is shown from now on.`,
    add: "Add a translation",
    addBody:
      "A text file with a line “surah|ayah|text” for each verse, such as those of tanzil.net/trans. Its own terms apply to what you do with it.",
    choose: "Choose a file",
    orDrop: "or drop it on this page",
    more: "Name and language, if the file does not say them",
    name: "Name",
    nameHint: "Empty: as the file says",
    language: "Language",
    languageHint: "A code, such as en, ur or ku-Latn",
    adding: (file) => `Adding ${file}…`,
    added: (verses) => `is added with ${count(verses, "verse", "verses")}, and is shown from now on.`,
    missing: (number, places) =>
      `It leaves out ${count(number, "verse", "verses")}: ${places.slice(0, 20).join(", ")}${places.length > 20 ? " …" : ""}`,
    oneFile: "Add one file at a time.",
    tooLarge: (size, most) => `The file has ${size.toFixed(1)} MB; the most is ${most} MB.`,
    unreadable: (file) => `${file} cannot be read.`,
    unreadableHint: "If it has changed since you chose it, choose it again.",
    replace: "Replace it",
    remove: "Remove",
    removeNamed: (name) => `Remove ${name}`,
    removeTitle: (name) => `Remove ${name}?`,
    removeBody: "Kalima forgets its text. Your file stays where it is, and can be added again.",
    removeConfirm: "Remove it",
    removeCancel: "Keep it",
    removed: (name) => `${name} is removed.`,
  },

  report: {
    title: "Build report",
    body: "What the build of the corpus counted, and what it could not resolve.",
    show: "Show the report",
    list: "The list",
    names: { differences_between_corpus_forms_and_tanzil: "differences between the corpus's spelling and Tanzil's" },
  },

  credits: {
    text: "Quran text",
    analysis: "Word analysis",
    translation: "Translation",
    bundled: "M. M. Pickthall, 1930",
  },

  errors: {
    line: (number) => `Line ${numbers.format(number)}`,
    moreLines: (number) => `and ${numbers.format(number)} more`,
    network: "Kalima does not answer.",
    networkHint: "It may have ended. Start it again, then try again here.",
    garbled: (status) => `Kalima answered in a way this page does not understand (status ${status}).`,
    garbledHint: "Reload the page; if that does not help, start Kalima again.",
    unforeseen: "Something went wrong in this page.",
    unforeseenHint: "Reload the page. The browser's console says more.",
    notFound: "There is no such page.",
    notFoundHint: "Begin at the start page, or search from the bar above.",
    toStart: "Start page",
  },
};

function ordinal(number) {
  const ending = number % 100 >= 11 && number % 100 <= 13 ? "th" : ["th", "st", "nd", "rd"][number % 10] ?? "th";
  return `${number}${ending}`;
}

export const t = en;
