// What every view of the page says; other parts have sentences of their own (see texts.js). The document asks for
// this module by itself, so that the sentences come while the rest of the page is still on its way.

import { language, named, number, place, texts } from "./texts.js";

export { language, named };

const NAMES = {
  english: { name: surah => surah.transliterated, otherName: surah => surah.arabic, meaning: surah => surah.english },
  arabic: { name: surah => surah.arabic, otherName: () => "", meaning: () => "" },
};

const [page, search, start, reader] = await Promise.all(["page", "search", "start", "reader"].map(area => texts(area)));

export const t = { ...page, search, start, reader, number, place, surahs: { ...page.surahs, ...NAMES[named] } };
