import type { NumberValue } from "../numbers/arithmetic.ts";

/**
 * Where a node stands in the template's source: offsets in UTF-16 units, `end` exclusive. Lines and columns are worked out
 * only when an error needs them (see `source.ts`).
 */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * The output format and auto-escaping in force at a place of the template. Both are fixed when the template is parsed
 * (`<#ftl>`, `<#outputformat>`, `<#autoesc>`, `<#noautoesc>`). Combined formats are written as FreeMarker names them: `HTML{RTF}`.
 */
export interface OutputContext {
  readonly format: string;
  readonly autoEscaping: boolean;
}

// ---------------------------------------------------------------------------------------------------------- expressions

export interface StringLiteral extends Span {
  readonly kind: "string";
  readonly value: string;
}

/** A string literal with `${…}`, `#{…}` or `[=…]` in it. */
export interface InterpolatedString extends Span {
  readonly kind: "interpolatedString";
  readonly parts: readonly (string | Interpolation | NumericInterpolation)[];
}

export interface NumberLiteral extends Span {
  readonly kind: "number";
  readonly value: NumberValue;
}

export interface BooleanLiteral extends Span {
  readonly kind: "boolean";
  readonly value: boolean;
}

export interface SequenceLiteral extends Span {
  readonly kind: "sequence";
  readonly items: readonly Expression[];
}

export interface HashLiteral extends Span {
  readonly kind: "hash";
  readonly entries: readonly (readonly [key: Expression, value: Expression])[];
}

export interface Identifier extends Span {
  readonly kind: "identifier";
  readonly name: string;
}

/** `.now`, `.vars`, … `name` is in snake_case, whatever the template wrote. */
export interface SpecialVariable extends Span {
  readonly kind: "special";
  readonly name: string;
  readonly context: OutputContext;
}

/** `target.name` */
export interface Dot extends Span {
  readonly kind: "dot";
  readonly target: Expression;
  readonly name: string;
}

/** `target[key]`; `key` may be a range. */
export interface Index extends Span {
  readonly kind: "index";
  readonly target: Expression;
  readonly key: Expression;
}

/** `target(args)`; where `target` is a `BuiltinReference`, a call of a built-in with arguments. */
export interface Call extends Span {
  readonly kind: "call";
  readonly target: Expression;
  readonly args: readonly Expression[];
}

/** `target?name`. `name` is in snake_case, whatever the template wrote. */
export interface BuiltinReference extends Span {
  readonly kind: "builtin";
  readonly target: Expression;
  readonly name: string;
  readonly context: OutputContext;
}

/** `target!fallback`, or `target!` with no fallback. */
export interface DefaultOperator extends Span {
  readonly kind: "default";
  readonly target: Expression;
  readonly fallback: Expression | undefined;
}

/** `target??` */
export interface Exists extends Span {
  readonly kind: "exists";
  readonly target: Expression;
}

/** `(inner)`; kept, because `(a.b)!c` and `a.b!c` differ. */
export interface Parenthesis extends Span {
  readonly kind: "parenthesis";
  readonly inner: Expression;
}

export interface Unary extends Span {
  readonly kind: "not" | "negate" | "plus";
  readonly operand: Expression;
}

export type ArithmeticOperator = "+" | "-" | "*" | "/" | "%";
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";

