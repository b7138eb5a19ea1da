import { fieldPathFault } from "./field-path.ts";
import type { Manifest, ManifestField, ManifestIntegration, ReadObject } from "./manifest.ts";
import { scheduleFault } from "./schedule.ts";
import type { ManifestPath, Report, RuleContext } from "./rule-context.ts";
import { checkDestination, checkUniqueObjects, reportRepeated } from "./rule-context.ts";
import { checkSubscribe } from "./subscribe-rules.ts";

/** Everything that Ampersand's documents ask of a manifest beyond its shape. */
export function checkRules(manifest: Manifest, context: RuleContext): void {
  const { integrations } = manifest;
  reportRepeated(
    integrations,
    (each) => each.name,
    (i, name) => {
      context.report(["integrations", i, "name"], `There is another integration "${name}" above.`);
    },
  );
  integrations.forEach((integration, i) => checkIntegration(integration, ["integrations", i], context));
}

function checkIntegration(integration: ManifestIntegration, path: ManifestPath, context: RuleContext): void {
  const reads = integration.read?.objects ?? [];
  checkUniqueObjects(reads, [...path, "read", "objects"], context);
  reads.forEach((object, i) => checkReadObject(object, [...path, "read", "objects", i], context));
  checkSubscribe(integration, path, context);
  checkUniqueObjects(integration.write?.objects ?? [], [...path, "write", "objects"], context);
  const { watchSchema } = integration;
  if (watchSchema !== undefined) {
    checkDestination(watchSchema.destination, [...path, "watchSchema"], context);
    checkSchedule(watchSchema.schedule, [...path, "watchSchema"], context);
  }
}

function checkReadObject(object: ReadObject, path: ManifestPath, context: RuleContext): void {
  const { report } = context;
  checkDestination(object.destination, path, context);
  checkSchedule(object.schedule, path, context);
  for (const list of ["requiredFields", "optionalFields"] as const) {
    object[list]?.forEach((field, i) => checkField(field, [...path, list, i], report));
  }
  const period = object.backfill?.defaultPeriod;
  if (period !== undefined && (period.days === undefined) === (period.fullHistory === undefined)) {
    report([...path, "backfill", "defaultPeriod"], "Give either days or fullHistory: true.");
  }
  checkDelivery(object, path, report);
  checkEnabled(object, path, report);
}

function checkField({ fieldName, mapToName }: ManifestField, path: ManifestPath, report: Report): void {
  if (fieldName === undefined && mapToName === undefined)
    report(path, "A field needs a fieldName, a mapToName or both.");
  const fault = fieldName === undefined ? undefined : fieldPathFault(fieldName);
  if (fault !== undefined) report([...path, "fieldName"], `${fault}.`);
}

function checkDelivery({ delivery }: ReadObject, path: ManifestPath, report: Report): void {
  if (delivery === undefined) return;
  const { mode = "auto", pageSize } = delivery;
  if (mode === "auto" && pageSize !== undefined)
    report([...path, "delivery", "pageSize"], "pageSize goes with mode: onRequest only.");
  if (mode === "onRequest" && pageSize === undefined)
    report([...path, "delivery"], "mode: onRequest needs a pageSize (50 to 500).");
}

/** An object that is on for everybody must not depend on anything a customer chooses. */
function checkEnabled(object: ReadObject, path: ManifestPath, report: Report): void {
  if (object.enabled === undefined) return;
  if (object.schedule === undefined) report([...path, "enabled"], "enabled: always needs a schedule.");
  const required = object.requiredFields ?? [];
  if (required.length === 0) report([...path, "enabled"], "enabled: always needs requiredFields.");
  required.forEach((field, i) => {
    if (field.mapToName !== undefined)
      report(
        [...path, "requiredFields", i, "mapToName"],
        "enabled: always allows no mapToName in requiredFields.",
      );
  });
}

function checkSchedule(schedule: string | undefined, path: ManifestPath, { report }: RuleContext): void {
  const fault = schedule === undefined ? undefined : scheduleFault(schedule);
  if (fault !== undefined)
    report([...path, "schedule"], `${fault.charAt(0).toUpperCase()}${fault.slice(1)}.`);
}
