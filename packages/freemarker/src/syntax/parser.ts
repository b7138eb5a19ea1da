import { ensureStack } from "../core/stack.ts";
import type { Expression, OutputContext } from "./ast.ts";
import { describeKinds, describeToken } from "./describe.ts";
import { EscapeStack } from "./escape.ts";
import { FaultList } from "./faults.ts";
import { ParseFault } from "./fault.ts";
import { Lexer } from "./lexer.ts";
import { LoopScopes } from "./loop-scopes.ts";
import { ConventionKeeper } from "./naming.ts";
import type { AutoEscapingPolicy, ParseOptions } from "./options.ts";
import { contextOf, initialOutput } from "./output-context.ts";
import type { Source } from "./source.ts";
import type { StripNode } from "./strip-node.ts";
import type { Token, TokenKind } from "./tokens.ts";
import type { Macro } from "./ast.ts";

/** The parsing of what is nested in itself, which its parts call through the parser, as they can't import each other. */
export interface Grammar {
  /** Parses an expression; `atom` is what it begins with, if that has been parsed already. */
  readonly expression: (parser: Parser, atom: Expression | undefined) => Expression;
  /** Parses the element that a token begins; undefined, with nothing taken, if it begins none. */
  readonly element: (parser: Parser, token: Token) => StripNode | undefined;
}

/** After so many levels the stack is looked at. */
const DEPTH_PROBED = 8;

/** What the parsing of a template has come to: its tokens, and what holds at the place it is at. */
export class Parser {
  readonly source: Source;
  readonly options: ParseOptions;
  readonly grammar: Grammar;
  readonly faults: FaultList;
  lexer: Lexer;
  /** The end of the last token taken. */
  lastEnd = 0;
  context: OutputContext;
  policy: AutoEscapingPolicy;
  /** The policy of the template's settings, which is what string literals are parsed with. */
  readonly basePolicy: AutoEscapingPolicy;
  loops = new LoopScopes();
  escapes: EscapeStack;
  /** How many directives around take `<#break>`, and how many `<#continue>`. */
  breakable = 0;
  continuable = 0;
  inMacro = false;
  inFunction = false;
  /** How deep in tags the place is. */
  depth = 0;
  /** How deep in expressions the place is. */
  expressionDepth = 0;
  /** How many levels the expression parsed last has. */
  height = 0;
  stripWhitespace: boolean;
  stripText = false;
  readonly macros: Macro[] = [];
  /** How many of the blocks around can be ended, or continued, by a token. */
  readonly awaited = new Map<TokenKind, number>();
  /** The directives of which there was one with faulty parameters. */
  private readonly broken = new Set<string>();
  /** Tokens read ahead: those from `head` on. */
  private queue: Token[] = [];
  private queueHead = 0;

  constructor(source: Source, options: ParseOptions, grammar: Grammar) {
    this.source = source;
    this.options = options;
    this.grammar = grammar;
    this.faults = new FaultList(source);
    const output = initialOutput(source.name, options);
    this.policy = output.policy;
    this.basePolicy = output.policy;
    this.context = contextOf(options, output.format, output.policy);
    this.stripWhitespace = options.whitespaceStripping;
    this.escapes = new EscapeStack(source.text.length);
    this.lexer = new Lexer(source.text, "text", options, new ConventionKeeper(options.namingConvention));
  }

  /** Parses an expression; `atom` is what it begins with, if that has been parsed already. Sets `height` to its levels. */
  expression(atom?: Expression): Expression {
    return this.grammar.expression(this, atom);
  }

  /** The token that comes next, or the one `ahead` of it, without taking it. */
  peek(ahead = 0): Token {
    const index = this.queueHead + ahead;
    while (this.queue.length <= index) this.queue.push(this.lexer.next());
    const token = this.queue[index];
    if (token === undefined) throw new Error("the token queue is too short");
    return token;
  }

  /** Takes the next token. */
  take(): Token {
    const token = this.peek();
    this.queueHead++;
    if (this.queueHead === this.queue.length) {
      this.queue.length = 0;
      this.queueHead = 0;
    }
    this.lastEnd = token.end;
    return token;
  }

