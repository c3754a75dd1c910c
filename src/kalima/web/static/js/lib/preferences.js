// Small choices that the browser remembers. Where it may not, they hold until the page is closed.

const held = new Map();

export function readChoice(name, fallback) {
  try {
    return localStorage.getItem(`kalima.${name}`) ?? held.get(name) ?? fallback;
  } catch {
    return held.get(name) ?? fallback;
  }
}

export function keepChoice(name, value) {
  held.set(name, value);
  try {
    localStorage.setItem(`kalima.${name}`, value);
  } catch {
    // A private window: the choice stays in memory.
  }
}
