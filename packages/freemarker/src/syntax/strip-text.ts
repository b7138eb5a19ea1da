import { isJavaWhitespace, isTrimmable } from "./characters.ts";
import type { StripNode } from "./strip-node.ts";

/** Strips one text: by the trimming directives on its lines, and then, if wanted, of what FTL tags leave. */
export function stripText(
  node: StripNode,
  root: StripNode | undefined,
  stripWhitespace: boolean,
  trimmedLines: ReadonlySet<number>,
): void {
  if (node.text === "") return;
  const trimmedLeft = trimmedLines.has(node.lastLine) && trimByDirectivesAfter(node);
  const trimmedRight = trimmedLines.has(node.firstLine) && trimByDirectivesBefore(node, root);
  if (!stripWhitespace || node.text === "") return;
  if (isTopLevel(node, root) && previousSibling(node) === undefined) return;
  const trailing = trimmedLeft ? 0 : countTrailing(node, root);
  const opening = trimmedRight ? 0 : countOpening(node, root);
  if (opening === 0 && trailing === 0) return;
  node.text = node.text.slice(opening, node.text.length - trailing);
  if (opening > 0) {
    node.firstLine++;
    node.beginsLine = true;
  }
}

/** Whether a text vanishes: one of white space alone, between elements that print nothing. */
export function isIgnorableText(
  node: StripNode,
  previous: StripNode | undefined,
  next: StripNode | undefined,
  root: StripNode | undefined,
  stripWhitespace: boolean,
): boolean {
  if (node.text === "") return true;
  if (!stripWhitespace || !isTrimmableToEmpty(node.text, 0, node.text.length)) return false;
  const topLevel = isTopLevel(node, root);
  const afterSilence = previous === undefined ? topLevel : previous.role === "silent";
  return afterSilence && (next === undefined ? topLevel : next.role === "silent");
}

function isTopLevel(node: StripNode, root: StripNode | undefined): boolean {
  return node.parent === undefined || node.parent === root;
}

/** Carries out `<#lt>` and `<#t>` further on in the text's last line; whether any trimming directive stands there. */
function trimByDirectivesAfter(node: StripNode): boolean {
  const lineStart = lastNewline(node.text) + 1;
  if (lineStart === 0 && !node.beginsLine) return true;
  let found = false;
  let trims = false;
  for (let next = nextLeaf(node); next?.firstLine === node.lastLine; next = nextLeaf(next)) {
    if (next.role !== "trim") continue;
    if (next.trimsLeft) {
      trims = true;
      break;
    }
    if (!next.trimsRight) found = true;
  }
  if (!trims) return found;
  let printable = lineStart;
  if (isTrimmableToEmpty(node.text, lineStart, node.text.length)) printable = node.text.length;
  else while (isJavaWhitespace(node.text.charCodeAt(printable))) printable++;
  node.text = node.text.slice(0, lineStart) + node.text.slice(printable);
  return true;
}

/** Carries out `<#rt>` and `<#t>` earlier in the text's first line; whether any trimming directive stands there. */
function trimByDirectivesBefore(node: StripNode, root: StripNode | undefined): boolean {
  let rest = node.text;
  let printed = "";
  let found = false;
  let blankTail: number | undefined;
  let trimsTail: boolean | undefined;
  if (firstNewline(rest) === -1) return true;
  const line = node.firstLine;
  for (let previous = previousLeaf(node); previous?.lastLine === line; previous = previousLeaf(previous)) {
    if (previous.role !== "trim") continue;
    if (!previous.trimsLeft && !previous.trimsRight) found = true;
    if (!previous.trimsRight) continue;
    found = true;
    const newline = firstNewline(rest);
    if (newline === -1) {
      found = false;
      break;
    }
    const lineEnd = afterNewline(rest, newline);
    if (printed === "" && isTrimmableToEmpty(rest, 0, lineEnd)) {
      rest = rest.slice(lineEnd);
      node.firstLine++;
      node.beginsLine = true;
      break;
    }
    let printable = lineEnd;
    while (printable > 0 && isJavaWhitespace(rest.charCodeAt(printable - 1))) printable--;
    printed = printable === 0 ? trimmedEnd(printed) : printed + rest.slice(0, printable);
    rest = rest.slice(lineEnd);
    blankTail ??= blankTailLength(node.text);
    if (rest.length > blankTail) continue;
    trimsTail ??= isTailTrimmed(node, root);
    if (trimsTail) {
      rest = "";
      break;
    }
  }
  node.text = printed + rest;
  return found;
}

