import { h, isolated } from "../lib/dom.js";
import { language, t } from "../lib/strings.js";
import { createQueryCode } from "./query-code.js";

/** What the query that was run asks for, in plain words of both languages, the page's own first. */
export function createReading(query, { english, arabic }) {
  const inLanguages = [
    h("p", { lang: "en", dir: "ltr" }, isolated(english)),
    h("p.arabic-plain", { lang: "ar", dir: "rtl" }, isolated(arabic)),
  ];
  return h(
    "section.reading",
    { "aria-labelledby": "reading-title" },
    h("h2", { id: "reading-title" }, t.search.asksFor, " ", createQueryCode(query)),
    language === "ar" ? inLanguages.reverse() : inLanguages,
  );
}
