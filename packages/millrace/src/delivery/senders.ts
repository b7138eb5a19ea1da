import type { Sender } from "../core/destination.ts";
import type { ResolvedDestination } from "./resolved-destination.ts";

interface Shared {
  readonly sender: Sender;
  users: number;
}

/** One open sender a destination and version, shared by the lanes that send there; the last one to leave closes it. */
export class Senders {
  readonly #open = new Map<string, Shared>();

  /** @throws what {@link ResolvedDestination.open} throws */
  take(destination: ResolvedDestination): Sender {
    const key = keyOf(destination);
    const shared = this.#open.get(key) ?? { sender: destination.open(), users: 0 };
    shared.users++;
    this.#open.set(key, shared);
    return shared.sender;
  }

  async release(destination: ResolvedDestination): Promise<void> {
    const key = keyOf(destination);
    const shared = this.#open.get(key);
    if (shared === undefined) return;
    shared.users--;
    if (shared.users > 0) return;
    this.#open.delete(key);
    await shared.sender.close();
  }
}

function keyOf(destination: ResolvedDestination): string {
  return `${destination.id}\0${destination.version}`;
}
