/** One row of the table: Millrace and the bare loop under it, measured in the same run. */
export interface Result {
  readonly name: string;
  readonly unit: string;
  /** What Millrace reached. */
  readonly ours: number;
  /** What the bare loop reached. */
  readonly limit: number;
  /** `ours / limit`, the median over the rounds. */
  readonly ratio: number;
  /** The ratio the design asks for. */
  readonly target: number;
}

/** How much work a run does. */
export interface Effort {
  /** Times Millrace and the bare loop take turns. */
  readonly rounds: number;
  /** Scales the number of events of each round. */
  readonly scale: number;
}

/** A benchmark: sets its stage, measures both sides in turn, clears the stage. */
export interface Case {
  readonly name: string;
  readonly unit: string;
  readonly target: number;
  /** What the two sides do, for people. */
  readonly about: string;
  /** What it needs that isn't there, so that it can't run; undefined where it can. */
  skipped?(): string | undefined;
  run(effort: Effort): Promise<readonly Round[]>;
}

/** One turn of each side, in units a second. */
export interface Round {
  readonly ours: number;
  readonly limit: number;
}

/** Measures both sides round by round, Millrace first. Each answers units a second. */
export async function inTurn(
  { rounds }: Effort,
  ours: () => Promise<number>,
  limit: () => Promise<number>,
): Promise<readonly Round[]> {
  const measured: Round[] = [];
  for (let round = 0; round < rounds; round++) measured.push({ ours: await ours(), limit: await limit() });
  return measured;
}

/** Medians over the rounds; the ratio is taken pair by pair, because a shared machine drifts between rounds. */
export function summarise(benchmark: Case, rounds: readonly Round[]): Result {
  return {
    name: benchmark.name,
    unit: benchmark.unit,
    ours: Math.round(median(rounds.map((round) => round.ours))),
    limit: Math.round(median(rounds.map((round) => round.limit))),
    ratio: Math.round(median(rounds.map((round) => round.ours / round.limit)) * 1_000) / 1_000,
    target: benchmark.target,
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
