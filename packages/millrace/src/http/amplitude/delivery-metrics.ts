import type { FastifyReply, FastifyRequest } from "fastify";
import Type from "typebox";
import type { Static } from "typebox";
import { exportTimeOf } from "../../core/event-view.ts";
import type { EpochMilliseconds, Milliseconds } from "../../core/time.ts";
import type { Summary } from "../../history/history-reader.ts";
import { floorTo, keptSince, RESOLUTIONS } from "../../history/resolution.ts";
import { listApiKeys } from "../../store/api-keys.ts";
import { findProject } from "../../store/projects.ts";
import { routesOfSync } from "../../store/routes.ts";
import { findSync } from "../../syncs/sync-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import type { Authenticator } from "../auth.ts";
import { allows } from "../auth.ts";
import { basicCredentials } from "./basic-credentials.ts";
import { CallLimits } from "./call-limits.ts";
import type { Period } from "./metrics-period.ts";
import { periodOf, TIME_PERIODS } from "./metrics-period.ts";

const PATH = "/api/2/event-streaming/delivery-metrics-summary";

/** What Amplitude allows of a project. */
const LIMITS = { concurrent: 4, perMinute: 12 };

const query = Type.Object({
  sync_id: Type.String({ description: "Id or name of the sync." }),
  time_period: Type.Enum([...TIME_PERIODS]),
  start: Type.Optional(
    Type.String({
      description: "Where a CUSTOM period begins: ISO 8601, or seconds or milliseconds since 1970.",
    }),
  ),
  end: Type.Optional(Type.String({ description: "Where a CUSTOM period ends; it is no part of it." })),
});

const count = (description: string) => Type.Integer({ minimum: 0, description });

const metrics = Type.Object({
  timePeriod: Type.String(),
  eventsDelivered: count("Deliveries made."),
  eventsNotDelivered: count("Deliveries that expired or were discarded."),
  deliveryRate: Type.Number({
    description: "Share of the two that was delivered, from 0 to 1; 1 where there were none.",
  }),
  latencyInSeconds: Type.Number({
    description: "95 of 100 deliveries took no longer; 0 where there were none.",
  }),
  timePeriodStart: Type.String(),
  timePeriodEnd: Type.String(),
  successOnFirstAttempt: count("Deliveries that the first attempt made."),
  successAfterRetry: count("Deliveries that a later attempt made."),
  eventsExpired: count("Deliveries that used up all their attempts."),
  eventsDiscarded: count("Deliveries that can never be made: their data is incomplete or invalid."),
});

const problem = Type.Object({ code: Type.Integer(), error: Type.String() });

/** Delivery metrics of a sync, as Amplitude's API answers them. */
export function serveDeliveryMetrics(api: Api, deps: ApiDependencies, authenticator: Authenticator): void {
  const limits = new CallLimits(deps.clock, LIMITS);
  api.get(
    PATH,
    {
      config: { access: "public" },
      // What is wrong is answered as Amplitude answers it.
      validatorCompiler: () => (value: unknown) => ({ value }),
      schema: {
        tags: ["syncs"],
        summary: "Delivery metrics of a sync, as Amplitude's API answers them",
        description:
          "Needs `api_key:secret_key` by HTTP Basic authentication: a key of the project, or what names it, and a key with the scope `read`.",
        querystring: query,
        response: { 200: metrics, default: problem },
      },
    },
    async (request, reply) => {
      const caller = await callerOf(request, deps, authenticator);
      if ("code" in caller) return refuse(reply, caller);
      const entry = limits.enter(caller.projectId);
      if ("waitSeconds" in entry) {
        const seconds = String(entry.waitSeconds);
        return refuse(reply.header("retry-after", seconds), { code: 429, error: "Rate limit exceeded" });
      }
      try {
        const answer = await answerTo(caller.projectId, request.query, deps);
        return "code" in answer ? refuse(reply, answer) : answer;
      } finally {
        entry.leave();
      }
    },
  );
}

interface Refusal {
  readonly code: 400 | 401 | 403 | 404 | 429;
  readonly error: string;
}

function refuse(reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.code === 401) void reply.header("www-authenticate", 'Basic realm="millrace"');
  return reply.code(refusal.code).send(refusal);
}

