import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { CREDENTIAL_RULES } from "./aws/credential-errors.ts";
import { AWS_ERRORS, ruleOf as awsRuleOf, ruleOfStatus } from "./aws/errors.ts";
import { NO_ANSWER_RULES, ruleOf as webhookRuleOf } from "./requests/outcomes.ts";

/** What a row of the page says: `outcome code blame`. */
type Said = string;

interface Rule {
  readonly outcome: string;
  readonly code: string;
  readonly blame: string;
}

const page = readFileSync(new URL("../../../../docs/failures.md", import.meta.url), "utf8");

/** The table under a heading: what its rows say, by each name in the first cell. */
function tableUnder(heading: string): { names: Map<string, Said>; statuses: Map<string, Said> } {
  const section = page.split(`\n## ${heading}\n`)[1]?.split("\n## ")[0] ?? "";
  const names = new Map<string, Said>();
  const statuses = new Map<string, Said>();
  for (const line of section.split("\n").filter((each) => each.startsWith("| "))) {
    const [first = "", outcome = "", code = "", blame = ""] = line
      .split("|")
      .slice(1)
      .map((cell) => cell.trim());
    const into = first.startsWith("status ") ? statuses : names;
    const said = [outcome, code.replaceAll("`", ""), blame].join(" ").trim();
    for (const [, name = ""] of first.matchAll(/`([^`]+)`/g)) {
      expect(into.has(name), `${name} stands in two rows`).toBe(false);
      into.set(name, said);
    }
    if (!first.includes("`")) names.set(first, said);
  }
  return { names, statuses };
}

const inWords = ({ outcome, code, blame }: Rule): Said => `${outcome} ${code} ${blame}`;

/** What the page says of a status: its own row, else that of its hundred, else that of all others. */
function ofStatus(statuses: ReadonlyMap<string, Said>, status: number): Said | undefined {
  return statuses.get(`${status}`) ?? statuses.get(`${Math.floor(status / 100)}xx`) ?? statuses.get("xxx");
}

const FAILED = Array.from({ length: 300 }, (_, i) => 300 + i);

describe("docs/failures.md", () => {
  it("names every error of AWS with what it comes to, and no other", () => {
    const { names } = tableUnder("AWS errors");
    const { error: _title, "---": _line, "no answer": noAnswer, ...errors } = Object.fromEntries(names);
    const rules = Object.entries(AWS_ERRORS).map(([name, rule]) => [name, inWords(rule)] as const);
    expect(errors).toEqual(Object.fromEntries(rules));
    expect(noAnswer).toBe(inWords(awsRuleOf({ name: "", message: "", status: undefined })));
  });

  it("says what every status of AWS comes to", () => {
    const { statuses } = tableUnder("AWS errors");
    for (const status of FAILED)
      expect([status, ofStatus(statuses, status)]).toEqual([status, inWords(ruleOfStatus(status))]);
  });

  it("says everything that can be wrong with a role or the host's credentials, and nothing else", () => {
    const { names } = tableUnder("Roles and host credentials");
    const { cause: _title, "---": _line, ...said } = Object.fromEntries(names);
    expect(new Set(Object.values(said))).toEqual(new Set(Object.values(CREDENTIAL_RULES).map(inWords)));
  });

  it("says what every answer to a webhook comes to", () => {
    const { statuses } = tableUnder("Webhook answers");
    for (const status of FAILED) {
      const rule = webhookRuleOf({ status, said: "", after: undefined });
      expect([status, ofStatus(statuses, status)]).toEqual([status, inWords(rule)]);
    }
    expect(statuses.get("2xx")).toBe("delivered");
  });

  it("names every reason why a webhook had no answer, and no other", () => {
    const {
      answer: _title,
      "---": _line,
      ...reasons
    } = Object.fromEntries(tableUnder("Webhook answers").names);
    const rules = Object.entries(NO_ANSWER_RULES).map(([why, rule]) => [why, inWords(rule)] as const);
    expect(reasons).toEqual(Object.fromEntries(rules));
  });
});
