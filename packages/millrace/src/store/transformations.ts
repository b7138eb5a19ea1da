import Type from "typebox";
import { Compile } from "typebox/compile";
import { InvariantError } from "../core/errors.ts";
import { parseLossless, printLossless } from "../core/json/lossless.ts";
import type { Timestamp } from "../core/time.ts";
import type { TransformationRule } from "../core/transformation.ts";
import { transformationRule } from "../core/transformation.ts";
import type { Store } from "./open-store.ts";
import type { Row } from "./tables.ts";

/** A project's transformations: their rules, in order, and when they were last replaced. */
export interface Transformations {
  readonly rules: readonly TransformationRule[];
  readonly updateTime: Timestamp;
}

/** The project's transformations; undefined where it never had any. Numbers in tables are as `parseLossless` gives them. */
export async function findTransformations(
  store: Store,
  projectId: string,
): Promise<Transformations | undefined> {
  const row = await store
    .selectFrom("transformations")
    .selectAll()
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  return row && toTransformations(row);
}

/** Puts the rules in the place of those that the project has. */
export async function replaceTransformations(
  store: Store,
  projectId: string,
  rules: readonly TransformationRule[],
  now: Timestamp,
): Promise<Transformations> {
  const values = { rules: printLossless(rules), update_time: now };
  const row = await store
    .insertInto("transformations")
    .values({ project_id: projectId, ...values })
    .onConflict((conflict) => conflict.column("project_id").doUpdateSet(values))
    .returningAll()
    .executeTakeFirstOrThrow();
  return toTransformations(row);
}

const ruleList = Compile(Type.Array(transformationRule));

function toTransformations(row: Row<"transformations">): Transformations {
  const rules = parseLossless(row.rules);
  // Checked and not parsed: that would make copies of numbers that are none to JavaScript.
  if (!ruleList.Check(rules)) throw new InvariantError("A project's transformations cannot be read.");
  return { rules, updateTime: row.update_time };
}
