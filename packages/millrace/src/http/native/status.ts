import Type from "typebox";
import type { Api } from "../api.ts";
import type { ApiDependencies } from "../api-dependencies.ts";

const time = Type.String({ format: "date-time" });
const bytes = Type.Integer({ description: "Bytes." });

const status = Type.Object({
  ready: Type.Boolean({ description: "Events can be taken in." }),
  reasons: Type.Array(Type.Object({ code: Type.String(), message: Type.String() }), {
    description: "Why they cannot.",
  }),
  log: Type.Object({
    head: Type.Integer({ description: "Position of the newest event." }),
    bytes,
    freeBytes: Type.Integer({ description: "Of `bytes`, room for new events." }),
    oldestEventTime: Type.Optional(time),
  }),
  disk: Type.Object({ freeBytes: Type.Optional(bytes), minFreeBytes: bytes }),
  retention: Type.Object({
    removed: Type.Integer({ description: "Events removed since the start." }),
    cutOff: Type.Integer({ description: "Of those, events that were still owed to a route." }),
    endangered: Type.Array(
      Type.Object({
        projectId: Type.String(),
        position: Type.Integer({ description: "The oldest event that is owed." }),
        acceptedTime: time,
        cutTime: time,
        events: Type.Integer({ description: "Events that go within a day." }),
      }),
      { description: "Deliveries that will be cut off unless their route catches up." },
    ),
  }),
  damaged: Type.Array(Type.Object({ file: Type.String(), detail: Type.String() }), {
    description: "Files that were found damaged.",
  }),
});

/** How the instance is doing: disk, log, retention, damage. For keys of the whole instance, as it names projects. */
export function serveStatus(api: Api, deps: Pick<ApiDependencies, "status" | "notReady">): void {
  api.get(
    "/v1/status",
    {
      config: { access: "instance" },
      schema: { tags: ["operations"], summary: "See how the instance is doing", response: { 200: status } },
    },
    async () => {
      const reasons = deps.notReady();
      return { ready: reasons.length === 0, reasons, ...deps.status() };
    },
  );
}
