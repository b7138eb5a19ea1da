import type { Static } from "typebox";
import { EventStreams } from "../../event-streams/event-streams.ts";
import type { EventStream } from "../../store/event-streams.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { callerName, projectOf } from "../auth.ts";
import { bodyReadByHandler, parseWith } from "../validation.ts";
import type { PinpointError } from "./pinpoint-error.ts";
import { pinpointError } from "./pinpoint-error.ts";
import { jsonOf } from "./request-body.ts";
import { eventStream, writeEventStream } from "./event-stream-schemas.ts";
import { inApplication, messageBody } from "./schemas.ts";
import { inMilliseconds } from "./in-milliseconds.ts";

const PATH = "/v1/apps/:project/eventstream";
const ALLOW = "DELETE, GET, OPTIONS, POST";

/** The Event Stream resource (seed 003): where all of an application's events go. */
export function serveEventStream(api: Api, deps: ApiDependencies): void {
  const streams = new EventStreams(deps);
  const shared = {
    tags: ["pinpoint"],
    params: inApplication,
    response: { 200: eventStream, default: messageBody },
  };

  api.get(
    PATH,
    {
      config: { access: "read" },
      exposeHeadRoute: false,
      schema: { ...shared, summary: "Get an application's event stream (GetEventStream)" },
    },
    async (request) => {
      const { id } = projectOf(request);
      const found = await streams.find(id);
      if (found === undefined) throw noneOf(id);
      return answerOf(found);
    },
  );

  api.post(
    PATH,
    {
      config: { access: "write" },
      validatorCompiler: bodyReadByHandler,
      schema: {
        ...shared,
        summary: "Make an application's event stream, or change it (PutEventStream)",
        body: writeEventStream,
      },
    },
    async (request) => {
      const given = parseWith(writeEventStream, jsonOf(request));
      return answerOf(await streams.put(projectOf(request).id, given, callerName(request)));
    },
  );

  api.delete(
    PATH,
    {
      config: { access: "write" },
      schema: { ...shared, summary: "Delete an application's event stream (DeleteEventStream)" },
    },
    async (request) => {
      const { id } = projectOf(request);
      const removed = await streams.remove(id);
      if (removed === undefined) throw noneOf(id);
      return answerOf(removed);
    },
  );

  api.options(PATH, { config: { access: "public" }, schema: { hide: true } }, async (_request, reply) =>
    reply.code(200).header("allow", ALLOW).send(),
  );
}

function noneOf(applicationId: string): PinpointError {
  return pinpointError("NotFoundException", `The application ${applicationId} has no event stream.`);
}

/** Under the names and in the order of seed 003. */
function answerOf({
  projectId,
  destinationStreamArn,
  roleArn,
  updateTime,
  lastUpdatedBy,
}: EventStream): Static<typeof eventStream> {
  return {
    ApplicationId: projectId,
    DestinationStreamArn: destinationStreamArn,
    RoleArn: roleArn,
    ExternalId: projectId,
    LastModifiedDate: inMilliseconds(updateTime),
    LastUpdatedBy: lastUpdatedBy,
  };
}
