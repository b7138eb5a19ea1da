/** A step of a path: a name, or null for any key or index. */
export type PathStep = string | null;

/** Where a value is in the data model, from the root: `["input", "items", null, "price"]`. */
export type Path = readonly PathStep[];

const PLAIN_NAME = /^[\p{L}_$@][\p{L}\p{N}_$@]*$/u;

/** A path as a template writes it: `input.items[*].price`, `input.event_properties["[A-B] Some.name"]`. */
export function pathText(path: Path): string {
  let text = "";
  for (const step of path) {
    if (step === null) text += "[*]";
    else if (!PLAIN_NAME.test(step)) text += `[${JSON.stringify(step)}]`;
    else text += text === "" ? step : `.${step}`;
  }
  return text;
}
