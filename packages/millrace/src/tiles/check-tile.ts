import type { Issue } from "../core/errors.ts";
import { MillraceError } from "../core/errors.ts";
import { PARTS } from "../core/parts.ts";
import { namesUsed } from "../destinations/http/used-names.ts";
import { declaredAndUsed } from "./declared-and-used.ts";
import type { TileDefinition } from "./definition.ts";
import type { Values } from "./parameter-values.ts";
import { filledIn, givenValues, trialOf } from "./parameter-values.ts";
import type { Finding, TileReport } from "./report.ts";
import { endpointOf } from "./rules.ts";
import { templateFindings } from "./template-findings.ts";
import type { TileVersion } from "./tile.ts";
import type { Tried } from "./try-samples.ts";
import { trySamples } from "./try-samples.ts";

/** What a check goes by, beside the definition. */
export interface CheckOptions {
  readonly hasLogo?: boolean;
  /** Values of parameters to render samples with; made up where there are none. */
  readonly parameters?: Values;
}

/**
 * Checks a definition whose templates compile: what it declares against what its templates use, and what they make of
 * samples of every kind. Takes seconds at most, whatever the templates do.
 */
export async function checkTile(
  definition: TileDefinition,
  { hasLogo = false, parameters = {} }: CheckOptions = {},
): Promise<TileReport> {
  const uses = namesUsed(endpointOf(definition));
  const { issues: ofNames, ...tables } = declaredAndUsed(definition, uses);
  const names = tables.parameters.map(({ name }) => name);
  const values = filledIn(definition, givenValues(definition, parameters), names);
  const tried = await trySamples(definition, trialOf(definition, values));
  const issues = [
    ...ofNames,
    ...templateFindings(definition),
    ...sampleFindings(tried),
    ...(PARTS.some((part) => definition[part] !== undefined) ? [] : [NO_PART]),
    ...(hasLogo ? [] : [NO_LOGO]),
  ];
  return {
    ok: !issues.some(({ severity }) => severity === "error"),
    ...tables,
    issues,
    samples: tried.map(({ result }) => result),
  };
}

const NO_PART: Finding = {
  severity: "error",
  code: "no_part",
  message: "A tile sends events, identifies or groups; this one has a request for none of them.",
};

const NO_LOGO: Finding = {
  severity: "warning",
  code: "no_logo",
  message: "The tile has no logo: send one to …/logo.",
};

/** A fault that comes up with several samples is told once, with their names. */
function sampleFindings(tried: readonly Tried[]): readonly Finding[] {
  const faults = new Map<string, Tried[]>();
  for (const each of tried) {
    const { ok, name: _, ...fault } = each.result;
    if (ok) continue;
    const key = JSON.stringify(fault);
    faults.set(key, [...(faults.get(key) ?? []), each]);
  }
  return [...faults.values()].flatMap((alike): readonly Finding[] => {
    const [first] = alike;
    if (first === undefined) return [];
    const { ok: _, name: __, part, code = "render_failed", message = "", ...place } = first.result;
    const names = alike.map(({ sample }) => `"${sample.name}"`).join(", ");
    return [
      {
        severity: alike.some(({ sample }) => sample.must) ? "error" : "warning",
        code,
        message: `With the ${alike.length === 1 ? "sample" : "samples"} ${names} of ${part}: ${message}`,
        ...place,
      },
    ];
  });
}

/**
 * Sees to it that a version is fit to be looked at by a reviewer.
 * @throws {MillraceError} 422 with everything that stands in the way
 */
export async function mustBeSubmittable({ definition, logo }: TileVersion): Promise<void> {
  const { ok, issues } = await checkTile(definition, { hasLogo: logo !== undefined });
  if (ok) return;
  throw new MillraceError("tile_not_ready", "The tile cannot be submitted as it is.", {
    status: 422,
    remedy: "See issues; :check tells them with the warnings and the results of every sample.",
    issues: issues.filter(({ severity }) => severity === "error").map(asIssue),
  });
}

function asIssue({ template, message, line, column }: Finding): Issue {
  return {
    in: "body",
    name: template === undefined ? "definition" : `definition.${template}`,
    detail: message,
    ...(line !== undefined && { line }),
    ...(column !== undefined && { column }),
  };
}
