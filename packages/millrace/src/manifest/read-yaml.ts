import { Composer, Lexer, LineCounter, Parser } from "yaml";
import type { Document, ParsedNode, YAMLError } from "yaml";
import type { PlacedFault } from "./fault.ts";
import { locate } from "./locate.ts";
import type { LocatedMap } from "./located.ts";

/** Longer texts are refused unread: characters. */
const MAX_LENGTH = 1_048_576;

/** Maps and lists nest at most this deep; the grammar of manifests needs about ten. */
const MAX_DEPTH = 64;

/** What sentences about a text call it. */
export interface YamlSubject {
  /** Such as `manifest`. */
  readonly name: string;
  /** What the text must hold, such as `a map with specVersion and integrations`. */
  readonly root: string;
}

const MANIFEST: YamlSubject = { name: "manifest", root: "a map with specVersion and integrations" };

/** What a YAML text says and what is wrong with it as YAML. */
export interface YamlText {
  /** Undefined where the text cannot be understood far enough to look into it. */
  readonly root: LocatedMap | undefined;
  readonly faults: readonly PlacedFault[];
  /** Line and column, from 1, of a character. */
  readonly positionOf: (at: number) => { readonly line: number; readonly column: number };
}

/**
 * Reads YAML 1.2 text that holds one map. Never throws, whatever the text: what manifests have no use for (tags, keys
 * that are no texts, repeated keys, several documents) is a fault, and size, depth and aliases are bounded.
 */
export function readYaml(text: string, { name, root: wanted }: YamlSubject = MANIFEST): YamlText {
  const lines = new LineCounter();
  const positionOf = (at: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(at);
    return { line: Math.max(1, line), column: Math.max(1, col) };
  };
  const refused = (message: string, at = 0): YamlText => ({
    root: undefined,
    faults: [{ at, path: [], message }],
    positionOf,
  });

  if (text.length > MAX_LENGTH)
    return refused(`The ${name} has ${text.length} characters; ${MAX_LENGTH} is the limit.`);
  const composed = compose(text, lines);
  if (!Array.isArray(composed)) return refused(`Maps and lists nest at most ${MAX_DEPTH} deep.`, composed.at);
  const [document, second] = composed;
  const broken = composed.flatMap(({ errors, warnings }) => errors.concat(warnings));
  if (broken.length > 0) {
    const faults = broken.map((error) => ({ at: error.pos[0], path: [], message: sentenceOf(error, name) }));
    return { root: undefined, faults, positionOf };
  }
  if (document === undefined || isEmpty(document)) return refused(`The ${name} is empty.`);
  if (second !== undefined)
    return refused(`The ${name} holds more than one YAML document; one is all it may.`, second.range[0]);
  const { root, faults } = locate(document.contents, name);
  if (root !== undefined && root.kind !== "map") return refused(`The ${name} must be ${wanted}.`, root.at);
  return { root, faults, positionOf };
}

/** The documents of a text, or where it nests too deep to be composed: composing recurses, lexing does not. */
function compose(text: string, lines: LineCounter): Document.Parsed[] | { readonly at: number } {
  const parser = new Parser(lines.addNewLine);
  const composer = new Composer({
    // Written into the options, because a %YAML directive in the text would change them otherwise.
    schema: "core",
    resolveKnownTags: false,
    merge: false,
    stringKeys: true,
    // The package's own search for repeated keys compares all with all.
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: "silent",
  });
  const documents: Document.Parsed[] = [];
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) documents.push(...composer.next(token));
    if (parser.stack.length > MAX_DEPTH + STACK_BELOW_ROOT) return { at: parser.offset };
  }
  for (const token of parser.end()) documents.push(...composer.next(token));
  documents.push(...composer.end(true, text.length));
  return documents;
}

/** The document itself and the scalar at hand stand on the parser's stack too. */
const STACK_BELOW_ROOT = 2;

/** Comments alone, or nothing. */
function isEmpty({ contents }: { contents: ParsedNode | null }): boolean {
  return contents === null || (contents.range[0] === contents.range[1] && !("items" in contents));
}

/** What the package says of an error, in words of ours where its own would puzzle. */
function sentenceOf({ code, message }: YAMLError, name: string): string {
  if (code === "NON_STRING_KEY") return "The name before a colon must be a plain text.";
  if (code === "TAG_RESOLVE_FAILED") return `A ${name} knows no tags; leave out the word that begins with !.`;
  const plain = message.trim();
  return plain.endsWith(".") ? plain : `${plain}.`;
}
