import type { Static } from "typebox";
import Type from "typebox";
import { InvalidInputError, NotFoundError } from "../../core/errors.ts";
import { formatTimestamp } from "../../core/time.ts";
import type { DeadLetter, DeadLetterFilter, Failure } from "../../ledger/ledger.ts";
import { findRoute } from "../../store/routes.ts";
import type { Store } from "../../store/open-store.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { pageQuery, readPage, resultPage } from "../paging.ts";
import { event, eventJson } from "./event-json.ts";
import { deadLetterPath, inProject } from "./parameters.ts";
import { replay } from "./replay-schemas.ts";
import { answerOf } from "./replays.ts";
import { seenError } from "./route-schemas.ts";
import { timeBound } from "./time-bound.ts";

const JSON_TYPE = "application/json; charset=utf-8";
const DEFAULT_PAGE_SIZE = 100;
const ALL = "/v1/projects/:project/dead-letters";
const ONE = `${ALL}/:deadLetter`;

const time = Type.String({ format: "date-time" });

/** Which dead letters are meant: those that meet all that is given. */
const filterFields = {
  route: Type.Optional(Type.String({ description: "Id or name of a route." })),
  ended: Type.Optional(Type.Enum(["discarded", "expired"])),
  code: Type.Optional(Type.String({ description: "Code of the error, such as `record_too_large`." })),
  from: Type.Optional(Type.String({ description: "Ended at this time or later, RFC 3339." })),
  to: Type.Optional(Type.String({ description: "Ended before this time, RFC 3339." })),
};

const all = Type.Optional(
  Type.Boolean({ description: "Every dead letter of the project is meant, where no filter is given." }),
);

const listQuery = Type.Object({ ...pageQuery.properties, ...filterFields });

const deleteQuery = Type.Object({ ...filterFields, all }, { additionalProperties: false });

const replayBody = Type.Object(
  {
    ids: Type.Optional(Type.Array(Type.String(), { minItems: 1, maxItems: 1_000 })),
    ...filterFields,
    all,
  },
  { additionalProperties: false },
);

const deadLetter = Type.Object({
  id: Type.String(),
  routeId: Type.String(),
  destinationId: Type.String(),
  ended: Type.Enum(["discarded", "expired"]),
  error: seenError,
  attempts: Type.Integer({ description: "0 where no message could be made of the event." }),
  firstAttemptAt: Type.Optional(time),
  endedAt: time,
  failures: Type.Array(seenError, { description: "Every attempt's error, oldest first." }),
  event,
});

const deadLetterPage = resultPage(deadLetter);

/** Dead letters: deliveries that ended without success, newest first. */
export function serveDeadLetters(api: Api, deps: ApiDependencies): void {
  const { store, deadLetters, replays } = deps;
  const tags = ["dead-letters"];

  api.get(
    ALL,
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
      const { pageSize = DEFAULT_PAGE_SIZE, pageToken } = request.query;
      const filter = await filterOf(store, projectOf(request).id, request.query);
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
    ONE,
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

  api.delete(
    ONE,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Delete a dead letter",
        params: deadLetterPath,
        response: { 204: Type.Null() },
      },
    },
    async (request, reply) => {
      const { deadLetter: id } = request.params;
      const projectId = projectOf(request).id;
      if ((await deadLetters.removeDeadLetters({ projectId, ids: [id] })) === 0)
        throw new NotFoundError("dead letter", id);
      return reply.code(204).send();
    },
  );

  api.delete(
    ALL,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Delete dead letters",
        params: inProject,
        querystring: deleteQuery,
        response: { 200: Type.Object({ deleted: Type.Integer() }) },
      },
    },
    async (request) => {
      refuseUnfiltered(request.query, "query");
      const filter = await filterOf(store, projectOf(request).id, request.query);
      return { deleted: await deadLetters.removeDeadLetters(filter) };
    },
  );

  api.post(
    `${ALL}::replay`,
    {
      config: { access: "write" },
      schema: {
        tags,
        summary: "Send dead letters once more",
        description:
          "Letters that are delivered are deleted; one that fails again stays, with the new errors added.",
        params: inProject,
        body: replayBody,
        response: { 201: Type.Object({ results: Type.Array(replay) }) },
      },
    },
    async (request, reply) => {
      refuseUnfiltered(request.body, "body");
      const { ids } = request.body;
      const filter = await filterOf(store, projectOf(request).id, request.body);
      const started = await replays.ofDeadLetters({ ...filter, ...(ids !== undefined && { ids }) });
      return reply
        .code(201)
        .send({ results: await Promise.all(started.map((each) => answerOf(deps, each))) });
    },
  );
}

/** Everything at once only where it was said in so many words: a forgotten filter must not delete what is to be kept. */
function refuseUnfiltered(filter: Static<typeof replayBody>, place: "query" | "body"): void {
  const { all: everything, ...given } = filter;
  if (everything === true || Object.values(given).some((each) => each !== undefined)) return;
  const detail =
    "a filter is needed: ids, route, ended, code, from or to; or all=true for every dead letter of the project";
  throw new InvalidInputError(`${detail}.`, [{ in: place, name: "all", detail }]);
}

async function filterOf(
  store: Store,
  projectId: string,
  { route, ended, code, from, to }: Static<typeof deleteQuery>,
): Promise<DeadLetterFilter> {
  return {
    projectId,
    // A route that is deleted is still known to its dead letters, by id.
    ...(route !== undefined && { routeId: (await findRoute(store, projectId, route))?.id ?? route }),
    ...(ended !== undefined && { ended }),
    ...(code !== undefined && { code }),
    ...timeBound("from", from),
    ...timeBound("to", to),
  };
}

function toJson(letter: DeadLetter): string {
  const { id, routeId, destinationId, ended, error, attempts, firstAttemptAt, endedAt, failures } = letter;
  const shown = {
    id,
    routeId,
    destinationId,
    ended,
    error,
    attempts,
    ...(firstAttemptAt !== undefined && { firstAttemptAt: formatTimestamp(firstAttemptAt) }),
    endedAt: formatTimestamp(endedAt),
    failures: failures.map(failureJson),
  };
  return `${JSON.stringify(shown).slice(0, -1)},"event":${eventJson(letter.event)}}`;
}

/** A failed attempt as the API answers it. */
export function failureJson({ at, error }: Failure): object {
  return { at: formatTimestamp(at), ...error };
}
