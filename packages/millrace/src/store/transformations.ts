import Type from "typebox";
import { Compile } from "typebox/compile";
import type { Timestamp } from "../core/time.ts";
import type { TransformationRule } from "../core/transformation.ts";
import { transformationRule } from "../core/transformation.ts";
import type { Store } from "./open-store.ts";

/** How a project's events look to those who choose transformed events. */
export interface Transformations {
  readonly rules: readonly TransformationRule[];
  readonly updateTime: Timestamp;
}

/** A project's transformations; undefined where it never had any. */
export async function findTransformations(
  store: Store,
  projectId: string,
): Promise<Transformations | undefined> {
  const row = await store
    .selectFrom("transformations")
    .select(["rules", "update_time"])
    .where("project_id", "=", projectId)
    .executeTakeFirst();
  return row && { rules: rules.Parse(JSON.parse(row.rules)), updateTime: row.update_time };
}

const rules = Compile(Type.Array(transformationRule));
