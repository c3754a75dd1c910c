const NOTICEABLE = 250;

/** Runs `show` unless it is cancelled within a moment: a fast answer must not flicker. */
export function soon(show) {
  const timer = setTimeout(show, NOTICEABLE);
  return { cancel: () => clearTimeout(timer) };
}

const SEEN = 20;

/** Runs `act` once what is there now has been seen. */
export const afterFrame = act => requestAnimationFrame(() => setTimeout(act, SEEN));
