import type { NetworkPolicy } from "../../core/destination.ts";
import type { Part } from "../../core/parts.ts";
import { PARTS } from "../../core/parts.ts";
import type { Milliseconds } from "../../core/time.ts";
import { maskerOfCut } from "../mask.ts";
import { DEFAULT_TIMEOUT_SECONDS } from "../requests/request-client.ts";
import { HttpClient } from "./client.ts";
import { knownCredentials } from "./oauth-settings.ts";
import { contextOf } from "./renderer.ts";
import type { FixedOrigin } from "./request-url.ts";
import { fixedOrigin } from "./request-url.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";
import { compiledTemplate } from "./template-cache.ts";
import { credentialTexts, Tokens } from "./tokens.ts";

/** Where the requests of each part go, as the parameters alone give it. */
export function originsOf(
  settings: HttpSettings,
  secrets?: HttpSecrets,
): readonly (readonly [Part, FixedOrigin])[] {
  const { parameters } = contextOf(settings, secrets);
  return PARTS.flatMap((part) => {
    const request = settings[part];
    if (request === undefined) return [];
    return [[part, fixedOrigin(compiledTemplate(request.url, "url"), parameters)] as const];
  });
}

/** The connections of one destination: a client for each scheme, host and port, and what tokens come from. */
export class Endpoints {
  readonly tokens: Tokens | undefined;
  readonly #secrets: readonly string[];
  readonly #clients = new Map<string, HttpClient>();
  readonly #policy: NetworkPolicy;
  readonly #timeout: Milliseconds;

  constructor(settings: HttpSettings, secrets: HttpSecrets | undefined, policy: NetworkPolicy) {
    const context = contextOf(settings, secrets);
    this.#policy = policy;
    this.#timeout = (settings.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1_000;
    const { oauth } = settings;
    const credentials = oauth === undefined ? undefined : knownCredentials(oauth, context.parameters);
    const own = credentials === undefined ? [] : credentialTexts(credentials);
    this.#secrets = [...context.secrets.forms, ...own];
    if (credentials !== undefined)
      this.tokens = new Tokens(credentials, policy, { timeout: this.#timeout, secrets: this.#secrets });
    for (const [, found] of originsOf(settings, secrets)) if ("origin" in found) this.#add(found.origin);
  }

  /** The client for a URL; undefined where no request of the destination goes there. */
  at(origin: string): HttpClient | undefined {
    return this.#clients.get(origin);
  }

  /** Takes secrets and tokens out of what somebody else said. */
  mask(text: string, cut: boolean): string {
    return maskerOfCut([...this.#secrets, ...(this.tokens?.texts ?? [])])(text, cut);
  }

  async close(): Promise<void> {
    const all = [...this.#clients.values(), ...(this.tokens === undefined ? [] : [this.tokens])];
    await Promise.all(all.map((each) => each.close()));
  }

  #add(origin: string): void {
    if (this.#clients.has(origin)) return;
    const mask = (text: string, cut: boolean): string => this.mask(text, cut);
    const options = { url: origin, policy: this.#policy, timeout: this.#timeout, mask };
    this.#clients.set(origin, new HttpClient(options));
  }
}
