// The page's own addresses, written and read in one place.

const encode = (text) => encodeURIComponent(text).replaceAll("%3A", ":").replaceAll("%20", "+");

export const startAddress = () => "/";
export const aboutAddress = () => "/about";
export const translationsAddress = () => "/translations";

export function surahAddress(surah, ayah = null, word = null) {
  const place = [surah, ayah, word].filter((part) => part !== null).join(":");
  return `/surah/${surah}${ayah === null ? "" : `#${place}`}`;
}

export const searchAddress = (query, page = 1) => `/search?q=${encode(query)}${page === 1 ? "" : `&page=${page}`}`;

/** `{name, …}` of a URL: what to show, and where in it. */
export function readAddress(url) {
  const path = url.pathname;
  const surah = /^\/surah\/(\d+)$/.exec(path);
  if (surah) return { name: "reader", surah: Number(surah[1]), place: readPlace(url) };
  if (path === "/search") {
    return { name: "results", query: url.searchParams.get("q") ?? "", page: url.searchParams.get("page") ?? "1" };
  }
  return { name: { "/": "start", "/about": "about", "/translations": "translations" }[path] ?? "notFound" };
}

function readPlace(url) {
  const hash = /^#\d+:(\d+)(?::(\d+))?$/.exec(url.hash);
  if (hash) return { ayah: Number(hash[1]), word: hash[2] ? Number(hash[2]) : null };
  const ayah = url.searchParams.get("ayah") ?? "";
  return /^\d+$/.test(ayah) ? { ayah: Number(ayah), word: null } : null;
}
