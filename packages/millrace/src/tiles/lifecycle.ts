import type { TileReview, TileState, TileVersion } from "./tile.ts";

/** What can be done with a version of a tile, beside editing it. */
export const TILE_ACTIONS = [
  "submit",
  "withdraw",
  "approve",
  "return",
  "release",
  "releaseInternally",
] as const;

/** One of {@link TILE_ACTIONS}. */
export type TileAction = (typeof TILE_ACTIONS)[number];

/** Where a version stands, as far as rules go. */
export type Standing = Pick<TileVersion, "state" | "internal">;

interface Rule {
  readonly from: readonly TileState[];
  /** The state afterwards; the same where absent. */
  readonly to?: TileState;
  readonly internal?: true;
  /** What the history calls it. */
  readonly past: TileReview["action"];
}

/** The whole of the lifecycle: what is not here cannot be done. */
const RULES: Readonly<Record<TileAction, Rule>> = {
  submit: { from: ["draft"], to: "submitted", past: "submitted" },
  withdraw: { from: ["submitted"], to: "draft", past: "withdrawn" },
  approve: { from: ["submitted"], to: "approved", past: "approved" },
  return: { from: ["submitted"], to: "returned", past: "returned" },
  release: { from: ["approved"], to: "released", past: "released" },
  releaseInternally: {
    from: ["draft", "returned", "submitted", "approved"],
    internal: true,
    past: "released_internally",
  },
};

/** Where a version stands after an action; undefined where the action is not possible. */
export function standingAfter({ state, internal }: Standing, action: TileAction): Standing | undefined {
  const rule = RULES[action];
  if (!rule.from.includes(state) || (rule.internal === true && internal)) return undefined;
  return { state: rule.to ?? state, internal: rule.internal ?? internal };
}

/** What the history calls an action. */
export function pastOf(action: TileAction): TileReview["action"] {
  return RULES[action].past;
}

/** The states that an action is possible in. */
export function statesFor(action: TileAction): readonly TileState[] {
  return RULES[action].from;
}

/** What an edit of a tile's newest version does: it changes that version, makes the next one, or is refused. */
export type Edit = "in_place" | "new_version" | "refused";

/**
 * How a version is edited. What a reviewer looks at stays as it is, and so does what syncs may have been made of: all
 * that was approved or released, to its own project too.
 */
export function editOf({ state, internal }: Standing): Edit {
  if (state === "submitted") return "refused";
  if (internal || state === "approved" || state === "released") return "new_version";
  return "in_place";
}
