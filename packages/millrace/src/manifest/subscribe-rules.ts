import type { JsonObject } from "../core/json/object.ts";
import { isFieldPath } from "./field-path.ts";
import type { ManifestPath } from "./located.ts";
import type { Report, RuleContext } from "./rule-context.ts";
import { checkDestination, checkUniqueObjects, has, itemsIn, mapIn, textIn } from "./rule-context.ts";

/** Salesforce's change events take no more objects by default. */
const SALESFORCE_OBJECTS = 5;

/** Events that every provider has, under Ampersand's names. */
const STANDARD_EVENTS = ["createEvent", "updateEvent", "deleteEvent", "associationChangeEvent"] as const;

/** What holds for `subscribe` and between it and `read`. */
export function checkSubscribe(integration: JsonObject, path: ManifestPath, context: RuleContext): void {
  const { report } = context;
  const at = [...path, "subscribe", "objects"];
  const objects = itemsIn(mapIn(integration, "subscribe"), "objects");
  if (has(integration, "subscribe") && !has(integration, "read"))
    report([...path, "subscribe"], "subscribe needs a read beside it.");
  const isSalesforce = textIn(integration, "provider")?.toLowerCase() === "salesforce";
  if (isSalesforce && objects.length > SALESFORCE_OBJECTS) {
    const message = `Salesforce allows at most ${SALESFORCE_OBJECTS} subscribed objects.`;
    report([...at, objects[SALESFORCE_OBJECTS]?.index ?? SALESFORCE_OBJECTS], message);
  }
  checkUniqueObjects(objects, at, context);
  const readNames = new Set(
    itemsIn(mapIn(integration, "read"), "objects").map(({ value }) => textIn(value, "objectName")),
  );
  for (const { index, value } of objects) {
    checkDestination(value, [...at, index], context);
    checkEvents(value, readNames, [...at, index], report);
    checkWatchedFields(value, [...at, index], report);
  }
}

function checkEvents(
  object: JsonObject,
  readNames: ReadonlySet<string | undefined>,
  path: ManifestPath,
  report: Report,
): void {
  const objectName = textIn(object, "objectName");
  const standard = STANDARD_EVENTS.find((event) => has(object, event));
  const { otherEvents = [] } = object;
  if (standard === undefined && Array.isArray(otherEvents) && otherEvents.length === 0) {
    const events = `${STANDARD_EVENTS.join(", ")} or otherEvents`;
    report(path, `"${objectName ?? ""}" subscribes to nothing: give it ${events}.`);
  }
  const { inheritFieldsAndMapping, inheritFieldsAndMappings } = object;
  const inherit = inheritFieldsAndMapping ?? inheritFieldsAndMappings ?? false;
  if (standard !== undefined && inherit === false)
    report([...path, standard], `${standard} needs inheritFieldsAndMapping: true.`);
  const needsRead = standard !== undefined || inherit === true;
  if (needsRead && objectName !== undefined && !readNames.has(objectName)) {
    report(
      [...path, "objectName"],
      `There is no object "${objectName}" under read to take fields and mapping from.`,
    );
  }
}

function checkWatchedFields(object: JsonObject, path: ManifestPath, report: Report): void {
  const update = mapIn(object, "updateEvent");
  if (update === undefined) return;
  if (has(update, "watchFieldsAuto") === has(update, "requiredWatchFields"))
    report([...path, "updateEvent"], "updateEvent takes either watchFieldsAuto or requiredWatchFields.");
  const { requiredWatchFields } = update;
  if (!Array.isArray(requiredWatchFields)) return;
  for (const [i, field] of requiredWatchFields.entries()) {
    if (typeof field === "string" && isFieldPath(field))
      report([...path, "updateEvent", "requiredWatchFields", i], "A nested field cannot be watched.");
  }
}