export interface Arithmetic extends Span {
  readonly kind: "arithmetic";
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Comparison extends Span {
  readonly kind: "comparison";
  readonly operator: ComparisonOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Logical extends Span {
  readonly kind: "and" | "or";
  readonly left: Expression;
  readonly right: Expression;
}

/** `from..to`, `from..<to` (also `..!`), `from..*count`, and `from..` where `to` is undefined. */
export interface Range extends Span {
  readonly kind: "range";
  readonly mode: "inclusive" | "exclusive" | "counted" | "unbounded";
  readonly from: Expression;
  readonly to: Expression | undefined;
}

/** `x -> body`, `(x, y) -> body`: only as an argument of the built-ins that take one. */
export interface Lambda extends Span {
  readonly kind: "lambda";
  readonly parameters: readonly string[];
  readonly body: Expression;
}

export type Expression =
  | StringLiteral
  | InterpolatedString
  | NumberLiteral
  | BooleanLiteral
  | SequenceLiteral
  | HashLiteral
  | Identifier
  | SpecialVariable
  | Dot
  | Index
  | Call
  | BuiltinReference
  | DefaultOperator
  | Exists
  | Parenthesis
  | Unary
  | Arithmetic
  | Comparison
  | Logical
  | Range
  | Lambda;

// ------------------------------------------------------------------------------------------------------------- elements

/** Static text, after whitespace stripping and trimming; also what `<#noparse>` holds. */
export interface Text extends Span {
  readonly kind: "text";
  readonly text: string;
}

/**
 * `${…}` or `[=…]`. `expression` is what is printed: where the place is inside `<#escape x as …>`, the escape's expression
 * with `x` replaced by what the template wrote.
 */
export interface Interpolation extends Span {
  readonly kind: "interpolation";
  readonly expression: Expression;
  readonly context: OutputContext;
}

/** `#{expression; m1M3}` */
export interface NumericInterpolation extends Span {
  readonly kind: "numericInterpolation";
  readonly expression: Expression;
  readonly context: OutputContext;
  /** Least and most digits of the fraction, where the template gives them. */
  readonly minimumDigits: number | undefined;
  readonly maximumDigits: number | undefined;
}

/** `if`, `elseif`s and `else`: the first branch whose condition holds is printed; `else` has no condition. */
export interface If extends Span {
  readonly kind: "if";
  readonly branches: readonly IfBranch[];
}

export interface IfBranch extends Span {
  readonly condition: Expression | undefined;
  readonly body: readonly Element[];
}

/**
 * `<#list source as item>`, `<#list source as key, value>`, `<#list source>…<#items as …>` and the old `<#foreach item in source>`.
 * `item` is undefined in the form with `<#items>`.
 */
export interface List extends Span {
  readonly kind: "list";
  readonly source: Expression;
  readonly item: string | undefined;
  readonly value: string | undefined;
  readonly body: readonly Element[];
  readonly otherwise: readonly Element[] | undefined;
}

export interface Items extends Span {
  readonly kind: "items";
  readonly item: string;
  readonly value: string | undefined;
  readonly body: readonly Element[];
}

export interface Sep extends Span {
  readonly kind: "sep";
  readonly body: readonly Element[];
}

/** `<#switch>` with either `case`s (with fall-through) or `on`s (without), and `default` anywhere among the cases. */
export interface Switch extends Span {
  readonly kind: "switch";
  readonly value: Expression;
  readonly cases: readonly SwitchCase[];
}

export interface SwitchCase extends Span {
  readonly kind: "case" | "on" | "default";
  /** One for `case`, one or more for `on`, none for `default`. */
  readonly values: readonly Expression[];
  readonly body: readonly Element[];
}

export interface Break extends Span {
  readonly kind: "break";
}

export interface Continue extends Span {
  readonly kind: "continue";
}

export type AssignmentScope = "assign" | "global" | "local";
export type AssignmentOperator = "=" | "+=" | "-=" | "*=" | "/=" | "%=" | "++" | "--";

/** `<#assign a=1 b+=2 c++ in namespace>` */
export interface Assign extends Span {
  readonly kind: "assign";
  readonly scope: AssignmentScope;
  readonly assignments: readonly Assignment[];
  readonly namespace: Expression | undefined;
}

export interface Assignment extends Span {
  readonly name: string;
  readonly operator: AssignmentOperator;
  /** Undefined for `++` and `--`. */
  readonly value: Expression | undefined;
}

/** `<#assign name in namespace>…</#assign>` */
export interface Capture extends Span {
  readonly kind: "capture";
  readonly scope: AssignmentScope;
  readonly name: string;
  readonly namespace: Expression | undefined;
  readonly body: readonly Element[];
  readonly context: OutputContext;
}

/** `<#macro>` or `<#function>`. Defined when the template starts, wherever it stands, and again when it is reached. */
export interface Macro extends Span {
  readonly kind: "macro";
  readonly name: string;
  readonly isFunction: boolean;
  readonly parameters: readonly Parameter[];
  /** The name of the parameter written with `...`, which takes what the others leave. */
  readonly catchAll: string | undefined;
  readonly body: readonly Element[];
}

export interface Parameter {
  readonly name: string;
  readonly fallback: Expression | undefined;
}

/** `<#nested a, b>` */
export interface Nested extends Span {
  readonly kind: "nested";
  readonly args: readonly Expression[];
}

export interface Return extends Span {
  readonly kind: "return";
  readonly value: Expression | undefined;
}

/** `<@callee …; x, y>…</@>` */
export interface MacroCall extends Span {
  readonly kind: "macroCall";
  readonly callee: Expression;
  readonly named: readonly (readonly [name: string, value: Expression])[] | undefined;
  readonly positional: readonly Expression[] | undefined;
  readonly loopVariables: readonly string[];
  /** Undefined for `<@x/>`. */
  readonly body: readonly Element[] | undefined;
}

export interface Include extends Span {
  readonly kind: "include";
  readonly path: Expression;
  readonly parse: Expression | undefined;
  readonly encoding: Expression | undefined;
  readonly ignoreMissing: Expression | undefined;
}

export interface Import extends Span {
  readonly kind: "import";
  readonly path: Expression;
  readonly namespace: string;
}

/** `<#setting name=value>`; `name` is in snake_case. */
export interface Setting extends Span {
  readonly kind: "setting";
  readonly name: string;
  readonly value: Expression;
}

export interface Attempt extends Span {
  readonly kind: "attempt";
  readonly body: readonly Element[];
  readonly recover: readonly Element[];
}

export interface Compress extends Span {
  readonly kind: "compress";
  readonly body: readonly Element[];
}

export interface Flush extends Span {
  readonly kind: "flush";
}

export interface Stop extends Span {
  readonly kind: "stop";
  readonly message: Expression | undefined;
}

/** `<#visit node using ns>`, `<#recurse node using ns>`, `<#fallback>`: for nodes, which JSON models don't have. */
export interface NodeDirective extends Span {
  readonly kind: "visit" | "recurse" | "fallback";
  readonly node: Expression | undefined;
  readonly using: Expression | undefined;
}

export type Element =
  | Text
  | Interpolation
  | NumericInterpolation
  | If
  | List
  | Items
  | Sep
  | Switch
  | Break
  | Continue
  | Assign
  | Capture
  | Macro
  | Nested
  | Return
  | MacroCall
  | Include
  | Import
  | Setting
  | Attempt
  | Compress
  | Flush
  | Stop
  | NodeDirective;

/** A parsed template. */
export interface TemplateTree {
  readonly body: readonly Element[];
  /** Every macro and function of the template but those inside other macros, in source order: they exist before anything is rendered. */
  readonly macros: readonly Macro[];
  /** How many nodes of expressions `<#escape>` has made beyond what the template wrote. */
  readonly escapedNodes: number;
  /** The format of the template as a whole: of its settings or its `<#ftl>` header. */
  readonly context: OutputContext;
}
