import { Value } from "typebox/value";
import type { Issue } from "../errors.ts";
import { isJsonObject } from "../json/object.ts";
import { issuesOf } from "../validation/issues.ts";
import { conditionTest } from "./condition.ts";
import type { Subject, Test } from "./condition.ts";
import { placesOf } from "./place.ts";

/** `all` and `any` within one another, at most. */
const MAX_NESTING = 8;

/** Comparisons in one condition, at most. */
const MAX_TESTS = 500;

/** Values in one condition that texts are searched for, or put in order with, at most; texts that are equal are found by one look. */
const MAX_SEARCHED_FOR = 2_000;

/** More say nothing new. */
const MAX_ISSUES = 100;

/**
 * What is wrong with a condition: every fault, each with its path.
 * @param value what was given, of whatever kind
 * @param name where the condition stands, such as `where`
 */
export function conditionIssues(value: unknown, name: string): readonly Issue[] {
  const check = new Check();
  check.condition(value, name, 0);
  if (check.tests > MAX_TESTS)
    check.report(name, `holds more comparisons than the ${MAX_TESTS} that are allowed`);
  if (check.searchedFor > MAX_SEARCHED_FOR)
    check.report(
      name,
      `compares with ${check.searchedFor} values otherwise than by is and in; ${MAX_SEARCHED_FOR} are allowed`,
    );
  return check.issues;
}

class Check {
  readonly issues: Issue[] = [];
  tests = 0;
  searchedFor = 0;

  report(name: string, detail: string, value?: unknown): void {
    if (this.issues.length < MAX_ISSUES)
      this.issues.push({ in: "body", name, detail, ...(value !== undefined && { value }) });
  }

  condition(value: unknown, name: string, depth: number): void {
    if (this.tests > MAX_TESTS) return;
    if (!isJsonObject(value)) {
      this.report(name, "must be an object: a comparison, or {all: […]} or {any: […]} of conditions", value);
      return;
    }
    const list = (["all", "any"] as const).find((each) => Object.hasOwn(value, each));
    if (list === undefined) {
      this.tests++;
      this.#test(value, name);
    } else if (Object.keys(value).length > 1) {
      this.report(name, `may hold nothing beside "${list}": put what else must hold into its list`);
    } else if (depth === MAX_NESTING) {
      this.report(name, `nests all and any more than ${MAX_NESTING} deep`);
    } else this.#list(value[list], `${name}.${list}`, depth + 1);
  }

  #list(value: unknown, name: string, depth: number): void {
    if (!Array.isArray(value)) return this.report(name, "must be an array of conditions", value);
    if (value.length === 0) return this.report(name, "must hold at least one condition");
    for (const [i, each] of value.entries()) {
      if (this.tests > MAX_TESTS) return;
      this.condition(each, `${name}[${i}]`, depth);
    }
  }

  #test(value: object, name: string): void {
    if (!Value.Check(conditionTest, value)) {
      const errors = Value.Errors(conditionTest, value);
      const found = issuesOf(errors, { schema: conditionTest, value, in: "body", root: name });
      for (const issue of found) this.report(issue.name, issue.detail, issue.value);
      return;
    }
    if (!EQUALITIES.has(value.operator)) this.searchedFor += value.values?.length ?? 0;
    const fault = subjectFault(value);
    if (fault !== undefined) this.report(name, fault);
    this.#values(value, name);
  }

  #values({ operator, values }: Test, name: string): void {
    const at = `${name}.values`;
    if (operator === "set" || operator === "not_set") {
      if (values !== undefined) this.report(at, `has no meaning for "${operator}"`, values);
    } else if (values === undefined) {
      this.report(at, `"values" is required for "${operator}"`);
    } else if (ORDERINGS.has(operator)) {
      for (const [i, each] of values.entries())
        if (typeof each === "boolean")
          this.report(`${at}[${i}]`, `must be a number or a string: true and false have no order`, each);
    }
  }
}

const EQUALITIES: ReadonlySet<string> = new Set(["is", "is_not", "in", "not_in"]);

const ORDERINGS: ReadonlySet<string> = new Set(["greater", "greater_or_equal", "less", "less_or_equal"]);

/** What is wrong with what a comparison or a mapping says it is about; undefined where nothing is. */
export function subjectFault(subject: Subject): string | undefined {
  const count = placesOf(subject).length;
  if (count !== 1)
    return `must name exactly one of field, eventProperty, userProperty, groupProperty, derivedProperty and lookupProperty, not ${count === 0 ? "none" : count}`;
  return groupTypeFault(subject);
}

/** What is wrong between `groupProperty` and `groupType`; undefined where nothing is. */
export function groupTypeFault({ groupProperty, groupType }: Subject): string | undefined {
  if (groupProperty !== undefined && groupType === undefined) return '"groupProperty" needs a "groupType"';
  if (groupProperty === undefined && groupType !== undefined) return '"groupType" goes with "groupProperty"';
  return undefined;
}
