import { describe, expect, test } from "vitest";
import type { Condition } from "../core/conditions/condition.ts";
import { EXAMPLE_TILE } from "../tiles/testing/example-tile.ts";
import type { SyncDefinition } from "./definition.ts";
import { routesOf } from "./routes-of-sync.ts";

const SWISS: Condition = { field: "country", operator: "is", values: ["Switzerland"] };
const matches = (definition: SyncDefinition) => routesOf(definition).map(({ match }) => match);
const shapes = (definition: SyncDefinition) => routesOf(definition).map(({ shape }) => shape);

test("a sync that says nothing makes no routes, and one that says all makes four", () => {
  expect(routesOf({})).toEqual([]);
  expect(routesOf({ events: {} })).toEqual([]);
  const all = routesOf({
    events: { raw: "all", transformed: "all" },
    identifies: { on: "identify" },
    groups: { on: "identify" },
  });
  expect(all.map(({ part, view }) => `${part} ${view}`)).toEqual([
    "events raw",
    "events transformed",
    "identifies raw",
    "groups raw",
  ]);
});

describe("events", () => {
  test("of all types are those of the topic track, or of the topics that are named", () => {
    expect(matches({ events: { raw: "all" } })).toEqual([{ topics: ["track"] }]);
    expect(matches({ events: { raw: "all", topics: ["orders", "track"] } })).toEqual([
      { topics: ["orders", "track"] },
    ]);
  });

  test("of some types are told by a condition that stands before all others", () => {
    const types = { field: "event_type", operator: "is", values: ["buy", "sell"] };
    expect(matches({ events: { raw: ["buy", "sell"] } })).toEqual([
      { topics: ["track"], where: { all: [types] } },
    ]);
    expect(matches({ events: { raw: ["buy", "sell"] }, where: SWISS })).toEqual([
      { topics: ["track"], where: { all: [types, SWISS] } },
    ]);
    expect(matches({ events: { raw: "all" }, where: SWISS })).toEqual([{ topics: ["track"], where: SWISS }]);
  });

  test("are chosen apart, as they came in and as transformations make them", () => {
    const [raw, transformed] = routesOf({
      events: { raw: ["buy"], transformed: ["Purchase"] },
      where: SWISS,
    });
    expect(raw?.match.where).toMatchObject({ all: [{ values: ["buy"] }, SWISS] });
    expect(transformed?.match.where).toMatchObject({ all: [{ values: ["Purchase"] }, SWISS] });
    expect([raw?.shape.view, transformed?.shape.view]).toEqual(["raw", "transformed"]);
  });
});

describe("users and groups", () => {
  test("are forwarded at each identify, at each change, or at each event too", () => {
    expect(matches({ identifies: { on: "identify" } })).toEqual([{ topics: ["identify"] }]);
    expect(matches({ identifies: { on: "change" } })).toEqual([
      { topics: ["identify", "track"], changed: true },
    ]);
    expect(matches({ identifies: { on: "event" } })).toEqual([{ topics: ["identify", "track"] }]);
    expect(matches({ groups: { on: "identify" } })).toEqual([{ topics: ["group_identify"] }]);
    expect(matches({ groups: { on: "change" } })).toEqual([{ topics: ["group_identify"], changed: true }]);
  });

  test("have conditions of their own: that of events is not theirs", () => {
    expect(matches({ identifies: { on: "change" }, groups: { on: "change" }, where: SWISS })).toEqual([
      { topics: ["identify", "track"], changed: true },
      { topics: ["group_identify"], changed: true },
    ]);
    expect(matches({ identifies: { on: "identify", where: SWISS } })).toEqual([
      { topics: ["identify"], where: SWISS },
    ]);
  });
});

describe("shapes", () => {
  test("carry what is selected, allowed and mapped", () => {
    const chosen: SyncDefinition = {
      select: { event: ["price"] },
      allow: { user: "none", event: "all" },
      mappings: { external_id: { userProperty: "email" } },
    };
    const shape = { view: "raw", ...chosen };
    expect(shapes({ events: { raw: "all" }, groups: { on: "change" }, ...chosen })).toEqual([
      { part: "events", ...shape },
      { part: "groups", ...shape },
    ]);
    expect(shapes({ events: { raw: "all" } })).toEqual([{ part: "events", view: "raw" }]);
  });

  test("require the tile's required fields of events and users; groups have no user to take them from", () => {
    const routes = routesOf(
      { events: { raw: "all" }, identifies: { on: "change" }, groups: { on: "change" } },
      EXAMPLE_TILE,
    );
    expect(routes.map(({ shape }) => shape.required)).toEqual([["external_id"], ["external_id"], undefined]);
  });
});
