import Type from "typebox";
import { InvalidInputError } from "../../core/errors.ts";
import type { NewEvent } from "../../core/event.ts";
import type { Appended } from "../../log/event-log.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { unreadable } from "../body-parsers.ts";
import { summaryOf } from "../../core/validation/summary.ts";
import { bodyReadByHandler } from "../validation.ts";
import { eventsSchema } from "./event-rules.ts";
import type { ReadEvent } from "./events-body.ts";
import { isRefused, readEvents } from "./events-body.ts";
import { inProject } from "./parameters.ts";

const acceptance = Type.Object({
  accepted: Type.Integer({ description: "Events that are on disk, duplicates included." }),
  rejected: Type.Integer(),
  results: Type.Array(
    Type.Object({
      id: Type.Optional(Type.String()),
      position: Type.Optional(Type.Integer({ description: "Where the event stands in the log." })),
      duplicate: Type.Optional(
        Type.Boolean({ description: "The id was known in the project: it was not stored again." }),
      ),
      error: Type.Optional(
        Type.Object({ code: Type.String(), detail: Type.String(), issues: Type.Array(Type.Unknown()) }),
      ),
    }),
    { description: "One entry an event, in the order they came in." },
  ),
});

/** Takes in events. What is answered as accepted is on disk; faulty events are told apart from good ones. */
export function serveIngestion(api: Api, { log, clock }: ApiDependencies): void {
  api.post(
    "/v1/projects/:project/events",
    {
      config: { access: "ingest" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags: ["events"],
        summary: "Hand in events",
        params: inProject,
        body: eventsSchema,
        response: { 202: acceptance },
      },
    },
    async (request, reply) => {
      const text = typeof request.body === "string" ? request.body : "";
      const events = read(text, projectOf(request).id, clock.timestamp());
      const good = events.filter((event): event is NewEvent => !isRefused(event));
      if (good.length === 0) throw noneAcceptable(events);
      const appended = await log.append(good);
      return reply.code(202).type("application/json; charset=utf-8").send(answerOf(events, appended));
    },
  );
}

function read(text: string, projectId: string, now: string): readonly ReadEvent[] {
  try {
    return readEvents(text, projectId, now);
  } catch (error) {
    throw unreadable(error);
  }
}

function noneAcceptable(events: readonly ReadEvent[]): InvalidInputError {
  const issues = events.flatMap((event) => (isRefused(event) ? event.issues : []));
  return new InvalidInputError(
    `None of the events can be accepted. ${summaryOf(issues)}`,
    issues.slice(0, MAX_ISSUES),
  );
}

const MAX_ISSUES = 100;

/** Put together by hand: this is the hot path, and all but the ids are numbers and truth values. */
function answerOf(events: readonly ReadEvent[], appended: readonly Appended[]): string {
  const results: string[] = [];
  let next = 0;
  for (const event of events) {
    if (isRefused(event)) {
      const error = { code: "invalid_event", detail: summaryOf(event.issues), issues: event.issues };
      results.push(JSON.stringify(event.id === undefined ? { error } : { id: event.id, error }));
    } else {
      const stored = appended[next++];
      results.push(
        `{"id":${JSON.stringify(event.id)},"position":${stored?.position ?? 0},"duplicate":${stored?.duplicate ?? false}}`,
      );
    }
  }
  return `{"accepted":${next},"rejected":${events.length - next},"results":[${results.join(",")}]}`;
}
