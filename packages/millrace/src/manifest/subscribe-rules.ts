import type { ManifestIntegration, SubscribeObject } from "./manifest.ts";
import { inheritsFields } from "./manifest.ts";
import type { ManifestPath, Report, RuleContext } from "./rule-context.ts";
import { checkDestination, checkUniqueObjects } from "./rule-context.ts";

/** Salesforce's change events take no more objects by default. */
const SALESFORCE_OBJECTS = 5;

/** Events that every provider has, under Ampersand's names. */
const STANDARD_EVENTS = ["createEvent", "updateEvent", "deleteEvent", "associationChangeEvent"] as const;

/** What holds for `subscribe` and between it and `read`. */
export function checkSubscribe(
  integration: ManifestIntegration,
  path: ManifestPath,
  context: RuleContext,
): void {
  const { subscribe, read, provider } = integration;
  const objects = subscribe?.objects ?? [];
  const at = [...path, "subscribe", "objects"];
  if (subscribe !== undefined && read === undefined)
    context.report([...path, "subscribe"], "subscribe needs a read beside it.");
  if (provider.toLowerCase() === "salesforce" && objects.length > SALESFORCE_OBJECTS) {
    context.report(
      [...at, SALESFORCE_OBJECTS],
      `Salesforce allows at most ${SALESFORCE_OBJECTS} subscribed objects.`,
    );
  }
  checkUniqueObjects(objects, at, context);
  const readNames = new Set((read?.objects ?? []).map((object) => object.objectName));
  objects.forEach((object, i) => {
    checkDestination(object.destination, [...at, i], context);
    checkEvents(object, readNames, [...at, i], context.report);
  });
}

function checkEvents(
  object: SubscribeObject,
  readNames: ReadonlySet<string>,
  path: ManifestPath,
  report: Report,
): void {
  const first = STANDARD_EVENTS.find((event) => object[event] !== undefined);
  if (first === undefined && (object.otherEvents ?? []).length === 0) {
    report(
      path,
      `"${object.objectName}" subscribes to nothing: give it createEvent, updateEvent, deleteEvent, associationChangeEvent or otherEvents.`,
    );
  }
  if (first !== undefined && !inheritsFields(object))
    report([...path, first], `${first} needs inheritFieldsAndMapping: true.`);
  if ((first !== undefined || inheritsFields(object)) && !readNames.has(object.objectName)) {
    report(
      [...path, "objectName"],
      `There is no object "${object.objectName}" under read to take fields and mapping from.`,
    );
  }
  checkWatchedFields(object, path, report);
}

function checkWatchedFields({ updateEvent }: SubscribeObject, path: ManifestPath, report: Report): void {
  if (updateEvent === undefined) return;
  const { watchFieldsAuto, requiredWatchFields } = updateEvent;
  if ((watchFieldsAuto === undefined) === (requiredWatchFields === undefined)) {
    report([...path, "updateEvent"], "updateEvent takes either watchFieldsAuto or requiredWatchFields.");
  }
  requiredWatchFields?.forEach((field, i) => {
    if (field.startsWith("$"))
      report([...path, "updateEvent", "requiredWatchFields", i], "A nested field cannot be watched.");
  });
}
