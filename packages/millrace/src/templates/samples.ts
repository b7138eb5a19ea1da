import type { Event } from "../core/event.ts";

const PROJECT = "9482e676-4874-43a4-beea-fa8081d13a07";
const INSTALLATION = "085353b1-07f1-4209-b471-7e028c0a68c8";

const WHO = {
  projectId: PROJECT,
  provider: "hubspot",
  groupRef: "group-1",
  groupName: "Group One",
  consumerRef: "user-1",
  consumerName: "User One",
  installationId: INSTALLATION,
  installationUpdateTime: "2025-10-14T02:58:55.595861000Z",
  objectName: "contacts",
};

/** An event of each kind a route can carry, for trying templates: a read, a subscription, and a caller's own. */
export const SAMPLE_EVENTS: readonly Event[] = [
  sample("read", {
    action: "read",
    ...WHO,
    operationId: "0199e0a8-149d-7ee9-9f50-0514403517f9",
    operationTime: "2025-10-14T02:58:59.323405308Z",
    readType: "scheduled",
    resultInfo: { type: "inline", numRecords: 1 },
    result: [
      {
        fields: { id: "438", email: "maria@example.com" },
        mappedFields: {},
        raw: { id: "438", properties: { email: "maria@example.com" } },
      },
    ],
  }),
  sample("subscribe", {
    action: "subscribe",
    ...WHO,
    operationTime: "2025-10-14T02:58:59.323405308Z",
    resultInfo: { type: "inline", numRecords: 1 },
    result: [
      {
        fields: { id: "438" },
        subscribeEventType: "update",
        providerEventType: "UPDATE",
        raw: { Id: "438" },
        rawEvent: { Id: "438" },
      },
    ],
  }),
  sample("orders", { orderId: "1001", userId: "user-1", total: 129.5 }),
];

function sample(topic: string, data: object): Event {
  const own = topic === "orders";
  return {
    position: 1,
    id: "0199e0a8-14a1-7b6e-8f3c-2d1f0a9b8c7d",
    projectId: PROJECT,
    topic,
    time: "2025-10-14T02:58:59.323405308Z",
    acceptedAt: Date.UTC(2025, 9, 14, 2, 59, 0),
    metadata: own
      ? {}
      : {
          installationId: INSTALLATION,
          connectionId: "3f1b8a52-96d4-4a0e-9c62-5a1d8b7c6e5f",
          ...(topic === "read" && { operationId: "0199e0a8-149d-7ee9-9f50-0514403517f9" }),
          objectName: "contacts",
        },
    data: JSON.stringify(data),
  };
}
