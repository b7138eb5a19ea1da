import type { Element } from "./ast.ts";
import type { Source } from "./source.ts";
import type { StripNode } from "./strip-node.ts";
import { StripNode as Node } from "./strip-node.ts";
import { isIgnorableText, stripText } from "./strip-text.ts";

/**
 * Strips the white space that FTL tags leave, carries out `<#t>` and its like, and puts the elements into the bodies they
 * belong to; adjacent texts become one, empty ones none.
 *
 * @param stripWhitespace whether lines that hold only FTL tags are removed; the trimming directives work without it
 * @returns the template's elements
 */
export function finishTemplate(
  source: Source,
  nodes: readonly StripNode[],
  stripWhitespace: boolean,
): Element[] {
  const root = new Node("other", 0, source.text.length, undefined, [...nodes], []);
  const trimmedLines = new Set<number>();
  locate(root, source, trimmedLines);
  const only = nodes.length === 1 ? nodes[0] : undefined;
  // A template that is a single element has no root around it, which matters to texts right in that element.
  if (only !== undefined) {
    only.parent = undefined;
    clean(only, undefined, stripWhitespace, trimmedLines);
  } else clean(root, root, stripWhitespace, trimmedLines);
  const elements: Element[] = [];
  emit(root, elements);
  return elements;
}

function locate(node: StripNode, source: Source, trimmedLines: Set<number>): void {
  const first = source.place(node.start);
  node.firstLine = first.line;
  // A tab at the beginning of a line isn't in its first column to the reference, but in the eighth.
  node.beginsLine = first.column === 1 && source.text.charCodeAt(node.start) !== 9;
  node.lastLine = source.place(Math.max(node.start, node.end - 1)).line;
  // The text that stands for nothing between <#attempt> and <#recover> is on no line.
  if (node.role === "text" && node.start === node.end) {
    node.firstLine = 0;
    node.lastLine = 0;
  }
  if (node.role === "trim") trimmedLines.add(node.firstLine);
  for (const [index, child] of node.children.entries()) {
    child.parent = node;
    child.index = index;
    locate(child, source, trimmedLines);
  }
}

function clean(
  node: StripNode,
  root: StripNode | undefined,
  stripWhitespace: boolean,
  trimmedLines: ReadonlySet<number>,
): void {
  if (node.role === "text") {
    stripText(node, root, stripWhitespace, trimmedLines);
    return;
  }
  const { children } = node;
  if (children.length === 0) return;
  const lone = node.element?.kind === "if" && children.length === 1 ? children[0] : undefined;
  if (lone !== undefined) {
    lone.firstLine = node.firstLine;
    lone.lastLine = node.lastLine;
  }
  for (const child of children) clean(child, root, stripWhitespace, trimmedLines);
  if (!node.isStandIn) removeIgnorable(node, root, stripWhitespace);
}

function removeIgnorable(node: StripNode, root: StripNode | undefined, stripWhitespace: boolean): void {
  const { children } = node;
  // The later siblings have their old indices while the earlier ones are judged, which is only seen through `index`.
  let kept = 0;
  for (let i = 0; i < children.length; i++) {
    const child = children[i];
    if (child === undefined) continue;
    if (child.isStandIn) removeIgnorable(child, root, stripWhitespace);
    if (isIgnorable(child, children[kept - 1], children[i + 1], root, stripWhitespace)) continue;
    child.index = kept;
    children[kept++] = child;
  }
  children.length = kept;
}

function isIgnorable(
  node: StripNode,
  previous: StripNode | undefined,
  next: StripNode | undefined,
  root: StripNode | undefined,
  stripWhitespace: boolean,
): boolean {
  if (node.role === "text") return isIgnorableText(node, previous, next, root, stripWhitespace);
  return node.role === "trim" || (node.role === "group" && node.children.length === 0);
}

/** A run of texts that become one element. */
interface PendingText {
  start: number;
  end: number;
  text: string;
}

function emit(node: StripNode, into: Element[]): void {
  const rest = emitChildren(node, into, undefined);
  flush(rest, into);
}

function emitChildren(
  node: StripNode,
  into: Element[],
  before: PendingText | undefined,
): PendingText | undefined {
  let pending = before;
  for (const child of node.children) {
    if (child.role === "text") {
      if (child.text === "") continue;
      if (pending === undefined) pending = { start: child.start, end: child.end, text: child.text };
      else {
        pending.end = child.end;
        pending.text += child.text;
      }
      continue;
    }
    if (child.element === undefined && child.body === undefined) {
      pending = emitChildren(child, into, pending);
      continue;
    }
    if (child.element !== undefined) {
      flush(pending, into);
      pending = undefined;
      into.push(child.element);
    }
    emit(child, child.body ?? []);
  }
  return pending;
}

function flush(pending: PendingText | undefined, into: Element[]): void {
  if (pending !== undefined)
    into.push({ kind: "text", start: pending.start, end: pending.end, text: pending.text });
}
