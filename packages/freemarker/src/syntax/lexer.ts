import { lexExpression } from "./lex-expression.ts";
import { lexText } from "./lex-text.ts";
import { lexUnparsed } from "./lex-unparsed.ts";
import { LexerState } from "./lexer-state.ts";
import type { Token } from "./tokens.ts";

/** Cuts a template into tokens, one at a time, as what a character means depends on what came before it. */
export class Lexer extends LexerState {
  /**
   * The next token; `eof` at the end, again and again.
   *
   * @throws {ParseFault} where no token can begin, or a tag can't be known
   */
  next(): Token {
    switch (this.mode) {
      case "text":
      case "literal":
        return lexText(this);
      case "unparsed":
        return lexUnparsed(this);
      case "expression":
      case "callName":
      case "namedArgument":
        return lexExpression(this);
    }
  }
}
