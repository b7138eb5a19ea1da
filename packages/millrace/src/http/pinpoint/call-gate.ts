import { hash } from "node:crypto";
import type { FastifyRequest } from "fastify";
import type { MillraceError } from "../../core/errors.ts";
import type { Milliseconds } from "../../core/time.ts";
import { checkClaim, expiryOf } from "../../sigv4/check-claim.ts";
import { normalized } from "../../sigv4/canonical-request.ts";
import { invalid, SignatureError } from "../../sigv4/errors.ts";
import type { SignatureClaim } from "../../sigv4/read-signature.ts";
import { isSigned, readSignature } from "../../sigv4/read-signature.ts";
import type { ReceivedRequest } from "../../sigv4/received-request.ts";
import { pathOf, receivedRequest } from "../../sigv4/received-request.ts";
import { verifySignature } from "../../sigv4/verify-signature.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Caller } from "../auth.ts";
import type { Callers, KnownAccessKey } from "../known-access-keys.ts";
import { CallRates, kindOf } from "./call-rates.ts";
import { FailedCalls, networkOf } from "./failed-calls.ts";
import { PinpointError, pinpointError } from "./pinpoint-error.ts";
import type { SignatureUse } from "./seen-signatures.ts";
import { tooManyRequests } from "./too-many-requests.ts";
import { UsedSignatures } from "./used-signatures.ts";

/** The name of Pinpoint in credential scopes. */
const SERVICE = "mobiletargeting";

/** Signatures in a query may be good for a week; for calls that change something no longer than this. */
const LONGEST_CHANGE_SECONDS = 900;

/** Signatures say the second that they were made in: whoever signs anew after this long signs otherwise. */
const SIGNING_STEP: Milliseconds = 1_000;

/** A signed request whose signature is not checked yet. */
interface Pending {
  readonly received: ReceivedRequest;
  readonly claim: SignatureClaim;
  /** Where it came from: what failures of it count under. */
  readonly address: string;
}

/**
 * Tells who calls Pinpoint's API and whether they may: by an API key, or by a request that is signed. What is wrong with
 * a signature whatever the body is, is told before that is read. What the key may do and which applications it sees is
 * told once the signature is checked: ids of access keys are no secrets.
 */
export class CallGate {
  readonly #callers: Callers;
  readonly #clock: ApiDependencies["clock"];
  readonly #failures: FailedCalls;
  readonly #rates: CallRates;
  readonly #used: UsedSignatures;
  readonly #pending = new WeakMap<FastifyRequest, Pending>();
  /** Signatures of changes that are under way, by their requests. */
  readonly #changes = new WeakMap<FastifyRequest, SignatureUse>();

  constructor(
    { clock, pinpointRates, store }: Pick<ApiDependencies, "clock" | "pinpointRates" | "store">,
    callers: Callers,
  ) {
    this.#callers = callers;
    this.#clock = clock;
    this.#failures = new FailedCalls(clock);
    this.#rates = new CallRates(pinpointRates, clock);
    this.#used = new UsedSignatures(store, clock);
  }

  /**
   * Before the body is read.
   * @throws {MillraceError} 400, 403 or 429; of API keys 404 too
   */
  async admit(request: FastifyRequest): Promise<void> {
    if (request.routeOptions.config.access === "public") return;
    const received = receivedRequest(request.raw);
    const address = networkOf(request);
    const application = isSigned(received)
      ? await this.#failures.watch(address, async () => this.#admitSigned(request, received, address))
      : countedUnder(await this.#failures.watch(address, async () => this.#admitKey(request)));
    if (application !== undefined)
      this.#rates.refuseMany(kindOf(request.routeOptions.url ?? ""), application);
  }

  /**
   * Once the body is there. Puts the payload in its place, where it came in chunks.
   * @throws {MillraceError} 403, 404 or 429
   */
  async verify(request: FastifyRequest): Promise<void> {
    const pending = this.#pending.get(request);
    if (pending !== undefined) {
      const key = await this.#failures.watch(pending.address, async () => this.#check(request, pending));
      const caller = await this.#callers.authenticator.admit(request, key);
      request.caller = { ...caller, region: pending.claim.region };
    }
    if (request.caller === undefined) return;
    this.#rates.take(kindOf(request.routeOptions.url ?? ""), countedUnder(request.caller));
    if (pending !== undefined && changes(request))
      await this.#refuseRepeated(request, request.caller.key, pending.claim);
  }

  /** What was not carried out may come again with the same signature. */
  finish(request: FastifyRequest, status: number): void {
    const use = this.#changes.get(request);
    if (use !== undefined && (status === 429 || status >= 500)) this.#used.giveBack(use);
  }

  async #admitKey(request: FastifyRequest): Promise<Caller> {
    const { authorization, "x-api-key": key } = request.headers;
    if (authorization === undefined && key === undefined) throw unsigned();
    await this.#callers.authenticator.authorise(request);
    if (request.caller === undefined) throw unsigned();
    return request.caller;
  }

