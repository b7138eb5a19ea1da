/** `; did you mean "name"?` where one of the known names is near enough to be meant, else the empty text. */
export function didYouMean(given: string, known: readonly string[]): string {
  const nearest = nearestOf(given, known);
  return nearest === undefined ? "" : `; did you mean "${nearest}"?`;
}

/** Longer names are not compared: the work grows with the square of the length, and the input is a stranger's. */
const MAX_COMPARED = 64;

function nearestOf(given: string, known: readonly string[]): string | undefined {
  if (given.length > MAX_COMPARED) return undefined;
  let best: { name: string; distance: number } | undefined;
  for (const name of known) {
    const distance = editDistance(comparable(given), comparable(name));
    // A third of the letters may differ: beyond that a hint confuses more than it helps.
    if (distance > Math.max(1, Math.floor(name.length / 3))) continue;
    if (best === undefined || distance < best.distance) best = { name, distance };
  }
  return best?.name;
}

function comparable(name: string): string {
  return name.toLowerCase().replaceAll(/[_-]/g, "");
}

/** Insertions, deletions, replacements and swaps of neighbours between two texts, a row of the table at a time. */
function editDistance(a: string, b: string): number {
  let before: readonly number[] = [];
  let row: readonly number[] = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const swapped =
        i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
          ? (before[j - 2] ?? 0) + 1
          : Infinity;
      next.push(Math.min(replaced, swapped, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    before = row;
    row = next;
  }
  return row[b.length] ?? 0;
}
