import type { PinpointClient } from "@aws-sdk/client-pinpoint";
import {
  DeleteEndpointCommand,
  DeleteUserEndpointsCommand,
  GetEndpointCommand,
  GetUserEndpointsCommand,
  NotFoundException,
  PutEventsCommand,
  UpdateEndpointCommand,
  UpdateEndpointsBatchCommand,
} from "@aws-sdk/client-pinpoint";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunningApi } from "../testing/start-api.ts";
import { startApi, textAt } from "../testing/start-api.ts";
import { pinpointClient } from "./testing/pinpoint-client.ts";

let api: RunningApi;
let ApplicationId: string;
let client: PinpointClient;
beforeAll(async () => {
  api = await startApi();
  ApplicationId = textAt(await api.call("POST", "/v1/projects", { body: { name: "shop" } }), "id");
  client = await pinpointClient(api);
});
afterAll(async () => {
  client.destroy();
  await api.close();
});

describe("endpoints over the AWS SDK", () => {
  it("are updated, answered and deleted", async () => {
    const EndpointId = "a/b ünï?#%";
    const endpoint = { ApplicationId, EndpointId };
    const { MessageBody, $metadata } = await client.send(
      new UpdateEndpointCommand({
        ...endpoint,
        EndpointRequest: {
          Address: "token",
          ChannelType: "GCM",
          Attributes: { likes: ["a"] },
          Metrics: { n: 1.5 },
          Location: { Latitude: 48.4, City: "Ulm" },
          User: { UserId: "user/1", UserAttributes: { x: ["y"] } },
        },
      }),
    );
    expect($metadata.httpStatusCode).toBe(202);
    expect(MessageBody?.Message).toBe("Accepted");
    expect(MessageBody?.RequestID).toMatch(/./);
    const { EndpointResponse } = await client.send(new GetEndpointCommand(endpoint));
    expect(EndpointResponse).toMatchObject({
      ApplicationId,
      Id: EndpointId,
      Address: "token",
      ChannelType: "GCM",
      CohortId: expect.stringMatching(/^\d\d?$/),
      EndpointStatus: "ACTIVE",
      OptOut: "NONE",
      Attributes: { likes: ["a"] },
      Metrics: { n: 1.5 },
      Location: { Latitude: 48.4, City: "Ulm" },
      User: { UserId: "user/1", UserAttributes: { x: ["y"] } },
    });
    const users = await client.send(new GetUserEndpointsCommand({ ApplicationId, UserId: "user/1" }));
    expect(users.EndpointsResponse?.Item).toEqual([EndpointResponse]);
    const deleted = await client.send(new DeleteEndpointCommand(endpoint));
    expect(deleted.EndpointResponse).toEqual(EndpointResponse);
    await expect(client.send(new GetEndpointCommand(endpoint))).rejects.toThrow(NotFoundException);
    await expect(client.send(new DeleteEndpointCommand(endpoint))).rejects.toThrow(NotFoundException);
  });

  it("are made known by batches and by events", async () => {
    await client.send(
      new UpdateEndpointsBatchCommand({
        ApplicationId,
        EndpointBatchRequest: {
          Item: ["one", "two"].map((Id) => ({ Id, Address: Id, User: { UserId: "batch" } })),
        },
      }),
    );
    await client.send(
      new PutEventsCommand({
        ApplicationId,
        EventsRequest: {
          BatchItem: { three: { Endpoint: { User: { UserId: "batch" } }, Events: {} } },
        },
      }),
    );
    const { EndpointsResponse } = await client.send(
      new DeleteUserEndpointsCommand({ ApplicationId, UserId: "batch" }),
    );
    expect(EndpointsResponse?.Item?.map(({ Id }) => Id)).toEqual(["one", "three", "two"]);
    const left = await client.send(new GetUserEndpointsCommand({ ApplicationId, UserId: "batch" }));
    expect(left.EndpointsResponse?.Item).toEqual([]);
  });

  it("change all in a batch or none", async () => {
    const put = (Item: unknown) => api.call("PUT", `/v1/apps/${ApplicationId}/endpoints`, { body: { Item } });
    const good = { Id: "good", Address: "a" };
    for (const [Item, message] of [
      [[good, { Id: "bad", OptOut: 1 }], "Item[1]: OptOut is not a text."],
      [[good, { Address: "a" }], "Item[1]: Id is not a text."],
      [[good, null], "Item[1]: Id is not a text."],
      ["good", "The body holds no list Item."],
      [Array.from({ length: 101 }, () => good), "100 are the most."],
    ] as const) {
      const answer = await put(Item);
      expect([answer.status, answer.headers.get("x-amzn-errortype")]).toEqual([400, "BadRequestException"]);
      expect(textAt(answer, "Message")).toContain(message);
    }
    expect((await api.call("GET", `/v1/apps/${ApplicationId}/endpoints/good`)).status).toBe(404);
  });

  it("keep the digits of their metrics", async () => {
    const path = `/v1/apps/${ApplicationId}/endpoints/exact`;
    await api.call("PUT", path, { body: '{"Metrics":{"a":1.0,"b":12345678901234567890}}' });
    expect((await api.call("GET", path)).text).toContain('"Metrics":{"a":1.0,"b":12345678901234567890}');
  });

  it("lose nothing of updates that come together", async () => {
    const path = `/v1/apps/${ApplicationId}/endpoints/busy`;
    const events = `/v1/apps/${ApplicationId}/events`;
    const names = Array.from({ length: 60 }, (_, i) => `n${i}`);
    const answers = await Promise.all(
      names.map((name, i) => {
        const Endpoint = { Metrics: { [name]: i } };
        return i % 2 === 0
          ? api.call("PUT", path, { body: Endpoint })
          : api.call("POST", events, { body: { BatchItem: { busy: { Endpoint } } } });
      }),
    );
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
    expect((await api.call("GET", path)).body).toMatchObject({
      Metrics: Object.fromEntries(names.map((name, i) => [name, i])),
    });
  });

  for (const [method, scope, other] of [
    ["PUT", "ingest", "read"],
    ["GET", "read", "ingest"],
    ["DELETE", "write", "read"],
  ] as const) {
    it(`ask of ${method} the scope ${scope}`, async () => {
      const path = `/v1/apps/${ApplicationId}/endpoints/scoped`;
      const keyOf = async (name: string): Promise<string> =>
        textAt(
          await api.call("POST", `/v1/projects/${ApplicationId}/api-keys`, {
            body: { label: name, scopes: [name] },
          }),
          "key",
        );
      const body = method === "PUT" ? {} : undefined;
      const refused = await api.call(method, path, { key: await keyOf(other), ...(body && { body }) });
      expect(refused.status).toBe(403);
      const answer = await api.call(method, path, { key: await keyOf(scope), ...(body && { body }) });
      expect(answer.status).toBe(method === "PUT" ? 202 : 200);
    });
  }
});
