import type { Event, Position } from "../core/event.ts";
import { newId } from "../core/ids.ts";
import type { DeliveryError, Message, Outcome } from "../core/message.ts";
import type { RetrySchedule } from "../core/retry-schedule.ts";
import { nextAttempt } from "../core/retry-schedule.ts";
import type { EpochMilliseconds, Milliseconds } from "../core/time.ts";
import type { DeadLetter, ParkedDelivery } from "../ledger/ledger.ts";
import type { Batch } from "./batch.ts";

/** What the outcomes of a batch come to. */
export interface Verdict {
  readonly parked: ParkedDelivery[];
  readonly unparked: Position[];
  readonly dead: DeadLetter[];
  /** Messages the destination could not be reached for: they stay in the batch. */
  readonly held: Message[];
  delivered: number;
  discarded: number;
  expired: number;
  /** Why the destination is unavailable, where it is. */
  unavailable: { readonly error: DeliveryError; readonly after: Milliseconds } | undefined;
  /** The last failure of any kind. */
  lastError: DeliveryError | undefined;
}

/** When an attempt was made, and what decides about the next. */
export interface SettleContext {
  readonly routeId: string;
  readonly now: EpochMilliseconds;
  readonly random: () => number;
  readonly schedule: RetrySchedule;
  /** Further deliveries that may be parked; beyond it, what would be parked is held. */
  readonly room: number;
}

/** Decides what becomes of each message of a batch after an attempt. Pure but for the ids of dead letters. */
export function settle(batch: Batch, outcomes: readonly Outcome[], context: SettleContext): Verdict {
  const verdict: Verdict = {
    parked: [],
    unparked: [],
    dead: [],
    held: [],
    delivered: 0,
    discarded: 0,
    expired: 0,
    unavailable: undefined,
    lastError: undefined,
  };
  batch.messages.forEach((message, i) => {
    const outcome = outcomes[i];
    if (outcome === undefined) verdict.held.push(message);
    else settleOne(message, outcome, batch.parked?.get(message.event.position), verdict, context);
  });
  return verdict;
}

function settleOne(
  message: Message,
  outcome: Outcome,
  before: ParkedDelivery | undefined,
  verdict: Verdict,
  context: SettleContext,
): void {
  const { position } = message.event;
  if (outcome.kind === "delivered") {
    verdict.delivered++;
    if (before !== undefined) verdict.unparked.push(position);
    return;
  }
  verdict.lastError = outcome.error;
  if (outcome.kind === "unavailable") {
    verdict.unavailable = { error: outcome.error, after: outcome.after ?? 0 };
    verdict.held.push(message);
    return;
  }
  const attempts = (before?.attempts ?? 0) + 1;
  const firstAttemptAt = before?.firstAttemptAt ?? context.now;
  const again =
    outcome.kind === "retry"
      ? nextAttempt(context.schedule, attempts, context.now, context.random(), outcome.after)
      : undefined;
  if (again !== undefined && before === undefined && verdict.parked.length >= context.room) {
    verdict.unavailable = { error: outcome.error, after: again - context.now };
    verdict.held.push(message);
  } else if (again !== undefined) {
    verdict.parked.push({
      position,
      attempts,
      firstAttemptAt,
      nextAttemptAt: again,
      lastError: outcome.error,
    });
  } else {
    const ended = outcome.kind === "discard" ? "discarded" : "expired";
    verdict[ended]++;
    if (before !== undefined) verdict.unparked.push(position);
    verdict.dead.push(deadLetter(context, message.event, ended, outcome.error, attempts, firstAttemptAt));
  }
}

/** The dead letters of deliveries that could not even be formed into messages. */
export function buryUndeliverable(
  batch: Batch,
  context: Pick<SettleContext, "routeId" | "now">,
): DeadLetter[] {
  return batch.undeliverable.map(({ event, error }) =>
    deadLetter(context, event, "discarded", error, 0, undefined),
  );
}

function deadLetter(
  context: Pick<SettleContext, "routeId" | "now">,
  event: Event,
  ended: DeadLetter["ended"],
  error: DeliveryError,
  attempts: number,
  firstAttemptAt: EpochMilliseconds | undefined,
): DeadLetter {
  return {
    id: newId(),
    routeId: context.routeId,
    event,
    ended,
    error,
    attempts,
    ...(firstAttemptAt !== undefined && { firstAttemptAt }),
    endedAt: context.now,
  };
}
