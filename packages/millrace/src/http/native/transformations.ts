import type { FastifyReply } from "fastify";
import Type from "typebox";
import type { TSchema } from "typebox";
import { InvalidInputError, NotFoundError } from "../../core/errors.ts";
import type { Event } from "../../core/event.ts";
import type { EventView } from "../../core/event-view.ts";
import { viewOf } from "../../core/event-view.ts";
import { newId } from "../../core/ids.ts";
import { parseLossless, printLossless } from "../../core/json/lossless.ts";
import type { TransformationRule } from "../../core/transformation.ts";
import { transformationRule } from "../../core/transformation.ts";
import { ruleIssues } from "../../shaping/rule-issues.ts";
import { compileTransformations } from "../../shaping/transformations.ts";
import { findTransformations, replaceTransformations } from "../../store/transformations.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { parseJson } from "../body-parsers.ts";
import { summaryOf } from "../../core/validation/summary.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import { inProject } from "./parameters.ts";

const PATH = "/v1/projects/:project/transformations";
const tags = ["transformations"];

const rules = Type.Array(transformationRule, {
  description:
    "Properties are merged first, then derived, then looked up, and events get their names last, whatever the order here.",
});

const replacement = Type.Object({ rules }, { additionalProperties: false });

const previewRequest = Type.Object(
  {
    rules: Type.Optional(rules),
    event: Type.Optional(
      Type.Record(Type.String(), Type.Unknown(), { description: "An event in the export format." }),
    ),
    eventId: Type.Optional(Type.String({ minLength: 1, description: "An event of the project." })),
  },
  { additionalProperties: false },
);

const transformations = Type.Object({
  rules,
  updateTime: Type.Optional(
    Type.String({ format: "date-time", description: "Absent where there never were any rules." }),
  ),
});

const fields = Type.Record(Type.String(), Type.Unknown());
const preview = Type.Object({ raw: fields, transformed: fields });

/** How a project's events look to those who choose transformed events. */
export function serveTransformations(api: Api, deps: ApiDependencies): void {
  const { store, engine, clock } = deps;

  api.get(
    PATH,
    {
      config: { access: "read" },
      schema: {
        tags,
        summary: "Get the project's transformations",
        params: inProject,
        response: { 200: transformations },
      },
    },
    async (request, reply) =>
      answer(reply, (await findTransformations(store, projectOf(request).id)) ?? { rules: [] }),
  );

  api.put(
    PATH,
    {
      config: { access: "write" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "Replace the project's transformations",
        params: inProject,
        body: replacement,
        response: { 200: transformations },
      },
    },
    async (request, reply) => {
      const projectId = projectOf(request).id;
      const given = bodyOf(request.body, replacement);
      refuseFaults(given.rules);
      const replaced = await replaceTransformations(store, projectId, given.rules, clock.timestamp());
      await engine.refresh(projectId);
      return answer(reply, replaced);
    },
  );

  api.post(
    `${PATH}::preview`,
    {
      config: { access: "read" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags,
        summary: "See what transformations make of an event",
        params: inProject,
        body: previewRequest,
        response: { 200: preview },
      },
    },
    async (request, reply) => {
      const projectId = projectOf(request).id;
      const given = bodyOf(request.body, previewRequest);
      if (given.rules !== undefined) refuseFaults(given.rules);
      const raw = viewToPreview(deps, projectId, given);
      const own = given.rules ?? (await findTransformations(store, projectId))?.rules ?? [];
      return answer(reply, {
        raw: raw.fields,
        transformed: compileTransformations(own).transform(raw).fields,
      });
    },
  );
}

/** Read without loss: numbers in events and in tables leave as they came in. */
function bodyOf<T extends TSchema>(body: unknown, schema: T) {
  return parseWith(schema, parseJson(typeof body === "string" ? body : "", parseLossless));
}

function answer(reply: FastifyReply, value: unknown): FastifyReply {
  return reply.type("application/json; charset=utf-8").send(printLossless(value));
}

function refuseFaults(given: readonly TransformationRule[]): void {
  const issues = ruleIssues(given);
  if (issues.length > 0) throw new InvalidInputError(summaryOf(issues), issues);
}

function viewToPreview(
  { log, clock }: ApiDependencies,
  projectId: string,
  given: { readonly event?: unknown; readonly eventId?: string },
): EventView {
  const { event, eventId } = given;
  if ((event === undefined) === (eventId === undefined)) {
    const detail = "must be given, or eventId, and not both";
    throw new InvalidInputError(`event ${detail}.`, [{ in: "body", name: "event", detail }]);
  }
  const found = eventId === undefined ? sample(projectId, event, clock) : log.find(projectId, eventId);
  if (found === undefined) throw new NotFoundError("event", eventId ?? "");
  return viewOf(found);
}

/** The event as it would be if it came in now. */
function sample(projectId: string, data: unknown, clock: ApiDependencies["clock"]): Event {
  return {
    position: 0,
    id: newId(),
    projectId,
    topic: "track",
    time: clock.timestamp(),
    acceptedAt: clock.now(),
    metadata: {},
    data: printLossless(data),
  };
}
