import type { Element } from "./ast.ts";

/**
 * What an element is to whitespace stripping:
 *
 * - `text`;
 * - `trim`: `<#t>`, `<#lt>`, `<#rt>` and `<#nt>`;
 * - `output`: an interpolation, which keeps the white space beside it;
 * - `silent`: what prints nothing wherever it stands: macros, assignments, settings, imports and comments;
 * - `capture`: an assignment of what is between its tags;
 * - `group`: something with content that vanishes if it is empty;
 * - `other`.
 */
export type StripRole = "text" | "trim" | "output" | "silent" | "capture" | "group" | "other";

/** An element as parsed, with what whitespace stripping needs to know of it. */
export class StripNode {
  readonly role: StripRole;
  start: number;
  end: number;
  /** What the element becomes; undefined for what leaves nothing, as comments, and for what leaves only its content. */
  readonly element: Element | undefined;
  readonly children: StripNode[];
  /** Where the content goes; undefined if it goes where the node itself would. */
  readonly body: Element[] | undefined;
  /** Whether the node is opaque to what looks along a line: macros and captures. */
  readonly opaque: boolean;
  /** Whether the node stands for its only child, which is removed, if at all, together with the node's siblings. */
  isStandIn = false;
  text = "";
  trimsLeft = false;
  trimsRight = false;
  parent: StripNode | undefined;
  index = 0;
  firstLine = 0;
  lastLine = 0;
  /** Whether the text begins at the beginning of a line. */
  beginsLine = false;

  constructor(
    role: StripRole,
    start: number,
    end: number,
    element?: Element,
    children: StripNode[] = [],
    body?: Element[],
    opaque = false,
  ) {
    this.role = role;
    this.start = start;
    this.end = end;
    this.element = element;
    this.children = children;
    this.body = body;
    this.opaque = opaque;
  }
}

/** A node of text. */
export function textNode(start: number, end: number, text: string): StripNode {
  const node = new StripNode("text", start, end);
  node.text = text;
  return node;
}

/** A node of `<#t>` and its like. */
export function trimNode(start: number, end: number, left: boolean, right: boolean): StripNode {
  const node = new StripNode("trim", start, end);
  node.trimsLeft = left;
  node.trimsRight = right;
  return node;
}
