/**
 * Arcs as they are to be drawn, the shorter first: an arc lies above every shorter one that it has a stretch in common
 * with, and gets that as its `level`, from 1.
 *
 * @param {object[]} arcs each from `low` to `high`, counted along what they stand on
 */
export function inLevels(arcs) {
  const sorted = arcs.toSorted((one, other) => one.high - one.low - (other.high - other.low) || one.low - other.low);
  sorted.forEach((arc, index) => {
    arc.level = 1;
    for (const other of sorted.slice(0, index)) {
      if (other.low < arc.high && arc.low < other.high) arc.level = Math.max(arc.level, other.level + 1);
    }
  });
  return sorted;
}
