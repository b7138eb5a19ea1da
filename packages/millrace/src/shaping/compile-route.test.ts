import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Condition } from "../core/conditions/condition.ts";
import type { Event } from "../core/event.ts";
import { printLossless } from "../core/json/lossless.ts";
import type { Match, Route } from "../core/route.ts";
import type { RouteShape } from "../core/shape.ts";
import { compileRoute } from "./compile-route.ts";
import { compileTransformations, EMPTY_TRANSFORMATIONS } from "./transformations.ts";

const STANDARD =
  '"uuid":"u-1","event_name":"Seen","event_time":"2022-01-06 17:29:04.123000","created_at":"2022-01-06 17:29:04.123000","server_received_time":"2022-01-06 17:29:05.000000"';

function eventOf(data: string, more: Partial<Event> = {}): Event {
  return {
    position: 7,
    id: "e-1",
    projectId: "p",
    topic: "track",
    time: "2022-01-06T17:29:04.123000000Z",
    acceptedAt: 1,
    metadata: {},
    data,
    ...more,
  };
}

const EVENT = eventOf(
  `{${STANDARD},"event_type":"Purchase","user_id":"maria","device_id":"d-1","groups":{"company":["Acme"]},` +
    '"event_properties":{"price":12.50,"name":"shoe","empty":null},' +
    '"user_properties":{"email":"maria@example.com","name":"Maria","plan":"pro"},' +
    '"group_properties":{"company":{"Acme":{"plan":"free","size":10}}}}',
);

type Given = { readonly match?: Omit<Match, "topics">; readonly shape?: Partial<RouteShape> };

function routeOf({ match, shape }: Given): Pick<Route, "id" | "match" | "shape"> {
  return {
    id: "r",
    match: { topics: ["track"], ...match },
    ...(shape !== undefined && { shape: { part: "events", view: "raw", ...shape } }),
  };
}

const compile = (given: Given, transformations = EMPTY_TRANSFORMATIONS) =>
  compileRoute(routeOf(given), transformations);

/** What the shape makes of an event, with everything in it as JSON. */
function shapedBy(shape: Partial<RouteShape>, event = EVENT, transformations = EMPTY_TRANSFORMATIONS) {
  const made = compile({ shape }, transformations).shape?.(event);
  if (made?.shaped === undefined) throw new Error("nothing was shaped");
  const { input, mappedProperties, mappedFields, part } = made.shaped;
  return {
    id: made.id,
    part,
    data: made.data,
    input: printLossless(input),
    mappedProperties: printLossless(mappedProperties),
    mappedFields: printLossless(mappedFields),
  };
}

describe("a route without conditions and shape", () => {
  test("asks for nothing to be compiled", () => {
    expect(compile({})).toEqual({});
  });
});

describe("a route wants an event", () => {
  test("that its condition holds for", () => {
    const { wants } = compile({
      match: { where: { eventProperty: "price", operator: "greater", values: [12] } },
    });
    expect(wants?.(EVENT)).toBe(true);
    expect(wants?.(eventOf('{"event_properties":{"price":12}}'))).toBe(false);
    expect(wants?.(eventOf("[]"))).toBe(false);
  });

  test("that changed something, where it asks for that, before anything is parsed", () => {
    const { wants } = compile({
      match: { changed: true, where: { field: "event_type", operator: "set" } },
    });
    expect(wants?.(eventOf("not even JSON"))).toBe(false);
    expect(wants?.({ ...EVENT, metadata: { changed: "false" } })).toBe(false);
    expect(wants?.({ ...EVENT, metadata: { changed: "true" } })).toBe(true);
  });

  test("that has a value for each required field", () => {
    const { wants } = compile({
      shape: {
        mappings: {
          id: { field: "user_id" },
          mail: { expression: "user_properties.email" },
          plan: { userProperty: "plan", default: "free" },
        },
        required: ["id", "mail", "plan"],
      },
    });
    expect(wants?.(EVENT)).toBe(true);
    expect(wants?.(eventOf('{"user_id":"m","user_properties":{"email":"e"}}'))).toBe(true);
    expect(wants?.(eventOf('{"user_id":"","user_properties":{"email":"e"}}'))).toBe(false);
    expect(wants?.(eventOf('{"user_id":"m"}'))).toBe(false);
    expect(compile({ shape: { required: ["constructor"] } }).wants?.(EVENT)).toBe(false);
  });

  test("as far as it may see the event", () => {
    const where = { userProperty: "email", operator: "set" } as const;
    const shape = (user: string[]): Partial<RouteShape> => ({
      allow: { user },
      mappings: { mail: { expression: "user_properties.email" } },
    });
    expect(compile({ match: { where }, shape: shape(["email"]) }).wants?.(EVENT)).toBe(true);
    expect(compile({ match: { where }, shape: shape(["plan"]) }).wants?.(EVENT)).toBe(false);
    const required = { ...shape(["plan"]), required: ["mail"] };
    expect(compile({ shape: required }).wants?.(EVENT)).toBe(false);
  });

  test("as transformations make it, where it takes transformed events", () => {
    const transformations = compileTransformations([{ kind: "event", from: ["Purchase"], to: "Order" }]);
    const given = (view: RouteShape["view"]): Given => ({
      match: { where: { field: "event_type", operator: "is", values: ["Order"] } },
      shape: { view },
    });
    expect(compile(given("transformed"), transformations).wants?.(EVENT)).toBe(true);
    expect(compile(given("raw"), transformations).wants?.(EVENT)).toBe(false);
  });
});

