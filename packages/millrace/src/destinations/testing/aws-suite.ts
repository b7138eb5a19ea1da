import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DestinationType } from "../../core/destination.ts";
import type { DestinationFixture } from "./destination-suite.ts";
import { eventWith, LOCAL_POLICY, messagesOf, PUBLIC_POLICY } from "./destination-suite.ts";
import { ScriptedServer } from "./scripted-server.ts";

/** What the AWS destination types must hold beside what all do. */
export function awsSuite(type: DestinationType, fixture: DestinationFixture): void {
  describe(`AWS destination type ${type.type}`, () => {
    let server: ScriptedServer;
    beforeAll(async () => {
      server = await ScriptedServer.start();
    });
    afterAll(() => server.close());
    const settings = () => ({ ...fixture.settings, endpointUrl: server.endpointUrl });

    it("says which permission is missing on what when it is checked", async () => {
      server.script = () => ({ status: 403, body: "" });
      const report = await type.check(settings(), fixture.secrets, LOCAL_POLICY);
      expect(report.steps[0]?.detail).toMatch(/^.*Allow .* on arn:aws:/s);
    });

    it("sends credentials only as a signature", async () => {
      server.seen.length = 0;
      const secrets = {
        ...fixture.secrets,
        awsSecretKey: "very-secret-key",
        awsSessionToken: "session-token",
      };
      server.script = () => fixture.accept;
      const sender = type.open(settings(), secrets, LOCAL_POLICY);
      await sender.send(messagesOf(type, settings(), [eventWith(1)]), new AbortController().signal);
      await sender.close();
      expect(JSON.stringify(server.seen)).not.toContain("very-secret-key");
      expect(server.seen[0]?.headers).toMatchObject({
        "x-amz-security-token": "session-token",
        authorization: expect.stringMatching(
          new RegExp(`^AWS4-HMAC-SHA256 Credential=[^/]+/\\d{8}/us-west-2/${type.type}/aws4_request`),
        ),
      });
    });

    it("takes no endpoint with a query", () => {
      const endpointUrl = "https://example.com/?x=1";
      expect(type.validate({ ...fixture.settings, endpointUrl }, PUBLIC_POLICY)).toMatchObject([
        { name: "metadata.endpointUrl" },
      ]);
    });
  });
}
