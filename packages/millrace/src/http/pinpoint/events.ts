import type { FastifyReply } from "fastify";
import type { RawJson } from "../../core/event.ts";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";
import { projectOf } from "../auth.ts";
import { unreadable } from "../body-parsers.ts";
import { bodyReadByHandler } from "../validation.ts";
import { MAX_DATA_REQUEST, takeText } from "./request-body.ts";
import { eventsRequest, eventsResponse, messageBody, inApplication } from "./schemas.ts";

/** Takes in events as Pinpoint's PutEvents does. */
export function servePutEvents(
  api: Api,
  { pinpoint, maxBodyBytes }: Pick<ApiDependencies, "pinpoint" | "maxBodyBytes">,
): void {
  api.post(
    "/v1/apps/:project/events",
    {
      config: { access: "ingest" },
      bodyLimit: Math.min(MAX_DATA_REQUEST, maxBodyBytes),
      validatorCompiler: bodyReadByHandler,
      schema: {
        tags: ["pinpoint"],
        summary: "Hand in events and what is known of their endpoints as Pinpoint's PutEvents takes them",
        params: inApplication,
        body: eventsRequest,
        response: { 202: eventsResponse, default: messageBody },
      },
    },
    async (request, reply) => {
      const stored = read(() => pinpoint.put(projectOf(request).id, takeText(request)));
      // What is awaited here instead would hold the whole request until then.
      return sendStored(reply, stored);
    },
  );
}

async function sendStored(reply: FastifyReply, stored: Promise<RawJson>): Promise<FastifyReply> {
  const answer = await stored;
  return reply.code(202).type("application/json").send(answer);
}

function read<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw unreadable(error);
  }
}
