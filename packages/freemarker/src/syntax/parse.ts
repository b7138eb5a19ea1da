import type { Expression, OutputContext, TemplateTree } from "./ast.ts";
import { parseBlock } from "./content.ts";
import { ParseFault } from "./fault.ts";
import { grammar } from "./grammar.ts";
import { parseHeader } from "./header.ts";
import { Lexer } from "./lexer.ts";
import type { ParseOptions } from "./options.ts";
import { traitsOf } from "./output-context.ts";
import { Parser } from "./parser.ts";
import type { Source } from "./source.ts";
import { finishTemplate } from "./strip.ts";

/**
 * Parses a template.
 *
 * @throws {TemplateSyntaxError} if anything is wrong with it, with all faults found
 */
export function parseTemplate(source: Source, options: ParseOptions): TemplateTree {
  const parser = new Parser(source, options, grammar);
  try {
    parseHeader(parser);
  } catch (fault) {
    parser.recover(fault);
  }
  const { context } = parser;
  if (parser.policy === "force" && traitsOf(options, context.format)?.isMarkup !== true) {
    parser.faults.add(
      new ParseFault(
        0,
        `The output format ${context.format} has no escaping, which the auto_escaping_policy setting "force" demands.`,
      ),
    );
  }
  const { nodes } = parseBlock(parser, undefined, ["eof"]);
  parser.faults.throwIfAny();
  const body = finishTemplate(source, nodes, parser.stripWhitespace);
  return { body, macros: parser.macros, escapedNodes: parser.escapes.nodesMade, context };
}

/**
 * Parses the text that `?eval` is used on: one expression. Places are those of the text.
 *
 * @param context the output context at the `?eval`
 * @throws {TemplateSyntaxError} if anything is wrong with it
 */
export function parseExpression(source: Source, options: ParseOptions, context: OutputContext): Expression {
  const parser = new Parser(source, { ...options, recognizeStandardFileExtensions: false }, grammar);
  parser.context = context;
  const { length } = source.text;
  // The reference puts the text into parentheses, which lets ">" be a comparison and takes a text such as `1)+(2`.
  const toSource = (offset: number): number => Math.min(Math.max(offset - 1, 0), length);
  const lexer = new Lexer(`(${source.text})`, "expression", options, parser.lexer.conventions, toSource);
  try {
    const expression = parser.within(lexer, () => parser.expression());
    return expression;
  } catch (fault) {
    if (!(fault instanceof ParseFault)) throw fault;
    parser.faults.add(fault);
    parser.faults.throwIfAny();
    throw fault;
  }
}
