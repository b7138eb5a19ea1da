import type { LookupFunction } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DestinationType, NetworkPolicy, Sender } from "../../core/destination.ts";
import type { Event } from "../../core/event.ts";
import { isDiscard, isTooLarge } from "../../core/message.ts";
import type { Message, Outcome } from "../../core/message.ts";
import { SAMPLE_EVENTS } from "../../templates/samples.ts";
import type { Reply } from "./scripted-server.ts";
import { ScriptedServer } from "./scripted-server.ts";

/** Everything on this machine may be reached. */
export const LOCAL_POLICY: NetworkPolicy = { allowHttp: true, allowPrivateNetworks: true };

/** The policy that production runs with. */
export const PUBLIC_POLICY: NetworkPolicy = { allowHttp: false, allowPrivateNetworks: false };

/** The service itself, real or emulated, with one place in it. */
export interface Service {
  readonly settings: Record<string, unknown>;
  readonly secrets: Record<string, unknown>;
  /** Texts of all messages that have arrived. */
  arrived(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** What the shared suite has to know of a type. */
export interface DestinationFixture {
  startService(): Promise<Service>;
  /** The least a destination of the type needs, but for where it is. */
  readonly settings: Record<string, unknown>;
  readonly secrets: Record<string, unknown>;
  /** The setting that says where it is, as issues name it. */
  readonly endpoint: "endpointUrl" | "url" | "events.url";
  /** The settings with another place in them; where absent, `endpoint` is a member of the settings. */
  placedAt?(settings: Record<string, unknown>, url: string): Record<string, unknown>;
  /** A check sends nothing that the service could refuse. */
  readonly checkSendsNothing?: boolean;
  /** What arrives of an event with this data. */
  bodyOf(data: string): string;
  /** What becomes of a message whose connection is reset before an answer. */
  readonly reset: Outcome["kind"];
  /** An answer that breaks off before it confirms anything. */
  readonly unconfirmed: Reply;
  /** Answers of the service and the outcome each must lead to, for a batch of one. */
  readonly faults: readonly {
    readonly name: string;
    readonly reply: Reply;
    readonly outcome: Outcome["kind"];
    readonly code: string;
  }[];
  /** The answer of a service that takes everything. */
  readonly accept: Reply;
}

/** An event like the read sample, under another id. */
export function eventWith(n: number, data?: string): Event {
  const [read] = SAMPLE_EVENTS;
  if (read === undefined) throw new Error("there are no samples");
  return {
    ...read,
    position: n,
    id: `0199e0a8-14a1-7b6e-8f3c-${String(n).padStart(12, "0")}`,
    data: data ?? `{"n":${n}}`,
  };
}

/** Formats events that are known to be deliverable. */
export function messagesOf(
  type: DestinationType,
  settings: Record<string, unknown>,
  events: readonly Event[],
  secrets: Record<string, unknown> = {},
): Message[] {
  const format = type.formatter(settings, { destinationId: "destination-1" }, secrets);
  return events.map((event) => {
    const formatted = format(event);
    if (isDiscard(formatted)) throw new Error(formatted.discard.message);
    if (isTooLarge(formatted)) throw new Error(formatted.tooLarge.error.message);
    return formatted;
  });
}

const never = (): AbortSignal => new AbortController().signal;

/** What every destination type must hold. */
export function destinationSuite(type: DestinationType, fixture: DestinationFixture): void {
  const placedAt = (settings: Record<string, unknown>, url: string): Record<string, unknown> =>
    fixture.placedAt?.(settings, url) ?? { ...settings, [fixture.endpoint]: url };

  describe(`destination type ${type.type}`, () => {
    describe("against the service", () => {
      let service: Service;
      let sender: Sender;
      beforeAll(async () => {
        service = await fixture.startService();
        sender = type.open(service.settings, service.secrets, LOCAL_POLICY);
      });
      afterAll(async () => {
        await sender.close();
        await service.close();
      });

      it("delivers a batch and says so for each message; the data arrives as the characters it was", async () => {
        const oddities = [
          '{"big":12345678901234567890,"one":1.0,"huge":1e400,"a":1,"a":2}',
          '{"s":"\\ud800 \\u0000 é 😀"}',
        ];
        const events = [...oddities, ...Array.from({ length: 40 }, (_, n) => `{"n":${n}}`)].map((data, n) =>
          eventWith(n, data),
        );
        const outcomes = await sender.send(
          messagesOf(type, service.settings, events, service.secrets),
          never(),
        );
        expect(outcomes.map((outcome) => outcome.kind)).toEqual(events.map(() => "delivered"));
        const arrived = await service.arrived();
        expect(arrived.toSorted()).toEqual(events.map(({ data }) => fixture.bodyOf(data)).toSorted());
      });

      it("checks the place and finds it", async () => {
        const report = await type.check(service.settings, service.secrets, LOCAL_POLICY);
        expect(report).toMatchObject({ ok: true });
        expect(report.steps.length).toBeGreaterThan(0);
      });
    });

    describe("when the service does not do what it should", () => {
      let server: ScriptedServer;
      let service: Service;
      beforeAll(async () => {
        server = await ScriptedServer.start();
        service = await fixture.startService();
      });
      afterAll(async () => {
        await server.close();
        await service.close();
      });
      const withServer = () => placedAt(service.settings, server.endpointUrl);
      const send = async (reply: Reply, count = 1): Promise<readonly Outcome[]> => {
        server.script = () => reply;
        const sender = type.open(withServer(), service.secrets, LOCAL_POLICY);
        const events = Array.from({ length: count }, (_, n) => eventWith(n));
        const outcomes = await sender.send(messagesOf(type, withServer(), events, service.secrets), never());
        await sender.close();
        return outcomes;
      };

      it.each(fixture.faults)("$name is $outcome", async ({ reply, outcome, code }) => {
        const outcomes = await send(reply);
        expect(outcomes).toMatchObject([{ kind: outcome, error: { code } }]);
      });

      it.each([
        ["a reset connection", "reset", fixture.reset],
        [
          "a redirect, which is not followed,",
          { status: 301, headers: { location: "http://169.254.169.254/" } },
          "unavailable",
        ],
      ] as const)("%s has one outcome for each message", async (_, reply, kind) => {
        const outcomes = await send(reply, 3);
        expect(outcomes.map((outcome) => outcome.kind)).toEqual([kind, kind, kind]);
      });

      it("never counts a message as delivered that was not confirmed", async () => {
        for (const outcome of await send(fixture.unconfirmed, 2)) expect(outcome.kind).not.toBe("delivered");
      });

      it("answers soon after it is aborted", async () => {
        server.script = () => "hang";
        const sender = type.open(withServer(), service.secrets, LOCAL_POLICY);
        const started = performance.now();
        const outcomes = await sender.send(
          messagesOf(type, withServer(), [eventWith(1)], service.secrets),
          AbortSignal.timeout(100),
        );
        expect(performance.now() - started).toBeLessThan(2_000);
        expect(outcomes).toMatchObject([{ kind: "unavailable" }]);
        await sender.close();
      });

      it("waits as long as it is asked to", async () => {
        const [outcome] = await send({ status: 503, headers: { "retry-after": "7" } });
        expect(outcome).toMatchObject({ after: 7_000 });
      });

      it("says what is missing when it is checked, and never what is secret", async () => {
        server.script = () => ({ status: 403, body: "" });
        const before = server.seen.length;
        const report = await type.check(withServer(), service.secrets, LOCAL_POLICY);
        expect(report.ok).toBe(fixture.checkSendsNothing === true);
        if (fixture.checkSendsNothing === true) expect(server.seen).toHaveLength(before);
        for (const secret of Object.values(service.secrets))
          expect(report.steps.map((s) => s.detail).join()).not.toContain(`"${String(secret)}"`);
      });
    });

    describe("settings that may not reach everything", () => {
      const at = (endpoint: string) => placedAt(fixture.settings, endpoint);
      it.each([
        "http://kinesis.example.com",
        "https://127.0.0.1",
        "https://localhost",
        "https://2130706433",
        "https://0x7f.1",
        "https://[::1]",
        "https://[::ffff:127.0.0.1]",
        "https://[::ffff:a9fe:a9fe]",
        "https://169.254.169.254",
        "https://10.0.0.1",
        "https://192.168.1.1",
        "https://[fd00::1]",
        "https://[64:ff9b::7f00:1]",
        "ftp://example.com",
        "nonsense",
        "https://user:pw@example.com",
      ])("refuses the endpoint %s", (endpoint) => {
        expect(type.validate(at(endpoint), PUBLIC_POLICY, fixture.secrets)).toMatchObject([
          { name: `metadata.${fixture.endpoint}` },
        ]);
      });

      it("accepts a public one, and a local one where the operator allows it", () => {
        expect(type.validate(at("https://kinesis.example.com"), PUBLIC_POLICY, fixture.secrets)).toEqual([]);
        expect(type.validate(at("http://127.0.0.1:4567"), LOCAL_POLICY, fixture.secrets)).toEqual([]);
      });

      it.each(["http://localhost:1", "http://127.0.0.1:1", "http://[::1]:1", "http://rebound.example:1"])(
        "refuses to connect to %s, whatever was saved",
        async (endpoint) => {
          const lookup: LookupFunction = (_hostname, _options, callback) =>
            callback(null, [{ address: "127.0.0.1", family: 4 }]);
          const policy = { ...PUBLIC_POLICY, allowHttp: true, lookup };
          const sender = type.open(at(endpoint), fixture.secrets, policy);
          const outcomes = await sender.send(
            messagesOf(type, at(endpoint), [eventWith(1)], fixture.secrets),
            never(),
          );
          expect(outcomes).toMatchObject([
            { kind: "unavailable", error: { message: expect.stringMatching(/not on the public internet/) } },
          ]);
          await sender.close();
        },
      );
    });
  });
}
