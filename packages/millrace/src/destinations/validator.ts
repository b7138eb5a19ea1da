import type { TObject } from "typebox";
import Type from "typebox";
import type { Validator } from "typebox/compile";
import { Compile } from "typebox/compile";
import { didYouMean } from "../core/validation/did-you-mean.ts";
import type { DestinationType, NetworkPolicy } from "../core/destination.ts";
import { forProject } from "../core/destination.ts";
import type { Issue } from "../core/errors.ts";
import { InvalidInputError } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import { issuesOf } from "../core/validation/issues.ts";
import { summaryOf } from "../core/validation/summary.ts";

/** Settings and credentials that a destination of their type can be opened with. */
export interface ValidDestination {
  readonly type: DestinationType;
  readonly metadata: JsonObject;
  readonly secrets: JsonObject;
}

/** What is validated, beside what was said. */
interface ValidationPlace {
  /** Whose destination it is. Without it, it may use nothing of the host's. */
  readonly projectId?: string;
  /** What names in `issues` begin with, such as `destination.` in a change. */
  readonly root?: string;
}

interface Checker {
  readonly type: DestinationType;
  readonly settings: Validator;
  readonly secrets: Validator;
}

/** Holds what callers say of a destination against its type: schemas first, then the rules no schema can state. */
export class DestinationValidator {
  readonly #checkers: ReadonlyMap<string, Checker>;
  readonly #policy: NetworkPolicy;

  constructor(types: ReadonlyMap<string, DestinationType>, policy: NetworkPolicy) {
    const checkers = [...types.values()].map((type): [string, Checker] => [
      type.type,
      { type, settings: Compile(closed(type.settings)), secrets: Compile(closed(type.secrets)) },
    ]);
    this.#checkers = new Map(checkers);
    this.#policy = policy;
  }

  /** The type of that name. */
  typeOf(name: string): DestinationType {
    return this.#checker(name).type;
  }

  /**
   * @throws {InvalidInputError} with everything that is wrong
   */
  validate(
    typeName: string,
    given: { metadata: unknown; secrets: unknown },
    { projectId, root = "" }: ValidationPlace = {},
  ): ValidDestination {
    const { type, settings, secrets } = this.#checker(typeName);
    const metadata = given.metadata ?? {};
    const credentials = given.secrets ?? {};
    const faults = [
      ...faultsOf(settings, type.settings, metadata, `${root}metadata`),
      ...faultsOf(secrets, type.secrets, credentials, `${root}secrets`),
    ];
    if (!isJsonObject(metadata) || !isJsonObject(credentials) || faults.length > 0) throw invalid(faults);
    const under = (issue: Issue): Issue => ({ ...issue, name: root + issue.name });
    const policy = projectId === undefined ? this.#policy : forProject(this.#policy, projectId);
    const rules = type.validate(metadata, policy, credentials).map(under);
    if (rules.length > 0) throw invalid(rules);
    return { type, metadata, secrets: credentials };
  }

  #checker(name: string): Checker {
    const checker = this.#checkers.get(name);
    if (checker !== undefined) return checker;
    const known = [...this.#checkers.keys()];
    const detail = `must be one of ${known.join(", ")}${didYouMean(name, known)}`;
    throw invalid([{ in: "body", name: "type", detail, value: name }]);
  }
}

function faultsOf(validator: Validator, type: TObject, value: unknown, root: string): readonly Issue[] {
  if (validator.Check(value)) return [];
  return issuesOf(validator.Errors(value), { schema: type, value, in: "body", root });
}

function invalid(issues: readonly Issue[]): InvalidInputError {
  return new InvalidInputError(summaryOf(issues), issues);
}

/** A type's schema, refusing fields it does not know. */
export function closed(schema: TObject): TObject {
  return Type.Object(schema.properties, { additionalProperties: false });
}
