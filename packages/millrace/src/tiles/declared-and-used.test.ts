import { describe, expect, test } from "vitest";
import { namesUsed } from "../destinations/http/used-names.ts";
import { declaredAndUsed } from "./declared-and-used.ts";
import type { TileDefinition } from "./definition.ts";
import { endpointOf } from "./rules.ts";
import { EXAMPLE_TILE } from "./testing/example-tile.ts";

function check(body: string, over: Partial<TileDefinition> = {}): readonly string[] {
  const definition: TileDefinition = {
    ...EXAMPLE_TILE,
    parameters: [{ name: "a", displayName: "A" }],
    mappedFields: [],
    events: { url: "https://example.com/", body },
    ...over,
  };
  return declaredAndUsed(definition, namesUsed(endpointOf(definition))).issues.map(
    ({ severity, code, line, column }) =>
      `${severity} ${code}${line === undefined ? "" : ` ${line}:${column}`}`,
  );
}

describe("declared and used", () => {
  test.each<[string, string, readonly string[]]>([
    ["what is declared is used", "${parameters.a}", []],
    ["what is declared is not used", "{}", ["warning parameter_unused"]],
    ["what is used is not declared", "${parameters.a}\n ${parameters.b}", ["error parameter_undeclared 2:4"]],
    [
      "each place is told",
      "${parameters.a}${parameters.b}${parameters.b}",
      ["error parameter_undeclared 1:18", "error parameter_undeclared 1:33"],
    ],
    ["a template that goes through all of them may use each", "<#list parameters?keys as k>${k}</#list>", []],
    ["so may one that computes a name", "<#assign n='a'>${parameters[n]}", []],
    ["a name in brackets is a name", '${parameters["a"]}', []],
  ])("%s", (_what, body, issues) => {
    expect(check(body)).toEqual(issues);
  });

  test("fields may have any name", () => {
    const fields = [{ name: "Customer ID" }, { name: "unused" }];
    expect(
      check('${parameters.a}${mappedFields["Customer ID"]}${mappedFields.x}', { mappedFields: fields }),
    ).toEqual(["warning mapped_field_unused", "error mapped_field_undeclared 1:48"]);
  });

  test("the guide's example uses all that it declares", () => {
    const { issues, parameters } = declaredAndUsed(EXAMPLE_TILE, namesUsed(endpointOf(EXAMPLE_TILE)));
    expect(issues).toEqual([]);
    expect(parameters.find(({ name }) => name === "api_key")?.used).toEqual([
      { template: "events.headers.Authorization", line: 1, column: 10 },
    ]);
  });
});
