import type { Assign, Assignment, AssignmentOperator, AssignmentScope, Element, Expression } from "../ast.ts";
import { plainString } from "../string-literal.ts";
import { parseBlock } from "../content.ts";
import { ParseFault } from "../fault.ts";
import type { Parser } from "../parser.ts";
import { StripNode } from "../strip-node.ts";
import type { Token, TokenKind } from "../tokens.ts";

const OPERATORS: ReadonlyMap<TokenKind, AssignmentOperator> = new Map<TokenKind, AssignmentOperator>([
  ["=", "="],
  ["+=", "+="],
  ["-=", "-="],
  ["*=", "*="],
  ["/=", "/="],
  ["%=", "%="],
  ["++", "++"],
  ["--", "--"],
]);

const SCOPES: ReadonlyMap<TokenKind, AssignmentScope> = new Map<TokenKind, AssignmentScope>([
  ["#assign", "assign"],
  ["#global", "global"],
  ["#local", "local"],
]);

const CAPTURE_ENDS: readonly TokenKind[] = ["/#local", "/#assign", "/#global"];

/** What the tag of an assignment says: assignments, or what to capture into. */
type Head =
  | { readonly assign: Assign }
  | { readonly name: string; readonly namespace: Expression | undefined };

/** Parses `<#assign>`, `<#global>` and `<#local>`. */
export function parseAssign(parser: Parser): StripNode {
  const tag = parser.take();
  const scope = SCOPES.get(tag.kind) ?? "assign";
  const head = parser.head(tag, () => parseHead(parser, tag, scope));
  if (head === undefined) return new StripNode("silent", tag.start, parser.lastEnd);
  if ("assign" in head) return new StripNode("silent", tag.start, head.assign.end, head.assign);
  const { context } = parser;
  const block = parseBlock(parser, tag, CAPTURE_ENDS);
  if (block.end !== undefined && block.end.kind !== `/${tag.kind}`) {
    parser.faults.add(
      new ParseFault(
        block.end.start,
        `Found ${block.end.text}, but what is open is <${tag.kind}>; end it with </${tag.kind}>.`,
      ),
    );
  }
  const body: Element[] = [];
  const end = block.end?.end ?? parser.lastEnd;
  const element: Element = { kind: "capture", scope, ...head, body, context, start: tag.start, end };
  return new StripNode("capture", tag.start, end, element, block.nodes, body, true);
}

function parseHead(parser: Parser, tag: Token, scope: AssignmentScope): Head {
  if (scope === "local" && !parser.inMacro && !parser.inFunction) {
    throw new ParseFault(
      tag.start,
      "<#local> can only be used inside a macro or function; use <#assign> or <#global>.",
    );
  }
  const nameToken = parseNameToken(parser, `after <${tag.kind}, as the variable's name`);
  if (!OPERATORS.has(parser.peek().kind)) {
    const namespace = parseNamespace(parser, scope);
    parser.expect(
      namespace === undefined ? ["=", "in", "tagEnd"] : "tagEnd",
      `after the name in <${tag.kind}>`,
    );
    return { name: nameOf(nameToken), namespace };
  }
  const assignments = [parseAssignment(parser, nameToken)];
  while (startsAssignment(parser)) {
    parser.takeIf(",");
    assignments.push(parseAssignment(parser, parser.take()));
  }
  const namespace = parseNamespace(parser, scope);
  const { end } = parser.expect(["tagEnd", "emptyTagEnd"], `after the assignment in <${tag.kind}>`);
  return { assign: { kind: "assign", scope, assignments, namespace, start: tag.start, end } };
}

function startsAssignment(parser: Parser): boolean {
  const ahead = parser.peek().kind === "," ? 1 : 0;
  const { kind } = parser.peek(ahead);
  return (kind === "id" || kind === "string") && OPERATORS.has(parser.peek(ahead + 1).kind);
}

function parseAssignment(parser: Parser, nameToken: Token): Assignment {
  const operatorToken = parser.take();
  const operator = OPERATORS.get(operatorToken.kind) ?? "=";
  const value = operator === "++" || operator === "--" ? undefined : parser.expression();
  const end = value?.end ?? operatorToken.end;
  return { name: nameOf(nameToken), operator, value, start: nameToken.start, end };
}

function parseNamespace(parser: Parser, scope: AssignmentScope): Expression | undefined {
  const token = parser.takeIf("in");
  if (token === undefined) return undefined;
  const namespace = parser.expression();
  if (scope === "assign") return namespace;
  throw new ParseFault(token.start, `"in" and a namespace can only stand in <#assign>, not in <#${scope}>.`);
}

/** Takes a name that is written as such or as a string literal. */
export function parseNameToken(parser: Parser, purpose: string): Token {
  return parser.expect(["id", "string", "rawString"], purpose);
}

/** The name of a token that `parseNameToken` took. */
export function nameOf(token: Token): string {
  return token.kind === "id" ? token.text : plainString(token);
}
