import type { Parser } from "../parser.ts";
import type { StripNode } from "../strip-node.ts";
import type { TokenKind } from "../tokens.ts";
import { parseAssign } from "./assign.ts";
import { parseAttempt } from "./attempt.ts";
import { parseCall, parseTransform } from "./call.ts";
import { parseEscape, parseNoEscape } from "./escape.ts";
import { parseIf } from "./if.ts";
import { parseBreak, parseContinue, parseItems, parseSep } from "./in-loop.ts";
import { parseImport, parseInclude } from "./include.ts";
import { parseForEach, parseList } from "./list.ts";
import { parseMacro, parseNested, parseReturn } from "./macro.ts";
import { parseFallback, parseRecurse, parseVisit } from "./node.ts";
import { parseAutoEsc, parseNoAutoEsc, parseOutputFormat } from "./output.ts";
import { parseSetting } from "./setting.ts";
import { parseComment, parseCompress, parseFlush, parseNoParse, parseStop, parseTrim } from "./simple.ts";
import { parseSwitch } from "./switch.ts";

/** The parsers of the directives that are elements, by the kind of their tag; each takes the tag itself. */
export const directiveParsers: ReadonlyMap<TokenKind, (parser: Parser) => StripNode | undefined> = new Map<
  TokenKind,
  (parser: Parser) => StripNode | undefined
>([
  ["#if", parseIf],
  ["#list", parseList],
  ["#foreach", parseForEach],
  ["#items", parseItems],
  ["#sep", parseSep],
  ["#switch", parseSwitch],
  ["#break", parseBreak],
  ["#continue", parseContinue],
  ["#assign", parseAssign],
  ["#global", parseAssign],
  ["#local", parseAssign],
  ["#macro", parseMacro],
  ["#function", parseMacro],
  ["#nested", parseNested],
  ["#return", parseReturn],
  ["#call", parseCall],
  ["#transform", parseTransform],
  ["#include", parseInclude],
  ["#import", parseImport],
  ["#setting", parseSetting],
  ["#attempt", parseAttempt],
  ["#compress", parseCompress],
  ["#escape", parseEscape],
  ["#noescape", parseNoEscape],
  ["#noparse", parseNoParse],
  ["#comment", parseComment],
  ["#--", parseComment],
  ["#outputformat", parseOutputFormat],
  ["#autoesc", parseAutoEsc],
  ["#noautoesc", parseNoAutoEsc],
  ["#flush", parseFlush],
  ["#stop", parseStop],
  ["#t", parseTrim],
  ["#lt", parseTrim],
  ["#rt", parseTrim],
  ["#nt", parseTrim],
  ["#visit", parseVisit],
  ["#recurse", parseRecurse],
  ["#fallback", parseFallback],
]);
