import type { Issue } from "../core/errors.ts";
import type { TransformationRule } from "../core/transformation.ts";
import { expressionIssue } from "../templates/expression.ts";

/** Rules of one project, at most: each is work for every event. */
const MAX_RULES = 500;

/** More say nothing new. */
const MAX_ISSUES = 100;

/**
 * What is wrong with a project's rules besides what a schema says: expressions that do not compile, and rules that get in
 * each other's way. Every fault, each with its path.
 * @param rules in order
 * @param name where they stand
 */
export function ruleIssues(rules: readonly TransformationRule[], name = "rules"): readonly Issue[] {
  if (rules.length > MAX_RULES)
    return [{ in: "body", name, detail: `holds ${rules.length} rules; ${MAX_RULES} are allowed` }];
  const check = new Check(rules);
  rules.forEach((rule, i) => check.rule(rule, `${name}[${i}]`));
  return check.issues.slice(0, MAX_ISSUES);
}

class Check {
  readonly issues: Issue[] = [];
  /** Names that rules read and replace, and names that rules give, each with the rule that came first. */
  readonly #replaced = new Map<string, string>();
  readonly #given = new Map<string, string>();
  /** All that rules replace by another name. */
  readonly #renamed: ReadonlySet<string>;

  constructor(rules: readonly TransformationRule[]) {
    this.#renamed = new Set(
      rules.flatMap((rule) =>
        "from" in rule ? rule.from.filter((from) => from !== rule.to).map((from) => keyOf(rule, from)) : [],
      ),
    );
  }

  rule(rule: TransformationRule, at: string): void {
    if (rule.kind === "derived") this.#expression(`${at}.expression`, rule.expression);
    if (rule.kind === "lookup") this.#expression(`${at}.key`, rule.key);
    if (!("from" in rule)) return this.#gives(rule, rule.name, at, `${at}.name`);
    rule.from.forEach((from, i) => this.#replaces(rule, from, at, `${at}.from[${i}]`));
    if (rule.from.every((from) => from === rule.to))
      this.#report(`${at}.to`, "is the name that there is already", rule.to);
    else if (!rule.from.includes(rule.to) && this.#renamed.has(keyOf(rule, rule.to)))
      this.#report(`${at}.to`, "gets another name by another rule: give that name here", rule.to);
    this.#gives(rule, rule.to, at, `${at}.to`);
  }

  #expression(name: string, source: string): void {
    const issue = expressionIssue(name, source);
    if (issue !== undefined) this.issues.push(issue);
  }

  #replaces(rule: TransformationRule, from: string, at: string, name: string): void {
    const other = firstOf(this.#replaced, keyOf(rule, from), at);
    if (other !== at) this.#report(name, `gets another name by ${other} already`, from);
  }

  #gives(rule: TransformationRule, to: string, at: string, name: string): void {
    const other = firstOf(this.#given, keyOf(rule, to), at);
    if (other === at) return;
    const detail =
      "from" in rule
        ? `is given by ${other} already: one rule may have several names in from`
        : `is given by ${other} already`;
    this.#report(name, detail, to);
  }

  #report(name: string, detail: string, value: string): void {
    this.issues.push({ in: "body", name, detail, value });
  }
}

/** Names of one kind of thing are apart from those of another. */
function keyOf(rule: TransformationRule, name: string): string {
  return `${rule.kind}\0${rule.kind === "property" ? rule.of : ""}\0${name}`;
}

function firstOf(seen: Map<string, string>, key: string, at: string): string {
  const first = seen.get(key) ?? at;
  seen.set(key, first);
  return first;
}
