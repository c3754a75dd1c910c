// Tells Kalima that this window is open, and this window whether Kalima still runs.

import { tellWindow, tellWindowClosed } from "./api.js";

const EVERY = 60_000; // a hidden window's timers run no oftener
const EVERY_WHILE_LOST = 5_000;

/** `onNews` gets what Kalima answers, or the error where it does not. Returns what ends it. */
export function keepInTouch(onNews) {
  // Not crypto.randomUUID, which a page that is served without TLS to another computer does not have.
  const id = Array.from(crypto.getRandomValues(new Uint32Array(4)), number => number.toString(36)).join("");
  let timer = 0;
  let over = false;

  async function beat() {
    clearTimeout(timer);
    let next = EVERY;
    try {
      const news = await tellWindow(id);
      if (!over) onNews(news, null);
    } catch (error) {
      if (!over) onNews(null, error);
      next = EVERY_WHILE_LOST;
    }
    clearTimeout(timer);
    if (!over) timer = setTimeout(beat, next);
  }

  addEventListener("pagehide", () => over || tellWindowClosed(id));
  addEventListener("pageshow", event => event.persisted && !over && beat()); // by the browser's Back
  document.addEventListener("visibilitychange", () => !document.hidden && !over && beat());
  beat();
  return () => {
    over = true;
    clearTimeout(timer);
  };
}
