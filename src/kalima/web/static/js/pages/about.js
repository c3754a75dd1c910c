import { fetchAbout } from "../lib/api.js";
import { apiAddress, translationsAddress } from "../lib/addresses.js";
import { h, mixed } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { texts } from "../lib/texts.js";
import { createBuildReport } from "../components/build-report.js";
import { facts } from "../components/facts.js";

const own = await texts("about");

/** What this program is, and whose work it shows. */
export async function aboutPage({ signal }) {
  const about = await fetchAbout(signal);
  return {
    title: own.title,
    element: h(
      "div.about",
      h("h1", { tabindex: "-1" }, own.title),
      h("p", t.tagline, " ", own.private),
      facts([
        [own.version, about.version],
        [own.license, about.license],
        [own.corpus, about.corpus_version],
        [`${own.fingerprint} (BLAKE2b)`, h("code", about.corpus_blake2b)],
      ]),
      h("h2", own.sourcesHeading),
      h("p", own.sourcesBody),
      about.sources.map(createSource),
      h("h2", own.translationsTitle),
      h("p", h("a", { href: translationsAddress() }, own.translations)),
      h("h2", own.scriptsHeading),
      h("p", own.scripts, " ", h("a", { href: apiAddress(), target: "_blank" }, own.api)),
      h("h2", own.report.title),
      h("p", own.report.body),
      createBuildReport(),
    ),
  };
}

function createSource(source) {
  const website = /^https?:\/\//.test(source.url)
    ? h("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.url)
    : source.url;
  return h(
    "section.source",
    h("h3", source.name),
    facts([
      [own.author, mixed(source.author)],
      [own.license, source.license],
      [own.from, website],
      [own.package, h("code", source.package)],
    ]),
    h("details", h("summary", own.notice), h("pre.source-notice", source.notice)),
  );
}
