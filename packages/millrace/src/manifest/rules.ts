import type { JsonObject } from "../core/json/object.ts";
import type { ManifestPath } from "./located.ts";
import { checkRead } from "./read-rules.ts";
import type { RuleContext } from "./rule-context.ts";
import { checkDestination, checkUnique, checkUniqueObjects, itemsIn, mapIn, textIn } from "./rule-context.ts";
import { scheduleFault } from "./schedule.ts";
import { checkSubscribe } from "./subscribe-rules.ts";

/** A provider's schema is looked at no more often than this. Source: `WatchSchema.schedule` of Ampersand's manifest. */
const WATCH_MINUTES_APART = 60;

/** Everything that Ampersand's documents ask of a manifest beyond the shape of each value. */
export function checkRules(manifest: JsonObject, context: RuleContext): void {
  const integrations = itemsIn(manifest, "integrations");
  checkUnique(integrations, "name", (index, name) => {
    context.report(["integrations", index, "name"], `There is another integration "${name}" above.`);
  });
  for (const { index, value } of integrations) checkIntegration(value, ["integrations", index], context);
}

function checkIntegration(integration: JsonObject, path: ManifestPath, context: RuleContext): void {
  checkRead(integration, path, context);
  checkSubscribe(integration, path, context);
  const written = itemsIn(mapIn(integration, "write"), "objects");
  checkUniqueObjects(written, [...path, "write", "objects"], context);
  const watch = mapIn(integration, "watchSchema");
  if (watch === undefined) return;
  checkDestination(watch, [...path, "watchSchema"], context);
  const schedule = textIn(watch, "schedule");
  const fault = schedule === undefined ? undefined : scheduleFault(schedule, WATCH_MINUTES_APART);
  if (fault !== undefined) context.report([...path, "watchSchema", "schedule"], fault);
}
