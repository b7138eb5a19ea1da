import type { Static } from "typebox";
import Type from "typebox";
import type { TLocalizedValidationError } from "typebox/error";
import { Compile } from "typebox/compile";
import type { Issue } from "../core/errors.ts";
import { UnreadableInputError } from "../core/errors.ts";
import type { Member, Span } from "../core/json/scan.ts";
import { checkDocument, JsonSyntaxError, kindAt, members, skipSpace, skipValue } from "../core/json/scan.ts";
import { parseTimestamp } from "../core/time.ts";
import { didYouMean } from "../core/validation/did-you-mean.ts";
import { brief } from "../core/validation/issues.ts";
import { withArticle } from "../core/validation/article.ts";
import { fault, invalidResults, MAX_FAULTS } from "./faults.ts";

/** One message holds at most this many entries. */
export const MAX_RESULTS = 10_000;

/** What stands around a record in a message: `{"data": {"result": [{"raw": …}]}}`. */
const DEPTH_OF_RECORDS = 4;

/** The body of a call that hands in results. Entries are read by their own rules, see `result-entry.ts`. */
export const resultsSchema = Type.Object(
  {
    action: Type.Enum(["read", "subscribe"]),
    objectName: Type.String({
      minLength: 1,
      description: "As the provider names it, or as the manifest maps it.",
    }),
    operationId: Type.Optional(
      Type.String({ minLength: 1, description: "Of read actions only. Left out, Millrace makes one." }),
    ),
    operationTime: Type.Optional(
      Type.String({ format: "date-time", description: "RFC 3339. Left out, the moment it came in." }),
    ),
    readType: Type.Optional(
      Type.Enum(["backfill", "scheduled", "triggered"], { description: "Of read actions only." }),
    ),
    workspace: Type.Optional(Type.String({ minLength: 1 })),
    result: Type.Array(Type.Unknown(), {
      minItems: 1,
      maxItems: MAX_RESULTS,
      description:
        "Result entries, entries with only `raw` (fields are then chosen by the manifest), or bare records of the provider.",
    }),
  },
  { additionalProperties: false },
);

const MEMBERS = Object.keys(resultsSchema.properties);

const validator = Compile(resultsSchema);

/** What a call handed in: small members as values, the entries as pieces of the call's own text. */
export interface ResultsBody extends Omit<Static<typeof resultsSchema>, "result"> {
  readonly result: readonly Span[];
}

/**
 * Reads the body of a call that hands in results.
 * @throws {UnreadableInputError} where it is not JSON
 * @throws {InvalidInputError} with everything that is wrong with it
 */
export function readResultsBody(text: string): ResultsBody {
  const { found, result } = cut(text);
  const envelope: Record<string, unknown> = {};
  const issues: Issue[] = [];
  const seen = new Set<string>();
  for (const member of found) {
    if (!Object.hasOwn(resultsSchema.properties, member.key)) {
      const hint = didYouMean(member.key, MEMBERS);
      issues.push(fault(brief(member.key), `is no known member${hint}`));
    } else if (seen.has(member.key)) {
      issues.push(fault(member.key, "stands more than once"));
    } else {
      envelope[member.key] = member.key === "result" ? standIn(result) : smallValue(text, member);
    }
    seen.add(member.key);
    if (issues.length >= MAX_FAULTS) break;
  }
  const valid = validator.Check(envelope);
  if (!valid) issues.push(...validator.Errors(envelope).flatMap(issuesOf));
  const time = envelope.operationTime;
  // Beside the schema's format, because this is what the event's time is made by.
  if (
    typeof time === "string" &&
    parseTimestamp(time) === undefined &&
    !issues.some(({ name }) => name === "operationTime")
  ) {
    issues.push(fault("operationTime", TIME_FORM));
  }
  if (!valid || issues.length > 0 || result === undefined) throw invalidResults(issues);
  return { ...envelope, result };
}

const TIME_FORM = "must be a time of RFC 3339, such as 2025-10-14T02:58:59.323Z";

function cut(text: string): { found: readonly Member[]; result: readonly Span[] | undefined } {
  try {
    const start = skipSpace(text, 0);
    if (text[start] !== "{") {
      checkDocument(text);
      throw invalidResults([fault("", `must be an object, not ${withArticle(kindAt(text, start))}`)]);
    }
    const found = members(text, start);
    // The closing brace: what stands between it and the last member has been checked.
    const end = skipSpace(text, found.at(-1)?.end ?? start + 1);
    const rest = skipSpace(text, end + 1);
    if (rest < text.length) throw new JsonSyntaxError("unexpected text behind the value", text, rest);
    const result = found.find(({ key }) => key === "result");
    const isList = result !== undefined && kindAt(text, result.start) === "array";
    return { found, result: isList ? entriesOf(text, result) : undefined };
  } catch (error) {
    if (!(error instanceof JsonSyntaxError)) throw error;
    throw new UnreadableInputError(`The body is not JSON: ${error.message}.`, { cause: error });
  }
}

/**
 * The entries of the list at `list`, which is known to be well-formed. No entry may nest so deep that the message made
 * of it would be refused by whoever reads that.
 */
function entriesOf(text: string, list: Span): readonly Span[] {
  const entries: Span[] = [];
  let at = skipSpace(text, list.start + 1);
  while (at < list.end - 1) {
    const end = skipValue(text, at, DEPTH_OF_RECORDS);
    entries.push({ start: at, end });
    // Behind the comma, or behind the closing bracket, which ends the list.
    at = skipSpace(text, skipSpace(text, end) + 1);
  }
  return entries;
}

/** What the schema sees of `result`: as many entries, none of them parsed. */
function standIn(result: readonly Span[] | undefined): unknown {
  return result === undefined
    ? null
    : Array.from({ length: Math.min(result.length, MAX_RESULTS + 1) }, () => null);
}

function smallValue(text: string, { start, end }: Span): unknown {
  return JSON.parse(text.slice(start, end));
}

function issuesOf(error: TLocalizedValidationError): readonly Issue[] {
  const name = error.instancePath.slice(1);
  if (error.keyword === "required") {
    return error.params.requiredProperties.map((missing) => fault(missing, "is required"));
  }
  if (error.keyword === "type") return [fault(name, `must be ${withArticle(String(error.params.type))}`)];
  if (error.keyword === "enum") {
    const allowed = error.params.allowedValues.map((value) => JSON.stringify(value)).join(", ");
    return [fault(name, `must be one of ${allowed}`)];
  }
  if (error.keyword === "format") return [fault(name, TIME_FORM)];
  if (error.keyword === "minItems" || error.keyword === "minLength")
    return [fault(name, "must not be empty")];
  if (error.keyword === "maxItems") return [fault(name, `holds more than ${MAX_RESULTS} entries`)];
  return [fault(name, error.message)];
}