describe("an index may ask for", () => {
  const transformations = compileTransformations([{ kind: "event", from: ["A", "B"], to: "C" }]);
  const where = (...values: string[]) => ({ field: "event_type", operator: "is", values }) as const;

  test("the event types of the condition", () => {
    expect(compile({ match: { where: where("A", "D") } }, transformations).anchors).toEqual([
      { place: { in: "event", name: "event_type" }, values: ["A", "D"] },
    ]);
  });

  test("those that become them by transformations", () => {
    const anchor = (...values: string[]) =>
      compile({ match: { where: where(...values) }, shape: { view: "transformed" } }, transformations)
        .anchors?.[0]?.values;
    expect(anchor("C", "D")).toEqual(["A", "B", "C", "D"]);
    expect(anchor("A")).toEqual([]);
  });

  test("only the event types of events that are transformed: their properties may be others", () => {
    const both: Condition = { all: [where("A"), { eventProperty: "p", operator: "is", values: ["x"] }] };
    const places = (view: RouteShape["view"]) =>
      compile({ match: { where: both }, shape: { view } }, transformations).anchors?.map(
        ({ place }) => place.name,
      );
    expect(places("raw")).toEqual(["event_type", "p"]);
    expect(places("transformed")).toEqual(["event_type"]);
  });

  test("nothing that would miss an event", () => {
    const types = fc.constantFrom("A", "B", "C", "D", "E");
    fc.assert(
      fc.property(fc.array(types, { minLength: 1 }), types, fc.boolean(), (values, type, isRaw) => {
        const shape = { view: isRaw ? "raw" : "transformed" } as const;
        const { wants, anchors } = compile({ match: { where: where(...values) }, shape }, transformations);
        const wanted = wants?.(eventOf(`{"event_type":"${type}"}`));
        expect(anchors?.[0]?.values.includes(type)).toBe(wanted);
      }),
    );
  });
});

