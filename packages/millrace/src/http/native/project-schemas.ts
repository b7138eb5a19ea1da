import Type from "typebox";
import { projectName } from "./names.ts";

const appName = Type.String({
  minLength: 1,
  maxLength: 200,
  description: "The product's name, for people.",
});

const tags = Type.Record(Type.String(), Type.String(), {
  description:
    "Notes about the project: up to 50, with keys of up to 128 and values of up to 256 characters.",
});

/** What of a project is chosen: all of a new one, and what a change must come to. */
export const projectFields = Type.Object(
  { name: projectName, appName: Type.Optional(appName), tags: Type.Optional(tags) },
  { additionalProperties: false },
);

/** A change of a project: `updateMask` names the fields, `project` holds their new values. */
export const projectPatch = Type.Object(
  {
    updateMask: Type.Array(Type.String(), {
      minItems: 1,
      maxItems: 100,
      description:
        "Fields to change, such as `name`, `appName`, `tags` or `tags.team`. A field named here and left out of `project` is removed.",
    }),
    project: Type.Partial(projectFields),
  },
  { additionalProperties: false },
);

/** A project, as it is answered. */
export const project = Type.Object({
  id: Type.String(),
  name: Type.String(),
  appName: Type.Optional(Type.String()),
  tags: Type.Record(Type.String(), Type.String()),
  createTime: Type.String({ format: "date-time" }),
  updateTime: Type.String({ format: "date-time" }),
});
