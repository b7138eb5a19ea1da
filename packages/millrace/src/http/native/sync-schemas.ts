import Type from "typebox";
import { syncDefinition, SYNC_STATES } from "../../syncs/definition.ts";
import { syncName } from "../../syncs/sync-name.ts";
import { resultPage } from "../paging.ts";
import { route } from "./route-schemas.ts";
import { last } from "./sync-report-schemas.ts";

const time = Type.String({ format: "date-time" });

const from = Type.Optional(
  Type.String({
    description:
      'Where it starts: "now", the default, "earliest", or an RFC 3339 time; events accepted then or later are sent.',
  }),
);

const parameters = Type.Optional(
  Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()]), {
    description:
      "Values of the tile's parameters, by name. What is left out stays as it is; null takes a value back. Secret ones are never answered.",
  }),
);

const state = Type.Enum([...SYNC_STATES], {
  description: "`enabled` sends, `paused` keeps what comes for later, `disabled` lets it pass.",
});

const tileVersion = Type.Optional(
  Type.Integer({ minimum: 1, description: "The newest that the project may use, where left out." }),
);

const named = (what: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: `Id or name of ${what}.` }));

/** What a sync is made of, beside its name and state. */
const draftFields = {
  tile: named("a tile of the catalog. Either this or a destination"),
  tileVersion,
  destination: named("a destination that is there"),
  parameters,
  definition: Type.Optional(syncDefinition),
};

/** A new sync. */
export const newSync = Type.Object(
  { name: syncName, ...draftFields, state: Type.Optional(state), from },
  { additionalProperties: false },
);

/** A change of a sync: what is left out stays as it is. */
export const syncPatch = Type.Object(
  {
    name: Type.Optional(syncName),
    tileVersion,
    destination: draftFields.destination,
    parameters,
    definition: draftFields.definition,
    state: Type.Optional(state),
    from,
  },
  { additionalProperties: false, minProperties: 1 },
);

/** How a sync is enabled; a call without a body means now. */
export const enabling = Type.Object({ from }, { additionalProperties: false });

/** A sync that is not saved, to be tried. A name may stand in it and means nothing. */
export const draftSync = Type.Object(
  {
    name: Type.Optional(Type.String()),
    ...draftFields,
    last,
  },
  { additionalProperties: false },
);

/** A sync as the API answers it: what is configured, what is missing, and how its routes do. */
export const sync = Type.Object({
  id: Type.String(),
  projectId: Type.String(),
  name: Type.String(),
  state,
  tile: Type.Optional(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      displayName: Type.String(),
      version: Type.Integer(),
      newerVersion: Type.Optional(
        Type.Integer({ description: "The newest version, where there is a newer one than the sync's." }),
      ),
    }),
  ),
  destination: Type.Object({ id: Type.String(), name: Type.String(), type: Type.String() }),
  parameters: Type.Optional(
    Type.Record(Type.String(), Type.String(), { description: "Values of those that are not secret." }),
  ),
  secretParameters: Type.Optional(
    Type.Array(Type.String(), { description: "Names of the secret parameters that have a value." }),
  ),
  definition: syncDefinition,
  missing: Type.Array(Type.Object({ name: Type.String(), detail: Type.String() }), {
    description: "What is to be said before the sync can be enabled.",
  }),
  routes: Type.Array(route, { description: "What it makes of events, with the state of each." }),
  createTime: time,
  updateTime: time,
});

/** A page of syncs. */
export const syncPage = resultPage(sync);