describe("events are passed on", () => {
  const odd = eventOf(`{ "n":1.0, ${STANDARD},"event_type":"A\\u0041","event_type":"B" }`);

  test.each<[string, Partial<RouteShape>]>([
    ["without any choice", {}],
    ["with everything allowed", { allow: { event: "all", user: "all", group: "all" } }],
    ["with everything chosen", { select: { event: "all", user: "all", group: "all" } }],
    ["with mapped fields", { mappings: { a: { value: 1 } } }],
    ["transformed by rules that there are not", { view: "transformed" }],
  ])("as they came in %s", (_name, shape) => {
    expect(shapedBy(shape, odd).data).toBe(odd.data);
  });

  test("with what the log knows where their data does not say it", () => {
    expect(shapedBy({}, eventOf('{"n":1.0}')).data).toBe(
      '{"n":1.0,"uuid":"e-1","event_type":"track","event_name":"track","event_time":"2022-01-06 17:29:04.123000",' +
        '"created_at":"2022-01-06 17:29:04.123000","server_received_time":"1970-01-01 00:00:00.001000"}',
    );
  });

  test("with the chosen properties, and all the rest", () => {
    const made = shapedBy({ select: { event: ["price", "missing"], user: "all" } });
    expect(made.data).toBe(
      EVENT.data
        .replace('{"price":12.50,"name":"shoe","empty":null}', '{"price":12.50}')
        .replace('{"plan":"free","size":10}', "{}"),
    );
    expect(made.input).toBe(EVENT.data);
    expect(made.mappedProperties).toBe(
      '{"price":12.50,"email":"maria@example.com","name":"Maria","plan":"pro"}',
    );
  });

  test("with properties by name: the event's before the user's before the group's, none that is null", () => {
    const all = { event: "all", user: "all", group: "all" } as const;
    expect(shapedBy({ select: all }).mappedProperties).toBe(
      '{"price":12.50,"name":"shoe","email":"maria@example.com","plan":"pro","size":10}',
    );
    expect(shapedBy({ select: { ...all, user: ["empty", "plan"], event: ["empty"] } }).mappedProperties).toBe(
      '{"plan":"pro","size":10}',
    );
    expect(shapedBy({}).mappedProperties).toBe("{}");
  });

  test("without what was computed from properties that are not allowed", () => {
    const transformations = compileTransformations([
      { kind: "derived", name: "contact", expression: "user_properties.email" },
      { kind: "derived", name: "cost", expression: "event_properties.cost" },
      { kind: "lookup", name: "tier", key: "user_properties.plan", table: { pro: 1 } },
      { kind: "property", of: "event", from: ["price"], to: "cost" },
      { kind: "event", from: ["Purchase"], to: "Order" },
    ]);
    const shape: Partial<RouteShape> = { view: "transformed", allow: { event: ["cost"], user: "none" } };
    const { data } = shapedBy(shape, EVENT, transformations);
    expect(data).not.toContain("maria@example.com");
    expect(data).not.toContain("lookup_properties");
    expect(data).toContain('"event_properties":{"cost":12.50}');
    expect(data).toContain('"derived_properties":{"cost":12.50}');
    expect(data).toContain('"event_type":"Order"');
    const wants = (derivedProperty: string) =>
      compile({ match: { where: { derivedProperty, operator: "set" } }, shape }, transformations).wants?.(
        EVENT,
      );
    expect([wants("contact"), wants("cost")]).toEqual([false, true]);
    // Others see all of it.
    expect(shapedBy({ view: "transformed" }, EVENT, transformations).data).toContain('"contact":"maria@');
  });

  test("without the properties that are not allowed, wherever they would show", () => {
    const made = shapedBy({
      allow: { event: ["name"], user: "none" },
      select: { event: "all", user: "all", group: "all" },
      mappings: {
        mail: { userProperty: "email" },
        same: { expression: "user_properties.email" },
        user: { field: "user_properties" },
        name: { eventProperty: "name" },
      },
    });
    expect(made.input).toContain('"event_properties":{"name":"shoe"},"user_properties":{},');
    expect(made.input).toContain('"group_properties":{"company":{"Acme":{}}}');
    expect(made.data).toBe(made.input);
    expect(made.mappedProperties).toBe('{"name":"shoe"}');
    expect(made.mappedFields).toBe('{"user":{},"name":"shoe"}');
    const operations = eventOf(
      `{${STANDARD},"event_type":"$identify","user_properties":"text",` +
        '"user_property_operations":{"$set":{"email":"e","plan":1},"$unset":{"email":"-"},"$clearAll":"-","$odd":"email"}}',
    );
    expect(shapedBy({ allow: { user: ["plan"] } }, operations).data).toBe(
      `{${STANDARD},"event_type":"$identify","user_property_operations":{"$set":{"plan":1},"$unset":{},"$clearAll":"-"}}`,
    );
  });

  test("with hostile names as with any", () => {
    const event = eventOf(
      `{${STANDARD},"event_type":"A","event_properties":{"__proto__":1.0,"toString":2},"user_properties":{}}`,
    );
    const made = shapedBy({ select: { event: ["__proto__", "constructor"] } }, event);
    expect(made.mappedProperties).toBe('{"__proto__":1.0}');
    expect(made.data).toContain('"event_properties":{"__proto__":1.0}');
  });

  test("as transformations make them", () => {
    const transformations = compileTransformations([
      { kind: "event", from: ["Purchase"], to: "Order" },
      { kind: "derived", name: "who", expression: "user_id" },
    ]);
    const made = shapedBy({ view: "transformed" }, EVENT, transformations);
    expect(made.id).toBe("e-1-transformed");
    expect(made.data).toBe(
      `${EVENT.data.replace("Purchase", "Order").replace("Seen", "Order").slice(0, -1)},"derived_properties":{"who":"maria"}}`,
    );
  });
});

