import { MillraceError } from "../core/errors.ts";

/** Where readers reach this server: as it is configured, or else where it listens, which is known a little later. */
export class PublicUrl {
  readonly #known: Promise<string>;
  #tell: (url: string) => void = () => {};
  #giveUp: (error: Error) => void = () => {};

  /** @param configured the setting publicUrl */
  constructor(configured: string | undefined) {
    this.#known = new Promise((resolve, reject) => {
      this.#tell = (url) => resolve(url.replace(/\/+$/, ""));
      this.#giveUp = reject;
    });
    // Where nobody waits for it, nobody has to hear that it never came.
    this.#known.catch(() => {});
    if (configured !== undefined) this.#tell(configured);
  }

  /** Without a slash at the end. Waits until the server listens; rejects where it stops before that. */
  get(): Promise<string> {
    return this.#known;
  }

  /** The server listens here. Says nothing new where a URL is configured. */
  listening(url: string): void {
    this.#tell(url);
  }

  /** The server stops: whoever still waits is told so. */
  stop(): void {
    this.#giveUp(new MillraceError("stopping", "Millrace stops before it has listened.", { status: 503 }));
  }
}
