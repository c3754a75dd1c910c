// The browser's history: links and code go to an address, back and forward return to where one was.

const SETTLE = 150;

/**
 * Calls `onChange(url, {moved, samePage, scroll, focus})` for the first address and for every later one.
 * `samePage` says that only the hash has changed; `scroll` is the place to return to, or null.
 */
export function createRouter(onChange) {
  let shown = null;
  let timer = 0;

  const pageOf = url => url.pathname + url.search;

  function change(details) {
    clearTimeout(timer);
    const url = new URL(location.href);
    const samePage = shown !== null && pageOf(url) === shown;
    shown = pageOf(url);
    onChange(url, { samePage, scroll: null, focus: true, moved: true, ...details });
  }

  function go(href, { replace = false, focus = true } = {}) {
    const url = new URL(href, location.href);
    if (replace) history.replaceState(null, "", url);
    else if (url.href === location.href) history.replaceState(history.state, "", url);
    else {
      rememberScroll();
      history.pushState(null, "", url);
    }
    change({ focus });
  }

  /** What is shown has grown or changed by itself: its address is now this one. */
  function note(href) {
    const url = new URL(href, location.href);
    shown = pageOf(url);
    history.replaceState(history.state, "", url);
  }

  function rememberScroll() {
    if (history.state?.scroll !== window.scrollY) history.replaceState({ scroll: window.scrollY }, "");
  }

  function onClick(event) {
    const link = event.target.closest?.("a[href]");
    const plain = event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
    if (!link || !plain || event.defaultPrevented || link.hasAttribute("target") || link.hasAttribute("download")) return;
    const url = new URL(link.getAttribute("href"), location.href); // in a drawing link.href is no text
    if (url.origin !== location.origin) return;
    event.preventDefault();
    go(url);
  }

  function start() {
    history.scrollRestoration = "manual";
    document.addEventListener("click", onClick);
    window.addEventListener("popstate", event => change({ scroll: event.state?.scroll ?? null, back: true }));
    window.addEventListener("pagehide", rememberScroll);
    window.addEventListener("scroll", () => {
      clearTimeout(timer);
      timer = setTimeout(rememberScroll, SETTLE);
    }, { passive: true });
    change({ scroll: history.state?.scroll ?? null, focus: false, moved: false });
  }

  return { start, go, note };
}