describe("mapped fields", () => {
  test("come from a property, an expression or a constant; then the default, then the steps", () => {
    expect(
      shapedBy({
        mappings: {
          price: { eventProperty: "price" },
          text: { eventProperty: "price", steps: ["string"] },
          plan: { groupType: "company", groupProperty: "plan" },
          path: { expression: "event_properties.price" },
          both: { expression: "join(' ', [user_id, user_properties.plan])" },
          app: { value: { id: 1 } },
          fallback: { userProperty: "missing", default: "None", steps: ["uppercase"] },
          empty: { eventProperty: "empty", default: 0 },
          nothing: { eventProperty: "empty" },
          failing: { eventProperty: "name", default: 1, steps: ["number"] },
          null: { value: null },
        },
      }).mappedFields,
    ).toBe(
      '{"price":12.50,"text":"12.50","plan":"free","path":12.50,"both":"maria pro","app":{"id":1},"fallback":"NONE","empty":0}',
    );
  });
});

describe("identifies", () => {
  const shape = { part: "identifies" } as const;

  test("are what is known of the event's user", () => {
    const made = shapedBy({ ...shape, select: { user: ["email"] } });
    expect([made.id, made.part, made.input]).toEqual(["e-1-identify", "identifies", EVENT.data]);
    expect(made.data).toBe(
      '{"user_id":"maria","device_id":"d-1","user_properties":{"email":"maria@example.com"},' +
        '"groups":{"company":["Acme"]},"event_time":"2022-01-06 17:29:04.123000","uuid":"u-1"}',
    );
  });

  test("say what changed where the event says it, under the event's own id", () => {
    const data = `{${STANDARD},"event_type":"$identify","device_id":"d","user_properties":{"a":1,"b":2.0},"user_property_operations":{"$set":{"a":1},"$add":{"b":1.0}}}`;
    const made = shapedBy({ ...shape, select: { user: ["b"] } }, eventOf(data, { topic: "identify" }));
    expect(made.id).toBe("e-1");
    expect(made.data).toBe(
      '{"device_id":"d","user_properties":{"b":2.0},"user_property_operations":{"$set":{},"$add":{"b":1.0}},' +
        '"event_time":"2022-01-06 17:29:04.123000","uuid":"u-1"}',
    );
    expect(shapedBy(shape, eventOf(data)).data).not.toContain("operations");
  });
});

describe("groups", () => {
  const rest = '"event_time":"2022-01-06 17:29:04.123000","uuid":"u-1"';

  test("are what is known of the event's group", () => {
    const data = `{${STANDARD},"event_type":"$groupidentify","group_type":"company","group_value":"Acme","group_properties":{"company":{"Acme":{"plan":"pro","size":1.0},"Ajax":{}}},"group_property_operations":{"$set":{"plan":"pro","size":1.0}}}`;
    const event = eventOf(data, { topic: "group_identify" });
    expect(shapedBy({ part: "groups", select: { group: ["size"] } }, event)).toMatchObject({
      id: "e-1",
      data: `{"group_type":"company","group_value":"Acme","group_properties":{"size":1.0},"group_property_operations":{"$set":{"size":1.0}},${rest}}`,
      mappedProperties: '{"size":1.0}',
    });
  });

  test("are found by the event's groups where it names none", () => {
    expect(shapedBy({ part: "groups" }).data).toBe(
      `{"group_type":"company","group_value":"Acme","group_properties":{"plan":"free","size":10},${rest}}`,
    );
  });
});

describe("ids of events that are made", () => {
  test("tell how they were made, and stay ids", () => {
    const shape = { part: "identifies", view: "transformed" } as const;
    expect(shapedBy(shape).id).toBe("e-1-transformed-identify");
    const long = shapedBy(shape, { ...EVENT, id: "x".repeat(128) }).id;
    expect(long).toMatch(/^[0-9a-f]{64}-transformed-identify$/);
    expect(shapedBy(shape, { ...EVENT, id: "y".repeat(128) }).id).not.toBe(long);
    expect(shapedBy({ view: "raw" }, { ...EVENT, id: "x".repeat(128) }).id).toBe("x".repeat(128));
  });
});
