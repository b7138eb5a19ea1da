import type { DeadLetterFilter } from "./ledger.ts";

/** The `WHERE` of every statement over dead letters; its parameters are {@link letterParameters}. */
export const LETTER_CONDITIONS = `project_id = @projectId
  AND (@ids IS NULL OR id IN (SELECT value FROM json_each(@ids)))
  AND (@routeId IS NULL OR route_id = @routeId) AND (@laneId IS NULL OR lane_id = @laneId)
  AND (@destinationId IS NULL OR destination_id = @destinationId)
  AND (@ended IS NULL OR ended = @ended) AND (@code IS NULL OR code = @code)
  AND (@from IS NULL OR ended_at >= @from) AND (@to IS NULL OR ended_at < @to)
  AND (@throughId IS NULL OR id <= @throughId)`;

/** The filter as parameters; what it does not ask for is null. */
export function letterParameters(filter: DeadLetterFilter) {
  return {
    projectId: filter.projectId,
    ids: filter.ids === undefined ? null : JSON.stringify(filter.ids),
    routeId: filter.routeId ?? null,
    laneId: filter.laneId ?? null,
    destinationId: filter.destinationId ?? null,
    ended: filter.ended ?? null,
    code: filter.code ?? null,
    from: filter.from ?? null,
    to: filter.to ?? null,
    throughId: filter.throughId ?? null,
  };
}
