/**
 * Compiles a glob that whole texts are held against: `*` stands for any characters but `/`, `**` for any characters, and
 * everything else, `?` and `[` included, for itself. Time grows with the text, never with its square, whatever the glob.
 */
export function compileGlob(glob: string): (text: string) => boolean {
  const groups = glob.split(/\*{2,}/).map((group) => group.split("*"));
  const [first = [], ...others] = groups;
  const last = others.pop();
  if (last === undefined) return (text) => matchesWhole(text, first);
  return (text) => {
    let at = endOf(text, first, { from: 0, cursors: [] });
    for (const group of others) at = at < 0 ? at : findGroup(text, group, at);
    return at >= 0 && startOf(text, last) >= at;
  };
}

/** The literals between single stars, in order. */
type Group = readonly string[];

/** No start further on would do either. */
const NEVER = -2;

/** A group alone: it begins and ends where the text does. */
function matchesWhole(text: string, group: Group): boolean {
  const last = group.at(-1) ?? "";
  if (group.length === 1) return text === last;
  const end = endOf(text, group.slice(0, -1), { from: 0, cursors: [] });
  const start = text.length - last.length;
  return end >= 0 && end <= start && text.endsWith(last) && !hasSlash(text, end, start);
}

/**
 * Where the group ends at the earliest if it starts exactly at `from`; negative where it cannot start there.
 * `cursors` remember where each literal was found last: starts only ever move on, so nothing is searched twice.
 */
function endOf(
  text: string,
  group: Group,
  { from, cursors }: { readonly from: number; readonly cursors: number[] },
): number {
  const [first = ""] = group;
  if (!text.startsWith(first, from)) return -1;
  let end = from + first.length;
  for (let i = 1; i < group.length; i++) {
    const literal = group[i] ?? "";
    const known = cursors[i] ?? -1;
    const found = known >= end ? known : text.indexOf(literal, end);
    if (found === -1) return NEVER;
    cursors[i] = found;
    if (hasSlash(text, end, found)) return -1;
    end = found + literal.length;
  }
  return end;
}

/** Where the group ends at the earliest if it starts at `from` or anywhere behind it; negative where it cannot. */
function findGroup(text: string, group: Group, from: number): number {
  const [first = ""] = group;
  const cursors: number[] = [];
  for (let at = from; ;) {
    const start = text.indexOf(first, at);
    if (start === -1) return -1;
    const end = endOf(text, group, { from: start, cursors });
    if (end >= 0 || end === NEVER) return end;
    // A star would have had to cross a slash, and so it would from any other start before the next slash.
    const slash = text.indexOf("/", start);
    if (slash === -1) return -1;
    at = slash + 1;
  }
}

/** Where the group starts at the latest if it ends where the text does; negative where it cannot. */
function startOf(text: string, group: Group): number {
  const last = group.at(-1) ?? "";
  if (!text.endsWith(last)) return -1;
  let start = text.length - last.length;
  for (let i = group.length - 2; i >= 0; i--) {
    const literal = group[i] ?? "";
    if (start < literal.length) return -1;
    const found = text.lastIndexOf(literal, start - literal.length);
    if (found === -1 || hasSlash(text, found + literal.length, start)) return -1;
    start = found;
  }
  return start;
}

function hasSlash(text: string, start: number, end: number): boolean {
  return start < end && text.slice(start, end).includes("/");
}
