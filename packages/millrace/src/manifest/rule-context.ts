/** Where something stands in a manifest: member names and indexes. */
export type ManifestPath = readonly (string | number)[];

/** Takes a fault of a manifest whose shape is right. */
export type Report = (path: ManifestPath, message: string) => void;

/** What the rules need to know. */
export interface RuleContext {
  readonly destinationNames: ReadonlySet<string>;
  readonly report: Report;
}

/** A destination must be one of the project's. */
export function checkDestination(
  name: string,
  path: ManifestPath,
  { destinationNames, report }: RuleContext,
): void {
  if (destinationNames.has(name)) return;
  const names = [...destinationNames].slice(0, 10);
  const there =
    names.length === 0
      ? "there is none yet"
      : `there ${names.length === 1 ? "is" : "are"} ${names.join(", ")}`;
  report([...path, "destination"], `There is no destination "${name}" in this project; ${there}.`);
}

/** No object stands twice in one action. */
export function checkUniqueObjects(
  objects: readonly { readonly objectName: string }[],
  path: ManifestPath,
  { report }: RuleContext,
): void {
  reportRepeated(
    objects,
    (each) => each.objectName,
    (i, name) => {
      report([...path, i, "objectName"], `The object "${name}" stands above already.`);
    },
  );
}

/** Calls `repeated` for each item whose name an earlier one has. */
export function reportRepeated<T>(
  items: readonly T[],
  nameOf: (item: T) => string,
  repeated: (index: number, name: string) => void,
): void {
  const seen = new Set<string>();
  items.forEach((item, i) => {
    const name = nameOf(item);
    if (seen.has(name)) repeated(i, name);
    seen.add(name);
  });
}