/**
 * Whose metrics a caller may see. The secret key is a key of Millrace that may read; the API key beside it says of which
 * project: any of the project's keys or their ids, or the project's own id or name.
 */
async function callerOf(
  request: FastifyRequest,
  { store }: Pick<ApiDependencies, "store">,
  authenticator: Authenticator,
): Promise<{ readonly projectId: string } | Refusal> {
  const credentials = basicCredentials(request.headers.authorization);
  if (credentials === undefined)
    return { code: 401, error: "Send api_key:secret_key by HTTP Basic authentication" };
  const secret = await authenticator.findKey(credentials.password);
  if (secret === undefined) return NOT_VALID;
  const named = (await authenticator.findKey(credentials.user))?.projectId;
  const projectId = named ?? (await findProject(store, credentials.user.normalize("NFC")))?.id;
  const own = secret.projectId;
  const isOwnKey =
    own !== undefined && (await listApiKeys(store, own)).some(({ id }) => id === credentials.user);
  const found = projectId ?? (isOwnKey ? own : undefined);
  if (found === undefined || (own !== undefined && own !== found)) return NOT_VALID;
  request.caller = { key: secret };
  if (!allows(secret, "read")) return { code: 403, error: 'The secret key lacks the scope "read"' };
  return { projectId: found };
}

const NOT_VALID: Refusal = { code: 401, error: "The API key and the secret key are not valid together" };

async function answerTo(
  projectId: string,
  asked: unknown,
  { store, history, clock }: Pick<ApiDependencies, "store" | "history" | "clock">,
): Promise<Static<typeof metrics> | Refusal> {
  const given = textsOf(asked);
  if (!given.sync_id) return { code: 400, error: "sync_id is required" };
  const period = periodOf(given, clock.now());
  if ("error" in period) return { code: 400, error: period.error };
  const sync = await findSync(store, projectId, given.sync_id);
  if (sync === undefined) return { code: 404, error: "This project has no such sync" };
  const routes = await routesOfSync(store, sync.id);
  const { totals } = history.readRoutes(
    projectId,
    routes.map(({ id }) => id),
    { from: keptFrom(period.start, clock.now()), to: period.end, resolution: "minute", width: MINUTE },
  );
  return metricsOf(given.time_period ?? "", period, totals);
}

const MINUTE: Milliseconds = 60_000;

/** History grows coarser with age: the point that the moment lies in begins here. */
function keptFrom(start: EpochMilliseconds, now: EpochMilliseconds): EpochMilliseconds {
  const rule = RESOLUTIONS.find((each) => start >= keptSince(each, now)) ?? RESOLUTIONS[2];
  return floorTo(start, rule.width);
}

/** The parameters that were given, each once: of one that was repeated nothing is known. */
function textsOf(asked: unknown): { [Name in keyof Static<typeof query>]?: string } {
  const given = new Map(typeof asked === "object" && asked !== null ? Object.entries(asked) : []);
  const text = (name: string) => {
    const value = given.get(name);
    return typeof value === "string" && value !== "" ? value : undefined;
  };
  const [syncId, period, start, end] = ["sync_id", "time_period", "start", "end"].map(text);
  return {
    ...(syncId !== undefined && { sync_id: syncId }),
    ...(period !== undefined && { time_period: period }),
    ...(start !== undefined && { start }),
    ...(end !== undefined && { end }),
  };
}

function metricsOf(timePeriod: string, { start, end }: Period, totals: Summary): Static<typeof metrics> {
  const { deliveredFirstAttempt, deliveredAfterRetry, expired, discarded, latency } = totals;
  const delivered = deliveredFirstAttempt + deliveredAfterRetry;
  const not = expired + discarded;
  return {
    timePeriod,
    eventsDelivered: delivered,
    eventsNotDelivered: not,
    deliveryRate: delivered + not === 0 ? 1 : delivered / (delivered + not),
    latencyInSeconds: (latency?.p95 ?? 0) / 1_000,
    timePeriodStart: exportTimeOf(start),
    timePeriodEnd: exportTimeOf(end),
    successOnFirstAttempt: deliveredFirstAttempt,
    successAfterRetry: deliveredAfterRetry,
    eventsExpired: expired,
    eventsDiscarded: discarded,
  };
}
