import type { Event } from "../core/event.ts";
import { newId } from "../core/ids.ts";
import type { DeliveryError, Outcome } from "../core/message.ts";
import type { EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { DeadLetter, Failure, LettersOf, ParkedDelivery } from "../ledger/ledger.ts";
import type { Batch, Cut } from "./batch.ts";
import type { Delivery } from "./delivery.ts";
import { rowBehind } from "./delivery.ts";
import { judge } from "./judge.ts";
import type { JudgeContext, Verdict } from "./judge.ts";
import { Settled } from "./settled.ts";
import type { Workload } from "./workload.ts";

/** Where dead letters belong. */
export interface LetterAddress extends LettersOf {
  readonly routeId: string;
  /** The lane deals with deliveries that may have left a dead letter, which goes once they are delivered. */
  readonly resolves: boolean;
}

/** What settling a batch needs. */
export interface SettleContext extends Omit<JudgeContext, "blocked"> {
  readonly workload: Workload;
  readonly letters: LetterAddress;
  /** Told of each delivery that got through: when its event was accepted, and whether on its first attempt. */
  readonly onDelivered: (acceptedAt: EpochMilliseconds, first: boolean) => void;
}

/** What came back, summed up: for the breaker, the pace and the log. */
export interface Tally {
  /** Messages the destination took or refused for good: it works. */
  answered: number;
  delivered: number;
  discarded: number;
  expired: number;
  parked: number;
  held: number;
  /** Messages that failed, each on its own account. */
  failed: number;
  lastError: DeliveryError | undefined;
  unavailable: { readonly error: DeliveryError; readonly after: Milliseconds } | undefined;
  /** The longest wait that any failed message's outcome asked for. */
  after: Milliseconds;
}

/** A tally of nothing. */
export function emptyTally(): Tally {
  return {
    answered: 0,
    delivered: 0,
    discarded: 0,
    expired: 0,
    parked: 0,
    held: 0,
    failed: 0,
    lastError: undefined,
    unavailable: undefined,
    after: 0,
  };
}

/** Sums up the outcomes of a batch before anything is decided: whether the destination works decides about each delivery. */
export function tallyOf(outcomes: readonly Outcome[]): Tally {
  const tally = emptyTally();
  for (const outcome of outcomes) {
    if (outcome.kind === "delivered" || outcome.kind === "discard") tally.answered++;
    if (outcome.kind === "delivered") continue;
    tally.lastError = outcome.error;
    if (outcome.kind === "discard") continue;
    const after = outcome.after ?? 0;
    tally.after = Math.max(tally.after, after);
    if (outcome.kind === "unavailable") tally.unavailable = { error: outcome.error, after };
    else tally.failed++;
  }
  return tally;
}

/** Decides what becomes of each delivery of a batch, tells the workload, and answers what is to be written down. */
export function settleBatch(
  batch: Batch,
  outcomes: readonly Outcome[],
  tally: Tally,
  context: SettleContext,
): Settled {
  const settled = new Settled();
  const judging: JudgeContext = { ...context, blocked: new Map() };
  const verdicts = batch.deliveries.map((delivery, i): Verdict => {
    const outcome = outcomes[i];
    return outcome === undefined ? { kind: "hold" } : judge(delivery, outcome, judging);
  });
  for (const [i, verdict] of verdicts.entries()) {
    const delivery = batch.deliveries[i];
    if (delivery !== undefined) apply(delivery, verdict, settled, tally, context);
  }
  return settled;
}

function apply(
  delivery: Delivery,
  verdict: Verdict,
  settled: Settled,
  tally: Tally,
  context: SettleContext,
): void {
  const { workload, letters, now } = context;
  const { position } = delivery;
  switch (verdict.kind) {
    case "delivered":
      tally.delivered++;
      context.onDelivered(delivery.event?.acceptedAt ?? now, delivery.attempts === 0);
      if (delivery.row !== undefined) settled.unparked.push(position);
      if (letters.resolves) settled.resolved.push(position);
      workload.finish(delivery);
      return;
    case "hold":
      tally.held++;
      workload.hold(delivery);
      return;
    case "behind": {
      tally.held++;
      const row = rowBehind(delivery, now);
      settled.parked.push(row, ...workload.park(delivery, row, 0));
      return;
    }
    case "park": {
      tally.parked++;
      const row = rowOf(delivery, verdict.error, verdict.wait, now);
      settled.parked.push(row, ...workload.park(delivery, row, verdict.wait));
      return;
    }
    case "dead":
      tally[verdict.ended]++;
      if (delivery.event !== undefined) {
        const failure = { at: now, error: verdict.error };
        settled.dead.push(letterOf(delivery.event, verdict.ended, failure, delivery, context));
      }
      if (delivery.row !== undefined) settled.unparked.push(position);
      workload.finish(delivery);
  }
}

/** What was settled while a batch was put together. */
export function settleCut(cut: Cut, tally: Tally, context: Pick<SettleContext, "letters" | "now">): Settled {
  const settled = new Settled();
  for (const { event, error, delivery } of cut.undeliverable) {
    tally.discarded++;
    tally.lastError = error;
    const failure = { at: context.now, error };
    settled.dead.push(letterOf(event, "discarded", failure, delivery, context, 0));
    if (delivery?.row !== undefined) settled.unparked.push(event.position);
  }
  settled.parked.push(...cut.parked);
  for (const { position } of cut.gone) settled.unparked.push(position);
  return settled;
}

function rowOf(
  delivery: Delivery,
  error: DeliveryError,
  wait: Milliseconds,
  now: EpochMilliseconds,
): ParkedDelivery {
  return {
    position: delivery.position,
    orderingKey: delivery.key,
    attempts: delivery.attempts + 1,
    firstAttemptAt: delivery.row?.firstAttemptAt ?? now,
    nextAttemptAt: Math.round(now + wait),
    failure: { at: now, error },
  };
}

function letterOf(
  event: Event,
  ended: DeadLetter["ended"],
  failure: Failure,
  delivery: Delivery | undefined,
  { letters }: Pick<SettleContext, "letters">,
  made = 1,
): DeadLetter {
  const attempts = (delivery?.attempts ?? 0) + made;
  return {
    id: newId(),
    laneId: letters.laneId,
    routeId: letters.routeId,
    destinationId: letters.destinationId,
    event,
    ended,
    error: failure.error,
    attempts,
    ...(attempts > 0 && { firstAttemptAt: delivery?.row?.firstAttemptAt ?? failure.at }),
    endedAt: failure.at,
    failures: [failure],
  };
}
