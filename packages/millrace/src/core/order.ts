/**
 * What a route promises about the order of deliveries.
 * - `none`: nothing.
 * - `key`: those of one ordering key take effect in log order; when one of them fails, it and everything of its key that
 *   was sent after it is sent again in order, so a reader who keeps the last copy of each event id sees log order.
 * - `strict`: one of a key is on its way at a time, so that no copy is out of order, but for what a crash repeats.
 *
 * Where the destination gives messages no keys, `key` and `strict` take the whole route for one key.
 */
export type Order = "none" | "key" | "strict";
