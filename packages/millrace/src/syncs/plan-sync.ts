import type { DestinationValidator } from "../destinations/validator.ts";
import type { Issue } from "../core/errors.ts";
import { InvalidInputError } from "../core/errors.ts";
import { summaryOf } from "../core/validation/summary.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import type { SyncDefinition, SyncState } from "./definition.ts";
import { definitionIssues } from "./definition-issues.ts";
import { missingOf } from "./missing.ts";
import type { GivenParameters, ParameterValues } from "./parameters.ts";
import { mergeParameters, NO_PARAMETERS, parameterIssues } from "./parameters.ts";
import type { SyncRoute } from "./routes-of-sync.ts";
import { routesOf } from "./routes-of-sync.ts";
import type { DestinationOfTile } from "./settings-of-tile.ts";
import { destinationOfTile } from "./settings-of-tile.ts";
import type { Target } from "./sync-target.ts";

/** What a caller wants a sync to be. */
export interface WantedSync {
  readonly target: Target;
  /** Values of the tile's parameters so far. */
  readonly before: ParameterValues;
  readonly definition: SyncDefinition;
  /** The definition is new, and not what was found good before. */
  readonly definitionGiven: boolean;
  readonly parameters: GivenParameters;
  readonly state: SyncState;
}

/** What a sync comes to, found good as a whole. */
export interface PlannedSync {
  readonly routes: readonly SyncRoute[];
  /** What the destination that is the sync's own is made of; absent where it leads to another. */
  readonly own?: DestinationOfTile;
  readonly parameters: ParameterValues;
  /** What is still to be said before it can be enabled. */
  readonly missing: readonly Issue[];
}

/**
 * Holds what a caller wants against the rules.
 * @throws {InvalidInputError} with everything that is wrong, or is missing where the sync is to run
 */
export function planSync(wanted: WantedSync, validator: DestinationValidator): PlannedSync {
  const { target, definition, parameters: given } = wanted;
  const tile = target.kind === "tile" ? target.tile.version.definition : undefined;
  const issues = [
    ...givenIssues(given, tile),
    ...definitionIssues(definition, {
      tile,
      destination: target.kind === "destination" ? target.destination : undefined,
      isNew: wanted.definitionGiven,
    }),
  ];
  if (issues.length > 0) throw new InvalidInputError(summaryOf(issues), issues);
  const parameters = tile === undefined ? NO_PARAMETERS : mergeParameters(tile, wanted.before, given);
  const missing = missingOf(definition, tile, parameters);
  if (wanted.state !== "disabled" && missing.length > 0) throw notReady(missing);
  const own = tile && destinationOfTile(tile, parameters);
  // Templates cannot be tried without the values they need.
  if (own !== undefined && !missing.some(({ name }) => name.startsWith("parameters.")))
    tryDestination(own, validator);
  return { routes: routesOf(definition, tile), ...(own !== undefined && { own }), parameters, missing };
}

function givenIssues(given: GivenParameters, tile: TileDefinition | undefined): readonly Issue[] {
  if (tile !== undefined) return parameterIssues(given, tile);
  if (Object.keys(given).length === 0) return [];
  return [{ in: "body", name: "parameters", detail: "belong to tiles; this sync leads to a destination" }];
}

function notReady(missing: readonly Issue[]): InvalidInputError {
  return new InvalidInputError(`The sync cannot run yet: ${summaryOf(missing)}`, missing, {
    remedy: "Say what is missing, or leave the sync disabled until it is known.",
  });
}

function tryDestination(own: DestinationOfTile, validator: DestinationValidator): void {
  try {
    validator.validate("http", own);
  } catch (error) {
    if (!(error instanceof InvalidInputError)) throw error;
    const issues = error.issues.map(issueOfCustomer);
    throw new InvalidInputError(summaryOf(issues), issues);
  }
}

/** What is wrong with a setting, as those know it who gave a parameter. Values may be secret. */
function issueOfCustomer({ in: place, name, detail }: Issue): Issue {
  const parameter = /^(?:metadata|secrets)\.parameters\.(.+)$/.exec(name)?.[1];
  if (parameter !== undefined) return { in: place, name: `parameters.${parameter}`, detail };
  return {
    in: place,
    name: "tile",
    detail: `with these parameters, ${name.replace("metadata.", "")}: ${detail}`,
  };
}
