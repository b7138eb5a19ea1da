import type { Sender } from "../core/destination.ts";
import type { Clock } from "../core/time.ts";
import { DestinationPace } from "./destination-pace.ts";
import { PartPace } from "./part-pace.ts";
import type { ResolvedDestination } from "./resolved-destination.ts";
import { TokenBucket } from "./token-bucket.ts";

/** A connection to a destination and its pace: what the lanes that lead there share. */
export interface SharedSender {
  readonly sender: Sender;
  readonly pace: DestinationPace;
  readonly parts: PartPace | undefined;
}

/** One open sender a destination and version; the last lane to leave closes it. */
export class Senders {
  readonly #clock: Clock;
  readonly #messagesPerProject: number;
  readonly #open = new Map<string, SharedSender & { users: number }>();
  readonly #budgets = new Map<string, TokenBucket>();

  /** @param messagesPerProject a second, to all destinations together that count against it; 0 for no limit */
  constructor(clock: Clock, messagesPerProject: number) {
    this.#clock = clock;
    this.#messagesPerProject = messagesPerProject;
  }

  /** @throws what {@link ResolvedDestination.open} throws */
  take(destination: ResolvedDestination): SharedSender {
    const key = keyOf(destination);
    const shared = this.#open.get(key) ?? { ...this.#openOne(destination), users: 0 };
    shared.users++;
    this.#open.set(key, shared);
    return shared;
  }

  async release(destination: ResolvedDestination): Promise<void> {
    const key = keyOf(destination);
    const shared = this.#open.get(key);
    if (shared === undefined) return;
    shared.users--;
    if (shared.users > 0) return;
    this.#open.delete(key);
    shared.pace.close();
    await shared.sender.close();
  }

  /** The project is deleted: its budget is needed no more. */
  forget(projectId: string): void {
    this.#budgets.delete(projectId);
  }

  #openOne(destination: ResolvedDestination): SharedSender {
    const { limits, pace: options, projectId } = destination;
    const sender = destination.open();
    const projectBudget = limits.projectBudget ? this.#budgetOf(projectId) : undefined;
    const rules = { options, oneRequest: limits.oneRequest, projectBudget };
    return {
      sender,
      pace: new DestinationPace(this.#clock, rules),
      parts: sender.parts === undefined ? undefined : new PartPace(this.#clock, sender.parts),
    };
  }

  /** Kept as long as the project: a destination that is reopened must not bring a new budget. */
  #budgetOf(projectId: string): TokenBucket | undefined {
    if (this.#messagesPerProject === 0) return undefined;
    const known = this.#budgets.get(projectId);
    if (known !== undefined) return known;
    const budget = new TokenBucket(this.#messagesPerProject, this.#clock.elapsed());
    this.#budgets.set(projectId, budget);
    return budget;
  }
}

function keyOf(destination: ResolvedDestination): string {
  return `${destination.id}\0${destination.version}`;
}
