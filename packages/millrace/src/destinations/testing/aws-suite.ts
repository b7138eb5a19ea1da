import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { DestinationType } from "../../core/destination.ts";
import { byHost, byKeys, HOST, prepareIdentities, ROLE } from "./aws-identities.ts";
import type { ActingAs } from "./aws-identities.ts";
import type { DestinationFixture } from "./destination-suite.ts";
import { eventWith, LOCAL_POLICY, messagesOf, PUBLIC_POLICY } from "./destination-suite.ts";
import { ScriptedServer } from "./scripted-server.ts";
import { StsServer } from "./sts-server.ts";

const OWN_KEYS = {
  awsKeyId: "AKIAOWN000000001",
  awsSecretKey: "own-secret-key",
  awsSessionToken: "own-session-token",
};

/** What the AWS destination types must hold beside what all do. */
export function awsSuite(type: DestinationType, fixture: DestinationFixture): void {
  describe(`AWS destination type ${type.type}`, () => {
    let server: ScriptedServer;
    let sts: StsServer;
    beforeAll(async () => {
      server = await ScriptedServer.start();
      sts = await StsServer.start();
      prepareIdentities(sts);
    });
    afterAll(async () => {
      vi.unstubAllEnvs();
      await Promise.all([server.close(), sts.close()]);
    });
    beforeEach(() => {
      server.seen.length = 0;
      server.script = () => fixture.accept;
    });

    const sendAs = async ({ settings, secrets, policy }: ActingAs) => {
      const whole = { ...fixture.settings, endpointUrl: server.endpointUrl, ...settings };
      const sender = type.open(whole, secrets, policy);
      const outcomes = await sender.send(
        messagesOf(type, whole, [eventWith(1)]),
        new AbortController().signal,
      );
      await sender.close();
      return outcomes;
    };
    const checkAs = ({ settings, secrets, policy }: ActingAs) =>
      type.check({ ...fixture.settings, endpointUrl: server.endpointUrl, ...settings }, secrets, policy);
    const own: ActingAs = { settings: {}, secrets: fixture.secrets, policy: LOCAL_POLICY };

    describe.each([
      ["with keys", () => own, 0],
      ["in a role that its keys assume", () => byKeys(sts), 1],
      ["in a role that the host assumes", () => byHost(sts), 1],
    ])("%s", (_, acting, roleSteps) => {
      it("may be saved", () => {
        const { settings, secrets, policy } = acting();
        expect(type.validate({ ...fixture.settings, ...settings }, policy, secrets)).toEqual([]);
      });

      it("delivers, and signs with what it acts as", async () => {
        expect(await sendAs(acting())).toMatchObject([{ kind: "delivered" }]);
        const keyId = roleSteps === 0 ? String(fixture.secrets.awsKeyId) : sts.issued.at(-1);
        const headers = server.seen[0]?.headers;
        expect(headers?.authorization).toMatch(
          new RegExp(`^AWS4-HMAC-SHA256 Credential=${keyId}/\\d{8}/us-west-2/${type.type}/aws4_request`),
        );
        const token = roleSteps === 0 ? undefined : `issued-token-${sts.issued.length}/+=`;
        expect(headers?.["x-amz-security-token"]).toBe(token);
      });

      it("says which permission is missing on what when it is checked, and shows the policy", async () => {
        server.script = () => ({ status: 403, body: "" });
        const { ok, steps, documents } = await checkAs(acting());
        expect(ok).toBe(false);
        expect(steps.map((step) => step.ok)).toEqual([...Array<boolean>(roleSteps).fill(true), false]);
        const detail = steps.at(-1)?.detail ?? "";
        const [, actions = "", arn = ""] = /Allow (.*) on (arn:aws:.*)\.$/s.exec(detail) ?? [];
        const [{ json } = { json: {} }] = documents ?? [];
        expect(json).toMatchObject({
          Statement: [{ Action: actions.split(/, | and /), Resource: arn.replace("<account>", "*") }],
        });
        expect(documents?.map(({ name }) => name)).toEqual(
          roleSteps === 0 ? ["permissions"] : ["permissions", "trust", "caller"],
        );
      });

      it.each([403, 200])(
        "tells nothing secret, whatever a service repeats with status %s",
        async (status) => {
          server.script = ({ headers }) => {
            const said = JSON.stringify(headers);
            const records = [{ ErrorCode: said, ErrorMessage: said }];
            const description = {
              StreamStatus: said,
              DeliveryStreamStatus: said,
              DeliveryStreamType: "DirectPut",
            };
            const body = JSON.stringify({
              __type: "X",
              message: said,
              Records: records,
              RequestResponses: records,
              StreamDescription: description,
              DeliveryStreamDescription: description,
            });
            return { status, body };
          };
          const as = roleSteps === 0 ? { ...acting(), secrets: OWN_KEYS } : acting();
          const told = JSON.stringify([await sendAs(as), await checkAs(as)]);
          const known = ["customer-secret", "host-secret", "issued-", HOST.accessKeyId];
          for (const secret of [...known, ...Object.values(OWN_KEYS), ...sts.issued])
            expect(told).not.toContain(secret);
        },
      );

      it("keeps little of what a service says, however much it says", async () => {
        const long = "A".repeat(1_000_000);
        server.script = () => ({ status: 400, body: JSON.stringify({ __type: long, message: long }) });
        expect(JSON.stringify(await sendAs(acting())).length).toBeLessThan(4_000);
        server.script = () => ({
          status: 200,
          body: JSON.stringify({
            Records: [{ ErrorCode: long, ErrorMessage: long }],
            RequestResponses: [{ ErrorCode: long, ErrorMessage: long }],
            StreamDescription: { StreamStatus: long },
            DeliveryStreamDescription: { DeliveryStreamStatus: long, DeliveryStreamType: long },
          }),
        });
        expect(JSON.stringify(await sendAs(acting())).length).toBeLessThan(4_000);
        expect(JSON.stringify(await checkAs(acting())).length).toBeLessThan(6_000);
      });
    });

    it("sends credentials only as a signature", async () => {
      const secrets = {
        ...fixture.secrets,
        awsSecretKey: "very-secret-key",
        awsSessionToken: "session-token",
      };
      await sendAs({ ...own, secrets });
      expect(JSON.stringify(server.seen)).not.toContain("very-secret-key");
      expect(server.seen[0]?.headers).toMatchObject({ "x-amz-security-token": "session-token" });
    });

    it("needs both keys, or a role that the operator lets the host assume", () => {
      const issues = (secrets: Record<string, unknown>, settings: Record<string, unknown> = {}) =>
        type
          .validate({ ...fixture.settings, ...settings }, LOCAL_POLICY, secrets)
          .map(({ name, detail }) => `${name}: ${detail}`);
      expect(issues({ awsKeyId: "a" })).toEqual(['secrets.awsSecretKey: "awsSecretKey" is required']);
      expect(issues({})).toEqual([
        expect.stringMatching(/^secrets.awsKeyId: "awsKeyId" is required.*MILLRACE_HOST_CREDENTIALS/),
        expect.stringMatching(/^secrets.awsSecretKey: "awsSecretKey" is required/),
      ]);
      expect(issues({}, { roleArn: ROLE })).toEqual([
        expect.stringMatching(
          /^metadata.roleArn: .*MILLRACE_HOST_CREDENTIALS=roles.*awsKeyId and awsSecretKey/,
        ),
      ]);
    });

    it("takes no endpoint with a query", () => {
      const endpointUrl = "https://example.com/?x=1";
      expect(type.validate({ ...fixture.settings, endpointUrl }, PUBLIC_POLICY)).toMatchObject([
        { name: "metadata.endpointUrl" },
      ]);
    });
  });
}
