import type { Clock, Milliseconds } from "../core/time.ts";

/** Events one cut looks at beyond what fits, so that a turn stays short. */
const LOOK_AHEAD = 500;

/** Once a cut has taken so long, it takes no more: what shapes events may be a stranger's templates, and other lanes wait. */
const LONGEST_CUT: Milliseconds = 20;

/**
 * To be asked before each event that a cut looks at: whether it has looked at as many as one turn should, or for as long.
 * @param fits events that fit into the batch
 */
export function cutLimit(clock: Clock, fits: number): () => boolean {
  const until = clock.elapsed() + LONGEST_CUT;
  let left = fits + LOOK_AHEAD;
  return () => left-- < 0 || clock.elapsed() > until;
}
