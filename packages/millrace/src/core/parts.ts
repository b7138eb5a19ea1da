/** What a route sends of a project's events: the events themselves, what is known of their users, or of groups. */
export const PARTS = ["events", "identifies", "groups"] as const;

/** One of {@link PARTS}. */
export type Part = (typeof PARTS)[number];
