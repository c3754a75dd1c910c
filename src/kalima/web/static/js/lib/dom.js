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

/** Text that mixes both scripts, such as a query: Arabic runs are said to be Arabic, the order is left to the browser. */
export function mixed(text) {
  return text.split(/([\u0600-\u06ff]+(?:\s+[\u0600-\u06ff]+)*)/u).filter(Boolean).map((run) =>
    /^[\u0600-\u06ff]/u.test(run) ? h("span", { lang: "ar", class: "arabic-run" }, run) : run,
  );
}