  /** Answers the application whose calls it counts among, where its key is of one. */
  async #admitSigned(
    request: FastifyRequest,
    received: ReceivedRequest,
    address: string,
  ): Promise<string | undefined> {
    const claim = readSignature(received);
    checkClaim(received, claim, { service: SERVICE, now: this.#clock.now() });
    const { projectId } = await this.#keyOf(request, claim);
    // Of two paths that are signed alike, only the one that means itself is served.
    const path = pathOf(received);
    if (path !== normalized(path))
      throw pinpointError("BadRequestException", "The path has empty segments, or segments of dots.");
    if (changes(request) && (claim.expiresSeconds ?? 0) > LONGEST_CHANGE_SECONDS)
      throw invalid(
        `A signature in the query of a call that changes something is good for ${LONGEST_CHANGE_SECONDS} seconds at most.`,
      );
    this.#pending.set(request, { received, claim, address });
    return projectId;
  }

  async #check(request: FastifyRequest, { received, claim }: Pending): Promise<Caller["key"]> {
    // Asked for once more: it may have been disabled while the body came in.
    const key = await this.#keyOf(request, claim);
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const payload = verifySignature({ request: received, claim, body, secret: key.secret });
    if (payload !== body) request.body = payload;
    return withoutSecret(key);
  }

  async #keyOf(request: FastifyRequest, { accessKeyId }: SignatureClaim): Promise<KnownAccessKey> {
    const key = await this.#callers.accessKeys.find(accessKeyId);
    if (key === undefined)
      throw new SignatureError(
        "UnrecognizedClientException",
        "There is no access key of this id.",
        "Sign with an access key of Millrace, not with one of AWS.",
      );
    request.namedAccessKeyId = accessKeyId;
    if (key.disabled)
      throw new SignatureError("ForbiddenException", `The access key ${accessKeyId} is disabled.`);
    return key;
  }

  async #refuseRepeated(
    request: FastifyRequest,
    { projectId, id }: Caller["key"],
    claim: SignatureClaim,
  ): Promise<void> {
    const { signature } = claim;
    const attempt = attemptOf(request);
    const use = { holderId: projectId ?? id, signature, attempt, expiry: expiryOf(claim) };
    // A body may come in slowly, and an expired signature is not remembered.
    if (use.expiry < this.#clock.now())
      throw invalid("The signature expired while the body came in. Sign the request anew.");
    const outcome = await this.#used.use(use);
    if (outcome === "seen")
      throw invalid("A request with this very signature was carried out already. Sign it anew.");
    if (outcome === "alike") {
      await this.#wait(SIGNING_STEP);
      throw tooManyRequests(
        "Another call was signed alike in the same second. Sign this one anew.",
        SIGNING_STEP,
      );
    }
    if (outcome === "full")
      throw tooManyRequests(
        "Too many changes were made in the last minutes to tell this one from them.",
        60_000,
      );
    this.#changes.set(request, use);
  }

  #wait(delay: Milliseconds): Promise<void> {
    return new Promise((resolve) => this.#clock.after(delay, resolve));
  }
}

/**
 * Which call this is, and which try of it, in a few characters; empty where its client does not say. SDKs that do not
 * sign these headers (boto3) sign two calls of the same words alike within one second. Nobody is let in by them.
 */
function attemptOf({ headers }: FastifyRequest): string {
  const { "amz-sdk-invocation-id": call, "amz-sdk-request": attempt } = headers;
  return call === undefined ? "" : hash("sha256", JSON.stringify([call, attempt]), "base64").slice(0, 16);
}

/** Callers are kept with requests, secrets are not. */
function withoutSecret({ id, projectId, label, scopes, accessKeyId }: KnownAccessKey): Caller["key"] {
  return { id, label, scopes, accessKeyId, ...(projectId !== undefined && { projectId }) };
}

/** What calls count for: the application that the key is of, or else that they name; the key where there is neither. */
function countedUnder({ key, project }: Caller): string {
  return key.projectId ?? project?.id ?? key.id;
}

/** True for calls that change what is configured. To hand in the same events again changes nothing. */
function changes({ method, routeOptions }: FastifyRequest): boolean {
  const { access } = routeOptions.config;
  return method !== "GET" && method !== "HEAD" && access !== "ingest" && access !== "read";
}

function unsigned(): MillraceError {
  return new PinpointError(
    "MissingAuthenticationTokenException",
    403,
    "The request is not signed. Sign it with an access key of Millrace, or send an API key as X-Api-Key.",
  );
}
