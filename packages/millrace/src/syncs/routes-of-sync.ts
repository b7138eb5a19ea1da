import type { Condition } from "../core/conditions/condition.ts";
import type { Match } from "../core/route.ts";
import type { Part } from "../core/parts.ts";
import type { RouteShape, SyncView } from "../core/shape.ts";
import { SYNC_VIEWS } from "../core/shape.ts";
import type { TileDefinition } from "../tiles/definition.ts";
import type { SyncDefinition } from "./definition.ts";

/** Topics of events, users and groups, as they come in by the compatible API. */
const TOPICS = { events: "track", users: "identify", groups: "group_identify" } as const;

/** What a sync wants of one of its routes. There is at most one of each part and view. */
export interface SyncRoute {
  readonly part: Part;
  readonly view: SyncView;
  readonly match: Match;
  readonly shape: RouteShape;
}

/** The routes that a sync comes to: none where it says of nothing that it be sent. */
export function routesOf(definition: SyncDefinition, tile?: TileDefinition): readonly SyncRoute[] {
  return [
    ...eventRoutes(definition, tile),
    ...identifyRoutes(definition, tile),
    ...groupRoutes(definition, tile),
  ];
}

function eventRoutes(definition: SyncDefinition, tile?: TileDefinition): readonly SyncRoute[] {
  const { events = {}, where } = definition;
  const topics = events.topics ?? [TOPICS.events];
  return SYNC_VIEWS.flatMap((view): SyncRoute[] => {
    const types = events[view];
    if (types === undefined) return [];
    const match = { topics, ...whereOf(typesCondition(types, where)) };
    return [{ part: "events", view, match, shape: shapeOf("events", view, definition, tile) }];
  });
}

function identifyRoutes(definition: SyncDefinition, tile?: TileDefinition): readonly SyncRoute[] {
  const { identifies } = definition;
  if (identifies === undefined) return [];
  const { on, where } = identifies;
  const match: Match = {
    // Properties change by events too: an event may carry some.
    topics: on === "identify" ? [TOPICS.users] : [TOPICS.users, TOPICS.events],
    ...(on === "change" && { changed: true }),
    ...whereOf(where),
  };
  return [{ part: "identifies", view: "raw", match, shape: shapeOf("identifies", "raw", definition, tile) }];
}

function groupRoutes(definition: SyncDefinition, tile?: TileDefinition): readonly SyncRoute[] {
  const { groups } = definition;
  if (groups === undefined) return [];
  const { on, where } = groups;
  const match: Match = {
    topics: [TOPICS.groups],
    ...(on === "change" && { changed: true }),
    ...whereOf(where),
  };
  return [{ part: "groups", view: "raw", match, shape: shapeOf("groups", "raw", definition, tile) }];
}

/** The types stand first: that is where an index looks for what a route can want at all. */
function typesCondition(
  types: "all" | readonly string[],
  where: Condition | undefined,
): Condition | undefined {
  if (types === "all") return where;
  const ofType: Condition = { field: "event_type", operator: "is", values: [...types] };
  return { all: where === undefined ? [ofType] : [ofType, where] };
}

function whereOf(where: Condition | undefined): { where?: Condition } {
  return where === undefined ? {} : { where };
}

function shapeOf(
  part: Part,
  view: SyncView,
  { select, allow, mappings }: SyncDefinition,
  tile: TileDefinition | undefined,
): RouteShape {
  const required = part === "groups" ? [] : requiredFields(tile);
  return {
    part,
    view,
    ...(select !== undefined && { select }),
    ...(allow !== undefined && { allow }),
    ...(mappings !== undefined && { mappings }),
    ...(required.length > 0 && { required }),
  };
}

/** Names of the fields without which a tile takes nothing. */
export function requiredFields(tile: TileDefinition | undefined): string[] {
  return (tile?.mappedFields ?? []).flatMap(({ name, required }) => (required === true ? [name] : []));
}
