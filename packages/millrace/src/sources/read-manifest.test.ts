import { describe, expect, it } from "vitest";
import { readManifest } from "./read-manifest.ts";

const manifest = `specVersion: 1.0.0
integrations:
  - name: salesforceToKinesis
    displayName: Salesforce to Kinesis
    provider: salesforce
    read:
      objects:
        - objectName: account
          destination: stream
          mapToName: company
          requiredFields:
            - fieldName: name
    subscribe:
      objects:
        - objectName: account
          destination: stream
          inheritFieldsAndMapping: true
          createEvent:
            enabled: always
`;

describe("readManifest", () => {
  it("answers integrations as they are kept, and their objects by the provider's names", () => {
    const read = readManifest(manifest, { destinationNames: ["stream"] });
    expect(read).toMatchObject({
      ok: true,
      integrations: [
        {
          name: "salesforceToKinesis",
          provider: "salesforce",
          content: { displayName: "Salesforce to Kinesis", read: { objects: [{ mapToName: "company" }] } },
          objects: [
            { action: "read", objectName: "account", destination: "stream" },
            { action: "subscribe", objectName: "account", destination: "stream" },
          ],
        },
      ],
    });
  });

  it("answers where the faults are", () => {
    const read = readManifest(manifest, { destinationNames: [] });
    expect(read).toMatchObject({ ok: false, faults: [{ line: 9 }, { line: 16 }] });
  });
});
