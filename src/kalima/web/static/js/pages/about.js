import { fetchAbout } from "../lib/api.js";
import { translationsAddress } from "../lib/addresses.js";
import { h, mixed } from "../lib/dom.js";
import { t } from "../lib/strings.js";
import { createBuildReport } from "../components/build-report.js";
import { facts } from "../components/facts.js";

/** What this program is, and whose work it shows. */
export async function aboutPage({ signal }) {
  const about = await fetchAbout(signal);
  return {
    title: t.about.title,
    element: h(
      "div",
      { class: "about" },
      h("h1", { tabindex: "-1" }, t.about.title),
      h("p", {}, t.tagline, " ", t.about.private),
      facts([
        [t.about.version, about.version],
        [t.about.license, about.license],
        [t.about.corpus, about.corpus_version],
        [`${t.about.fingerprint} (BLAKE2b)`, h("code", {}, about.corpus_blake2b)],
      ]),
      h("h2", {}, t.about.sourcesHeading),
      h("p", {}, t.about.sourcesBody),
      about.sources.map(createSource),
      h("h2", {}, t.translations.title),
      h("p", {}, h("a", { href: translationsAddress() }, t.about.translations)),
      h("h2", {}, t.report.title),
      h("p", {}, t.report.body),
      createBuildReport(),
    ),
  };
}

function createSource(source) {
  const website = /^https?:\/\//.test(source.url)
    ? h("a", { href: source.url, target: "_blank", rel: "noopener noreferrer" }, source.url)
    : source.url;
  return h(
    "section",
    { class: "source" },
    h("h3", {}, source.name),
    facts([
      [t.about.author, mixed(source.author)],
      [t.about.license, source.license],
      [t.about.from, website],
      [t.about.package, h("code", {}, source.package)],
    ]),
    h("details", {}, h("summary", {}, t.about.notice), h("pre", { class: "source-notice" }, source.notice)),
  );
}
