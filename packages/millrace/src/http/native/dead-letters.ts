import Type from "typebox";
import { NotFoundError } from "../../core/errors.ts";
import { formatTimestamp } from "../../core/time.ts";
import type { DeadLetter } from "../../ledger/ledger.ts";
import { findRoute } from "../../store/routes.ts";
import type { Store } from "../../store/open-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { readPage, pageQuery } from "../paging.ts";
import { event, eventJson } from "./event-json.ts";
import { deadLetterPath, inProject } from "./parameters.ts";
import { timeBound } from "./time-bound.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const DEFAULT_PAGE_SIZE = 100;

const time = Type.String({ format: "date-time" });

const listQuery = Type.Object({
  ...pageQuery.properties,
  route: Type.Optional(Type.String({ description: "Id or name of a route." })),
  ended: Type.Optional(Type.Enum(["discarded", "expired"])),
  code: Type.Optional(Type.String({ description: "Code of the error, such as `record_too_large`." })),
  from: Type.Optional(Type.String({ description: "Ended at this time or later, RFC 3339." })),
  to: Type.Optional(Type.String({ description: "Ended before this time, RFC 3339." })),
});

const deadLetter = Type.Object({
  id: Type.String(),
  routeId: Type.String(),
  ended: Type.Enum(["discarded", "expired"]),
  error: Type.Object({
    code: Type.String(),
    message: Type.String(),
    blame: Type.String(),
    providerCode: Type.Optional(Type.String()),
  }),
  attempts: Type.Integer(),
  firstAttemptAt: Type.Optional(time),
  endedAt: time,
  event,
});

const deadLetterPage = Type.Object({
  results: Type.Array(deadLetter),
  pagination: Type.Object({ done: Type.Boolean(), nextPageToken: Type.Optional(Type.String()) }),
});

/** Dead letters: deliveries that ended without success, newest first. */
export function serveDeadLetters(api: Api, { store, deadLetters }: ApiDependencies): void {
  const tags = ["dead-letters"];

  api.get(
    "/v1/projects/:project/dead-letters",
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "List dead letters",
        params: inProject,
        querystring: listQuery,
        response: { 200: deadLetterPage },
      },
    },
    async (request, reply) => {
      const projectId = projectOf(request).id;
      const { route, ended, code, from, to, pageSize = DEFAULT_PAGE_SIZE, pageToken } = request.query;
      const filter = {
        projectId,
        ...(route !== undefined && { routeId: await routeIdOf(store, projectId, route) }),
        ...(ended !== undefined && { ended }),
        ...(code !== undefined && { code }),
        ...timeBound("from", from),
        ...timeBound("to", to),
      };
      const { items, next } = await readPage(pageSize, pageToken, async ({ after, limit = pageSize }) =>
        deadLetters.listDeadLetters({ ...filter, ...(after !== undefined && { after }), limit }),
      );
      const pagination = JSON.stringify({ done: next === undefined, nextPageToken: next });
      return reply
        .type(JSON_TYPE)
        .send(`{"results":[${items.map(toJson).join(",")}],"pagination":${pagination}}`);
    },
  );

  api.get(
    "/v1/projects/:project/dead-letters/:deadLetter",
    {
      config: { access: "read" },
      schema: { tags, summary: "Get a dead letter", params: deadLetterPath, response: { 200: deadLetter } },
    },
    async (request, reply) => {
      const found = deadLetters.getDeadLetter(projectOf(request).id, request.params.deadLetter);
      if (found === undefined) throw new NotFoundError("dead letter", request.params.deadLetter);
      return reply.type(JSON_TYPE).send(toJson(found));
    },
  );
}

/** A route that is deleted is still known to its dead letters, by id. */
async function routeIdOf(store: Store, projectId: string, idOrName: string): Promise<string> {
  return (await findRoute(store, projectId, idOrName))?.id ?? idOrName;
}

function toJson({ event: dead, firstAttemptAt, endedAt, ...fields }: DeadLetter): string {
  const shown = {
    ...fields,
    ...(firstAttemptAt !== undefined && { firstAttemptAt: formatTimestamp(firstAttemptAt) }),
    endedAt: formatTimestamp(endedAt),
  };
  return `${JSON.stringify(shown).slice(0, -1)},"event":${eventJson(dead)}}`;
}