function trimmedEnd(text: string): string {
  let end = text.length;
  while (end > 0 && isJavaWhitespace(text.charCodeAt(end - 1))) end--;
  return text.slice(0, end);
}

function blankTailLength(text: string): number {
  let start = text.length;
  while (start > 0 && isTrimmable(text.charCodeAt(start - 1))) start--;
  return text.length - start;
}

/** Whether the blank rest of a text, before what follows on its last line, goes too. */
function isTailTrimmed(node: StripNode, root: StripNode | undefined): boolean {
  let trimmed = true;
  for (let next = nextLeaf(node); next?.firstLine === node.lastLine; next = nextLeaf(next)) {
    if (heedsWhitespace(next, root, "before")) trimmed = false;
    if (next.role === "trim" && next.trimsLeft) return true;
  }
  return trimmed;
}

/** How much goes at the end of a text: the white space that indents a line of tags. */
function countTrailing(node: StripNode, root: StripNode | undefined): number {
  const { text } = node;
  const lineStart = lastNewline(text) + 1;
  if ((lineStart === 0 && !node.beginsLine) || !isTrimmableToEmpty(text, lineStart, text.length)) return 0;
  for (let next = nextLeaf(node); next?.firstLine === node.lastLine; next = nextLeaf(next)) {
    if (heedsWhitespace(next, root, "after")) return 0;
  }
  return text.length - lineStart;
}

/** How much goes at the beginning of a text: the end of a line of tags. */
function countOpening(node: StripNode, root: StripNode | undefined): number {
  const { text } = node;
  const newline = firstNewline(text);
  if (newline === -1) return 0;
  const lineEnd = afterNewline(text, newline);
  if (!isTrimmableToEmpty(text, 0, lineEnd)) return 0;
  for (
    let previous = previousLeaf(node);
    previous?.lastLine === node.firstLine;
    previous = previousLeaf(previous)
  ) {
    if (heedsWhitespace(previous, root, "before")) return 0;
  }
  return lineEnd;
}

/** Whether an element keeps a line from being stripped; a text does it by the part that is on the line. */
function heedsWhitespace(node: StripNode, root: StripNode | undefined, side: "before" | "after"): boolean {
  if (node.role === "output") return true;
  if (node.role !== "text") return false;
  const { text } = node;
  if (text === "") return false;
  const from = side === "before" ? text.length - 1 : 0;
  const step = side === "before" ? -1 : 1;
  for (let i = from; i >= 0 && i < text.length; i += step) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return false;
    if (!isJavaWhitespace(code)) break;
  }
  return !isIgnorableText(node, previousSibling(node), nextSibling(node), root, true);
}

function firstNewline(text: string): number {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return i;
  }
  return -1;
}

function lastNewline(text: string): number {
  for (let i = text.length - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (code === 10 || code === 13) return i;
  }
  return -1;
}

function afterNewline(text: string, newline: number): number {
  return text.charCodeAt(newline) === 13 && text.charCodeAt(newline + 1) === 10 ? newline + 2 : newline + 1;
}

function isTrimmableToEmpty(text: string, start: number, end: number): boolean {
  for (let i = start; i < end; i++) if (!isTrimmable(text.charCodeAt(i))) return false;
  return true;
}

function previousSibling(node: StripNode): StripNode | undefined {
  return node.parent?.children[node.index - 1];
}

function nextSibling(node: StripNode): StripNode | undefined {
  return node.parent?.children[node.index + 1];
}

function previousLeaf(node: StripNode): StripNode | undefined {
  for (let at: StripNode | undefined = node; at !== undefined; at = at.parent) {
    let leaf = previousSibling(at);
    if (leaf === undefined) continue;
    while (leaf.children.length > 0 && !leaf.opaque) leaf = leaf.children.at(-1) ?? leaf;
    return leaf;
  }
  return undefined;
}

function nextLeaf(node: StripNode): StripNode | undefined {
  for (let at: StripNode | undefined = node; at !== undefined; at = at.parent) {
    let leaf = nextSibling(at);
    if (leaf === undefined) continue;
    while (leaf.children.length > 0 && !leaf.opaque) leaf = leaf.children[0] ?? leaf;
    return leaf;
  }
  return undefined;
}
