import { describe, expect, test } from "vitest";
import type { TileAction } from "./lifecycle.ts";
import { editOf, standingAfter, TILE_ACTIONS } from "./lifecycle.ts";
import { TILE_STATES } from "./tile.ts";
import type { TileState } from "./tile.ts";

describe("what leads from which state where", () => {
  const table: Readonly<Record<TileState, Partial<Record<TileAction, TileState>>>> = {
    draft: { submit: "submitted", releaseInternally: "draft" },
    submitted: {
      withdraw: "draft",
      approve: "approved",
      return: "returned",
      releaseInternally: "submitted",
    },
    returned: { releaseInternally: "returned" },
    approved: { release: "released", releaseInternally: "approved" },
    released: {},
  };

  test.each(TILE_STATES.flatMap((state) => TILE_ACTIONS.map((action) => ({ state, action }))))(
    "$state, $action",
    ({ state, action }) => {
      expect(standingAfter({ state, internal: false }, action)?.state).toBe(table[state][action]);
    },
  );

  test.each(TILE_STATES)("a version is internal once and for all: %s", (state) => {
    expect(standingAfter({ state, internal: true }, "releaseInternally")).toBeUndefined();
  });

  test("an internal version stays internal on its way through the review", () => {
    let standing = standingAfter({ state: "draft", internal: false }, "releaseInternally");
    for (const action of ["submit", "withdraw", "submit", "approve", "release"] as const) {
      standing = standing && standingAfter(standing, action);
    }
    expect(standing).toEqual({ state: "released", internal: true });
  });
});

describe("what an edit does", () => {
  test.each([
    ["draft", false, "in_place"],
    ["returned", false, "in_place"],
    ["submitted", false, "refused"],
    ["approved", false, "new_version"],
    ["released", false, "new_version"],
    ["draft", true, "new_version"],
    ["returned", true, "new_version"],
    ["submitted", true, "refused"],
    ["approved", true, "new_version"],
    ["released", true, "new_version"],
  ] as const)("%s, internal %s: %s", (state, internal, edit) => {
    expect(editOf({ state, internal })).toBe(edit);
  });
});
