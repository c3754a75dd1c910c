/**
 * An element: `h("p.quiet", { lang: "ar" }, "…")`. Strings become text nodes, never markup; what is null or false is
 * left out. A button submits its form only if it says so.
 *
 * @param {string} tag with its classes
 * @param {...*} parts its properties, where it has any (`class` for more of these, `dataset`, `on…` listeners; anything
 *   else is an attribute), and its children
 */
export const h = (tag, ...parts) => create(name => document.createElement(name), tag, parts);

/** An element of a drawing, made as `h` makes one of a page. */
export const s = (tag, ...parts) => create(name => document.createElementNS("http://www.w3.org/2000/svg", name), tag, parts);

function create(make, tag, parts) {
  const [name, ...classes] = tag.split(".");
  const element = make(name);
  const props = parts[0]?.constructor === Object ? parts.shift() : {};
  if (name === "button") element.type = "button";
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key === "class") classes.push(value);
    else if (key === "dataset") Object.assign(element.dataset, value);
    else if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? "" : value);
  }
  if (classes.length) element.setAttribute("class", classes.join(" "));
  element.append(...parts.flat(Infinity).filter(child => child !== null && child !== undefined && child !== false));
  return element;
}

/** A piece of Arabic inside other text: right-to-left, in its own typeface, apart from its surroundings. */
export function arabic(text, props = {}) {
  const { class: extra, ...rest } = props;
  return h("bdi", { lang: "ar", dir: "rtl", ...rest, class: `arabic${extra ? ` ${extra}` : ""}` }, text);
}

const ARABIC = /[\u0600-\u06ff]/u;
const PLACE = /[٠-٩]+(?:[:–-][٠-٩]+)+/u;
const RUN = new RegExp(`(${PLACE.source}|(?![٠-٩])[\\u0600-\\u06ff]+(?:\\s+(?!${PLACE.source})[\\u0600-\\u06ff]+)*)`, "u");

/**
 * Text that mixes both scripts, such as a query: each Arabic run is said to be Arabic, and stays in its place. The
 * numbers of a place keep their order.
 */
export function mixed(text) {
  return text.split(RUN).filter(Boolean).map(run => {
    if (PLACE.test(run)) return h("bdi", { dir: "ltr" }, run);
    return ARABIC.test(run) && !/^[٠-٩]/u.test(run) ? h("bdi.arabic-run", { lang: "ar" }, run) : run;
  });
}

/** A sentence in which the server has set runs of the other script apart, between FSI and PDI. */
export function isolated(text) {
  return text.split(/(\u2068[^\u2069]*\u2069)/u).filter(Boolean).map(run => {
    if (!run.startsWith("\u2068")) return run;
    const inner = run.slice(1, -1);
    return ARABIC.test(inner) ? h("bdi.arabic-run", { lang: "ar" }, inner) : h("bdi", { lang: "en", dir: "ltr" }, inner);
  });
}

/** A sentence that may be in the server's English, whatever the page's language. */
export function sentence(text, className) {
  const english = /^\P{L}*[a-z]/iu.test(text.replace(/\u2068[^\u2069]*\u2069/gu, ""));
  return h("p", { class: className, lang: english ? "en" : null, dir: english ? "ltr" : null }, isolated(text).map(run => (run.tagName ? run : mixed(run))));
}
