import type { Issue } from "../core/errors.ts";
import { didYouMean } from "../core/validation/did-you-mean.ts";
import { brief } from "../core/validation/issues.ts";
import type { TileDefinition, TileParameter } from "../tiles/definition.ts";

/** What a customer says of a tile's parameters: values by name; null takes back what was said before. */
export type GivenParameters = Readonly<Record<string, string | null>>;

/** Values of a tile's parameters: those that may be shown, and those that may not. */
export interface ParameterValues {
  readonly open: Readonly<Record<string, string>>;
  readonly secret: Readonly<Record<string, string>>;
}

/** No values. */
export const NO_PARAMETERS: ParameterValues = { open: {}, secret: {} };

/** Longer values are no parameters but documents. */
const MAX_LENGTH = 8_192;

/** What is wrong with the parameters as they were given; values are not part of it, some are secret. */
export function parameterIssues(given: GivenParameters, tile: TileDefinition): readonly Issue[] {
  const declared = new Map((tile.parameters ?? []).map((each) => [each.name, each]));
  return Object.entries(given).flatMap(([name, value]): Issue[] => {
    const detail = faultOf(declared.get(name), name, value, [...declared.keys()]);
    return detail === undefined ? [] : [{ in: "body", name: `parameters.${brief(name)}`, detail }];
  });
}

function faultOf(
  declared: TileParameter | undefined,
  name: string,
  value: string | null,
  known: readonly string[],
): string | undefined {
  if (declared === undefined)
    return known.length === 0
      ? "the tile has no parameters"
      : `the tile has no parameter "${brief(name)}"${didYouMean(name, known)}`;
  if (value === null || value === "") return undefined;
  if (value.length > MAX_LENGTH) return `must not have more than ${MAX_LENGTH} characters`;
  const { choices } = declared;
  if (choices !== undefined && !choices.includes(value)) return `must be one of ${choices.join(", ")}`;
  return undefined;
}

/**
 * The values after a change: what is not given stays, what a version of the tile knows no more goes, and defaults stand
 * where there is nothing else. A value that the tile no longer allows goes too.
 */
export function mergeParameters(
  tile: TileDefinition,
  before: ParameterValues,
  given: GivenParameters,
): ParameterValues {
  const known = new Map([...Object.entries(before.open), ...Object.entries(before.secret)]);
  for (const [name, value] of Object.entries(given)) {
    if (value === null || value === "") known.delete(name);
    else known.set(name, value);
  }
  const open: [string, string][] = [];
  const secret: [string, string][] = [];
  for (const parameter of tile.parameters ?? []) {
    const { name, choices } = parameter;
    const said = known.get(name);
    const value = said !== undefined && (choices?.includes(said) ?? true) ? said : parameter.default;
    if (value !== undefined) (parameter.secret === true ? secret : open).push([name, value]);
  }
  return { open: Object.fromEntries(open), secret: Object.fromEntries(secret) };
}
