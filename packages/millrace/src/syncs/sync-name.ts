import Type from "typebox";
import { NAME_OF_ANY_SCRIPT } from "../core/names.ts";

/** A sync's name: its routes have it before a slash. */
export const syncName = Type.String({
  minLength: 1,
  maxLength: 80,
  pattern: NAME_OF_ANY_SCRIPT,
  description:
    "Unique in the project: letters and digits of any script, dots, underscores and dashes; begins with a letter or digit; not in the form of a UUID.",
});

/** The form in which names are stored and looked for: what looks the same is the same. */
export function normalName(name: string): string {
  return name.normalize("NFC");
}
