import type { JsonObject } from "../core/json/object.ts";
import { fieldPathFault } from "./field-path.ts";
import type { ManifestPath } from "./located.ts";
import type { Report, RuleContext } from "./rule-context.ts";
import { checkDestination, checkUniqueObjects, has, itemsIn, mapIn, textIn } from "./rule-context.ts";
import { scheduleFault } from "./schedule.ts";

/** Objects are read no more often than this. */
const READ_MINUTES_APART = 10;

/** What holds for the objects under `read`, each for itself and among them. */
export function checkRead(integration: JsonObject, path: ManifestPath, context: RuleContext): void {
  const at = [...path, "read", "objects"];
  const objects = itemsIn(mapIn(integration, "read"), "objects");
  checkUniqueObjects(objects, at, context);
  for (const { index, value } of objects) {
    checkDestination(value, [...at, index], context);
    checkObject(value, [...at, index], context.report);
  }
}

function checkObject(object: JsonObject, path: ManifestPath, report: Report): void {
  const schedule = textIn(object, "schedule");
  const fault = schedule === undefined ? undefined : scheduleFault(schedule, READ_MINUTES_APART);
  if (fault !== undefined) report([...path, "schedule"], fault);
  for (const list of ["requiredFields", "optionalFields"]) {
    for (const { index, value } of itemsIn(object, list)) checkField(value, [...path, list, index], report);
  }
  checkBackfill(object, path, report);
  checkDelivery(object, path, report);
  if (object.enabled === "always") checkAlwaysEnabled(object, path, report);
}

function checkField(field: JsonObject, path: ManifestPath, report: Report): void {
  if (!has(field, "fieldName") && !has(field, "mapToName"))
    report(path, "A field needs a fieldName, a mapToName or both.");
  const fieldName = textIn(field, "fieldName");
  const fault = fieldName === undefined ? undefined : fieldPathFault(fieldName);
  if (fault !== undefined) report([...path, "fieldName"], fault);
}

/** Ampersand takes `fullHistory: false` for leaving it out. */
function checkBackfill(object: JsonObject, path: ManifestPath, report: Report): void {
  const period = mapIn(mapIn(object, "backfill"), "defaultPeriod");
  if (period === undefined) return;
  const { fullHistory } = period;
  if (fullHistory !== undefined && typeof fullHistory !== "boolean") return;
  if (has(period, "days") === (fullHistory === true))
    report([...path, "backfill", "defaultPeriod"], "Give either days or fullHistory: true.");
}

function checkDelivery(object: JsonObject, path: ManifestPath, report: Report): void {
  const delivery = mapIn(object, "delivery");
  if (delivery === undefined) return;
  const { mode = "auto" } = delivery;
  if (mode === "auto" && has(delivery, "pageSize"))
    report([...path, "delivery", "pageSize"], "pageSize goes with mode: onRequest only.");
  if (mode === "onRequest" && !has(delivery, "pageSize"))
    report([...path, "delivery"], "mode: onRequest needs a pageSize (50 to 500).");
}

/** An object that is on for everybody must not depend on anything a customer chooses. */
function checkAlwaysEnabled(object: JsonObject, path: ManifestPath, report: Report): void {
  if (!has(object, "schedule")) report([...path, "enabled"], "enabled: always needs a schedule.");
  const { requiredFields = [] } = object;
  if (!Array.isArray(requiredFields)) return;
  if (requiredFields.length === 0) report([...path, "enabled"], "enabled: always needs requiredFields.");
  for (const { index, value } of itemsIn(object, "requiredFields")) {
    if (!has(value, "mapToName")) continue;
    report(
      [...path, "requiredFields", index, "mapToName"],
      "enabled: always allows no mapToName in requiredFields.",
    );
  }
}
