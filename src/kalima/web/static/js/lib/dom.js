/**
 * An element. Strings become text nodes, never markup; what is null or false is left out.
 *
 * @param {string} tag
 * @param {object} [props] `class`, `dataset`, `on…` listeners; anything else is an attribute
 */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") element.className = value;
    else if (name === "dataset") Object.assign(element.dataset, value);
    else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

/** A piece of Arabic inside other text: right-to-left, in its own typeface, apart from its surroundings. */
export function arabic(text, props = {}) {
  const { class: extra, ...rest } = props;
  return h("bdi", { lang: "ar", dir: "rtl", ...rest, class: `arabic${extra ? ` ${extra}` : ""}` }, text);
}

const ARABIC = /[\u0600-\u06ff]/u;

/** Text that mixes both scripts, such as a query: each Arabic run is said to be Arabic, and stays in its place. */
export function mixed(text) {
  return text.split(/([\u0600-\u06ff]+(?:\s+[\u0600-\u06ff]+)*)/u).filter(Boolean).map((run) =>
    ARABIC.test(run) ? h("bdi", { lang: "ar", class: "arabic-run" }, run) : run,
  );
}

/** A sentence in which the server has set runs of the other script apart, between FSI and PDI. */
export function isolated(text) {
  return text.split(/(\u2068[^\u2069]*\u2069)/u).filter(Boolean).map((run) => {
    if (!run.startsWith("\u2068")) return run;
    const inner = run.slice(1, -1);
    return ARABIC.test(inner) ? h("bdi", { lang: "ar", class: "arabic-run" }, inner) : h("bdi", { lang: "en" }, inner);
  });
}
