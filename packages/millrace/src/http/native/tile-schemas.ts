import Type from "typebox";
import { PARTS } from "../../core/parts.ts";
import { CATEGORIES } from "../../tiles/categories.ts";
import { tileDefinition } from "../../tiles/definition.ts";
import { TILE_STATES } from "../../tiles/tile.ts";
import { pageQuery } from "../paging.ts";
import { NOT_AN_ID } from "../../core/names.ts";

const project = Type.String({ description: "Id or name of the project." });
const tileId = Type.String({ description: "Id or name of the tile." });
const number = Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: "Number of the version." });

/** A tile of a project, or in its catalog. */
export const tilePath = Type.Object({ project, tile: tileId });

/** A version of a tile of a project. */
export const tileVersionPath = Type.Object({ project, tile: tileId, version: number });

/** A version of a tile, whichever project it is of. */
export const reviewPath = Type.Object({ tile: tileId, version: number });

/** A tile's name. */
const tileName = Type.String({
  minLength: 1,
  maxLength: 100,
  pattern: `^${NOT_AN_ID}[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$`,
  description:
    "Unique on the instance: lower-case letters, digits and dashes, begins and ends with a letter or digit; not in the form of a UUID.",
});

/** What a tile is made of. */
export const newTile = Type.Object(
  { name: tileName, definition: tileDefinition },
  { additionalProperties: false },
);

/** What an edit says. */
export const tileEdit = Type.Object(
  {
    definition: tileDefinition,
    updateTime: Type.Optional(
      Type.String({
        description:
          "The `updateTime` of the version that the edit was made from: 409 where the tile has changed since.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** Which version a step is about. */
export const stepBody = Type.Object(
  {
    version: Type.Optional(
      Type.Integer({ minimum: 1, maximum: 2 ** 31 - 1, description: "The newest where left out." }),
    ),
  },
  { additionalProperties: false },
);

/** What a reviewer says of a version that is not good enough. */
export const returnBody = Type.Object(
  { notes: Type.String({ minLength: 1, maxLength: 10_000, description: "What is to be changed, and why." }) },
  { additionalProperties: false },
);

/** What a reviewer may say of a version that is good. */
export const approveBody = Type.Object(
  { notes: Type.Optional(Type.String({ minLength: 1, maxLength: 10_000 })) },
  { additionalProperties: false },
);

/** The bytes of a logo. */
export const pngImage = Type.Unsafe<unknown>({
  type: "string",
  contentMediaType: "image/png",
  description: "A PNG image of at most 524,288 bytes, 1 to 2,048 pixels a side, about as wide as high.",
});

const place = {
  template: Type.Optional(Type.String({ description: "Which template, such as `events.body`." })),
  line: Type.Optional(Type.Integer()),
  column: Type.Optional(Type.Integer()),
};

const usage = Type.Object({
  name: Type.String(),
  declared: Type.Boolean(),
  used: Type.Array(Type.Object({ template: Type.String(), line: Type.Integer(), column: Type.Integer() })),
});

/** What a check found. */
export const tileReport = Type.Object({
  ok: Type.Boolean({ description: "Nothing stands in the way of submitting it." }),
  parameters: Type.Array(usage),
  mappedFields: Type.Array(usage),
  issues: Type.Array(
    Type.Object({
      severity: Type.Enum(["error", "warning"]),
      code: Type.String(),
      message: Type.String(),
      ...place,
    }),
  ),
  samples: Type.Array(
    Type.Object({
      name: Type.String(),
      part: Type.Enum([...PARTS]),
      ok: Type.Boolean(),
      code: Type.Optional(Type.String()),
      message: Type.Optional(Type.String()),
      ...place,
    }),
  ),
});

const standing = {
  version: Type.Integer(),
  state: Type.Enum([...TILE_STATES]),
  internal: Type.Boolean({ description: "It is in the catalog of its own project." }),
};

/** A tile as its own project sees it: with what its newest version says. */
export const tileAnswer = Type.Object({
  id: Type.String(),
  projectId: Type.String(),
  name: tileName,
  ...standing,
  definition: tileDefinition,
  logo: Type.Optional(Type.String({ description: "SHA-256 of the logo." })),
  createTime: Type.String({ format: "date-time" }),
  updateTime: Type.String({
    format: "date-time",
    description: "When the newest version was changed: see the `updateTime` of an edit.",
  }),
  report: Type.Optional(tileReport),
});

/** A tile in a list. */
export const tileItem = Type.Object({
  ...Type.Omit(tileAnswer, ["definition", "report"]).properties,
  displayName: Type.String(),
  category: Type.Enum([...CATEGORIES]),
  summary: Type.String(),
});

/** A version of a tile. */
export const versionAnswer = Type.Object({
  tileId: Type.String(),
  ...standing,
  definition: tileDefinition,
  logo: Type.Optional(Type.String()),
  createTime: Type.String({ format: "date-time" }),
  updateTime: Type.String({ format: "date-time" }),
});

/** A version in a list: without what it says. */
export const versionItem = Type.Object({
  ...Type.Omit(versionAnswer, ["definition"]).properties,
  displayName: Type.String(),
});

/** One line of a tile's history. */
export const historyAnswer = Type.Object({
  id: Type.String(),
  version: Type.Integer(),
  action: Type.Enum(["submitted", "withdrawn", "approved", "returned", "released", "released_internally"]),
  by: Type.String({ description: "Label of the API key." }),
  notes: Type.Optional(Type.String()),
  time: Type.String({ format: "date-time" }),
});

/** Which versions a reviewer looks for. */
export const reviewQuery = Type.Object({
  ...pageQuery.properties,
  state: Type.Optional(
    Type.Enum(["submitted", "returned", "approved", "released"], { description: "`submitted` by default." }),
  ),
});

/** What of the catalog is asked for. */
export const catalogQuery = Type.Object({
  ...pageQuery.properties,
  category: Type.Optional(Type.Enum([...CATEGORIES])),
  text: Type.Optional(
    Type.String({ maxLength: 200, description: "Stands in the name, the display name or the summary." }),
  ),
});

/** Which version of a tile in the catalog. */
export const catalogVersionQuery = Type.Object({
  version: Type.Optional(
    Type.Integer({ minimum: 1, description: "The newest that the project may use, where left out." }),
  ),
});

/** A tile in the catalog. */
export const catalogItem = Type.Object({
  id: Type.String(),
  name: Type.String(),
  ...standing,
  displayName: Type.String(),
  category: Type.Enum([...CATEGORIES]),
  summary: Type.String(),
  logoUrl: Type.Optional(Type.String({ description: "Path of the logo." })),
  features: Type.Object({
    parts: Type.Array(Type.Enum([...PARTS])),
    propertySelection: Type.Boolean(),
    oauth: Type.Boolean(),
  }),
});

/** A tile's page in the catalog. */
export const catalogPage = Type.Object({
  ...catalogItem.properties,
  description: Type.String(),
  parameters: Type.Array(Type.Unknown(), { description: "As the partner declared them." }),
  mappedFields: Type.Array(Type.Unknown()),
  form: Type.Unknown({ description: "JSON Schema of what a customer fills in." }),
});
