import type { CredentialSource } from "./credentials.ts";
import type { Fetch, TakeTurn } from "./fetched-credentials.ts";
import { FetchedCredentials } from "./fetched-credentials.ts";

/** How credentials are fetched, and what is closed when nobody uses them any more. */
export interface Fetching {
  readonly fetch: Fetch;
  readonly takeTurn?: TakeTurn;
  close?(): Promise<void>;
}

interface Shared {
  readonly credentials: FetchedCredentials;
  readonly fetching: Fetching;
  users: number;
}

/** Credentials that many lanes use: fetched once for all who name the same key, and forgotten when the last of them closes. */
export class SharedCredentials {
  readonly #shared = new Map<string, Shared>();

  /** @param key everything that the credentials depend on */
  use(key: string, make: () => Fetching): CredentialSource {
    const shared = this.#shared.get(key) ?? started(make());
    this.#shared.set(key, shared);
    shared.users++;
    const { credentials } = shared;
    let closed = false;
    return {
      now: () => credentials.now(),
      fetch: (signal) => credentials.fetch(signal),
      refused: (refused, failure) => credentials.refused(refused, failure),
      close: async () => {
        if (closed) return;
        closed = true;
        if (--shared.users > 0) return;
        this.#shared.delete(key);
        await credentials.close();
        await shared.fetching.close?.();
      },
    };
  }
}

function started(fetching: Fetching): Shared {
  return { credentials: new FetchedCredentials(fetching.fetch, fetching.takeTurn), fetching, users: 0 };
}
