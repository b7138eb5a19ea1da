import type { ManifestIntegration } from "./manifest.ts";
import { inheritsFields } from "./manifest.ts";

/** An object that makes a route. */
export interface RoutedObject {
  readonly action: "read" | "subscribe";
  /** As the provider names it. */
  readonly objectName: string;
  /** A destination's name. */
  readonly destination: string;
  /** The name in messages, where there is a mapping. */
  readonly mapToName?: string;
}

/** The objects of an integration that make routes: each read object and each subscribed one. */
export function objectsOf({ read, subscribe }: ManifestIntegration): readonly RoutedObject[] {
  const reads = read?.objects ?? [];
  const routed = (
    action: RoutedObject["action"],
    objectName: string,
    destination: string,
    mapToName?: string,
  ): RoutedObject => ({
    action,
    objectName,
    destination,
    ...(mapToName !== undefined && { mapToName }),
  });
  return [
    ...reads.map((object) => routed("read", object.objectName, object.destination, object.mapToName)),
    ...(subscribe?.objects ?? []).map((object) => {
      const inherited = inheritsFields(object)
        ? reads.find((each) => each.objectName === object.objectName)
        : undefined;
      return routed("subscribe", object.objectName, object.destination, inherited?.mapToName);
    }),
  ];
}