  /** Takes the next token if it is of a kind. */
  takeIf(kind: TokenKind): Token | undefined {
    return this.peek().kind === kind ? this.take() : undefined;
  }

  /**
   * Takes the next token, which must be of one of some kinds.
   *
   * @param purpose what the token is for, as the end of "… is expected"
   */
  expect(kinds: TokenKind | readonly TokenKind[], purpose = ""): Token {
    const token = this.peek();
    const wanted = typeof kinds === "string" ? [kinds] : kinds;
    if (wanted.includes(token.kind)) return this.take();
    const detail = purpose === "" ? "" : ` ${purpose}`;
    throw new ParseFault(
      token.start,
      `Expected ${describeKinds(wanted)}${detail}, but found ${describeToken(token)}.${this.hint(token)}`,
    );
  }

  private hint(token: Token): string {
    if (token.kind === "eof") return " A tag, interpolation or block isn't closed.";
    if (token.kind === "naturalGt" && !this.lexer.squareTags)
      return ' Put a comparison with ">" into parentheses.';
    if (token.kind === "tagEnd") return ' To compare with ">" in a tag, use gt, or put it into parentheses.';
    return "";
  }

  /** Goes on with other tokens than those of the template's text while `parse` runs: with those of a string literal. */
  within<T>(lexer: Lexer, parse: () => T): T {
    const { lexer: outerLexer, queue, queueHead, lastEnd } = this;
    this.lexer = lexer;
    this.queue = [];
    this.queueHead = 0;
    try {
      return parse();
    } finally {
      this.lexer = outerLexer;
      this.queue = queue;
      this.queueHead = queueHead;
      this.lastEnd = lastEnd;
    }
  }

  /** Sets the policy, and with it whether there is auto-escaping. */
  setOutput(format: string, policy: AutoEscapingPolicy): void {
    this.policy = policy;
    const context = contextOf(this.options, format, policy);
    if (context.format !== this.context.format || context.autoEscaping !== this.context.autoEscaping) {
      this.context = context;
    }
  }

  /** Notes a fault, and goes on at the next tag after it. */
  recover(fault: unknown): void {
    if (!(fault instanceof ParseFault)) throw fault;
    this.faults.add(fault);
    this.queue = [];
    this.queueHead = 0;
    this.lexer.recover(Math.max(fault.offset + 1, this.lastEnd));
  }

  /**
   * Runs the parsing of a tag's parameters. Where they are faulty, notes it and goes on at the next tag, as if the tag had
   * been right, so that what belongs to it isn't taken for faulty too.
   */
  head<T>(tag: Token, parse: () => T): T | undefined {
    try {
      return parse();
    } catch (fault) {
      this.expressionDepth = 0;
      this.broken.add(tag.kind);
      this.recover(fault);
      return undefined;
    }
  }

  /** Whether a token that can't stand where it is only follows from a fault noted before. */
  isFollowUp(token: Token): boolean {
    if (token.kind === "eof") return !this.faults.isEmpty;
    return token.kind.startsWith("/") && this.broken.has(token.kind.slice(1));
  }

  /** Notes a fault, if it can't be one that follows from the faulty parameters of another directive. */
  reportUnlessBroken(directive: string, fault: ParseFault): void {
    if (!this.broken.has(directive)) this.faults.add(fault);
  }

  /** Takes a tag that can't stand where it is, with what may be left of it. */
  skip(token: Token): void {
    this.take();
    if (token.whole) return;
    this.queue = [];
    this.queueHead = 0;
    this.lexer.recover(token.end);
  }

  /** Throws where something is nested deeper than allowed. */
  checkDepth(depth: number, offset: number, what: string): void {
    if (depth % DEPTH_PROBED === 0) ensureStack();
    if (depth > this.options.maximumDepth) {
      throw new ParseFault(
        offset,
        `The template nests ${what} too deeply: more than ${this.options.maximumDepth} levels.`,
        true,
      );
    }
  }
}
