import Type from "typebox";
import { NAME_OF_ANY_SCRIPT, NOT_AN_ID } from "../../core/names.ts";

/** A destination's name, as Ampersand allows it. */
export const destinationName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: `^${NOT_AN_ID}[A-Za-z0-9-]+$`,
  description: "Unique in the project: letters, digits and dashes, not in the form of a UUID.",
});

/** The name of a route made by a caller. It has no slash, so it never meets a name that a manifest makes. */
export const routeName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: `^${NOT_AN_ID}[A-Za-z0-9._-]+$`,
  description:
    "Unique in the project: letters, digits, dots, underscores and dashes, not in the form of a UUID.",
});

/** A project's name. It stands in URLs, so it has no spaces or slashes; letters may be of any script. */
export const projectName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: NAME_OF_ANY_SCRIPT,
  description:
    "Unique in the instance: letters and digits of any script, dots, underscores and dashes; begins with a letter or digit; not in the form of a UUID.",
});
