import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Aws } from "./aws.ts";
import { startAws } from "./aws.ts";
import type { Running } from "./support.ts";
import { delivered, start } from "./support.ts";

/** Objects that parsing and printing would change, each as it must leave. */
const ODDITIES: Readonly<Record<string, string>> = {
  "a 20-digit integer": '{"n":12345678901234567890}',
  "a negative zero and a long fraction": '{"n":[-0,-0.0,0.1000000000000000055511151231257827]}',
  "1.0": '{"n":1.0}',
  "1e400 and 1E-400": '{"n":[1e400,1E-400,1e+2]}',
  "a key that stands twice": '{"a":1,"a":2,"a":{"b":1,"b":2}}',
  "keys that look like numbers, in their order": '{"z":1,"10":3,"9":4,"a":2}',
  "keys that differ by case or by escape": String.raw`{"Name":"x","name":"y","n\u0061me":"z"}`,
  "lone surrogates, escaped": String.raw`{"s":"\ud800 \udfff \uDBFF\u0041","\udc00":1}`,
  "a pair of surrogates, escaped": String.raw`{"s":"\ud83d\ude00"}`,
  "NUL and other controls, escaped": String.raw`{"s":"a\u0000b\u001f\b\f\/","k\u0000":1}`,
  "names that mean something to JavaScript":
    '{"__proto__":{"admin":true},"constructor":1,"toString":null,"hasOwnProperty":0}',
  "any script, and separators of lines": '{"s":"é 😀 漢字 \u2028\u2029 \ufeff \u007f"}',
  "white space of every kind": '{ "a" :\t[ 1 ,\r\n 2 ] , "b" : { } }',
  "text that looks like JSON": String.raw`{"s":"{\"data\":{\"x\":[1,2}"}`,
  "a number of 5,000 digits": `{"n":${"7".repeat(5_000)}}`,
  "nesting 400 deep": `{"n":${"[".repeat(400)}${"]".repeat(400)}}`,
};

const MANIFEST = ["stream", "bucket"]
  .map(
    (destination) => `  - name: crm-${destination}
    provider: salesforce
    read:
      objects:
        - objectName: contacts
          destination: raw-${destination}
          requiredFields: [{ fieldName: n }, { fieldName: f }, { fieldName: s }]
    subscribe:
      objects:
        - objectName: contacts
          destination: raw-${destination}
          inheritFieldsAndMapping: true
          updateEvent: { enabled: always, watchFieldsAuto: all }
`,
  )
  .reduce((text, each) => text + each, "specVersion: 1.0.0\nintegrations:\n");

/** How an oddity is handed in, and how it must stand in what leaves. */
const WAYS: readonly {
  readonly name: string;
  readonly body: (raw: string) => string;
  readonly leaves: (raw: string) => string;
}[] = [
  {
    name: "the raw of a read",
    body: (raw) => `{"action":"read","objectName":"contacts","result":[{"raw":${raw}}]}`,
    leaves: (raw) => `"raw":${raw}`,
  },
  {
    name: "a bare record of a read",
    body: (raw) => `{"action":"read","objectName":"contacts","result":[ ${raw} ]}`,
    leaves: (raw) => `"raw":${raw}`,
  },
  {
    name: "raw and rawEvent of a subscription",
    body: (raw) =>
      `{"action":"subscribe","objectName":"contacts","result":[{"subscribeEventType":"update","rawEvent":${raw},"raw":${raw}}]}`,
    leaves: (raw) => `"raw":${raw},"rawEvent":${raw}`,
  },
  {
    name: "ready fields, mapped fields and raw",
    body: (raw) =>
      `{"action":"read","objectName":"contacts","result":[{"fields":${raw},"mappedFields":${raw},"raw":${raw}}]}`,
    leaves: (raw) => `{"fields":${raw},"mappedFields":${raw},"raw":${raw}}`,
  },
];

describe("records pass through untouched, to Kinesis and to S3", () => {
  let aws: Aws;
  let api: Running;
  const installations: string[] = [];
  const project = "/v1/projects/raw";
  beforeAll(async () => {
    [aws, api] = await Promise.all([startAws(), start()]);
    await aws.kinesis.createStream("raw-stream");
    await aws.s3.createBucket("raw-bucket");
    await api.create("/v1/projects", { name: "raw" });
    await api.create(`${project}/destinations`, aws.stream("raw-stream"));
    await api.create(
      `${project}/destinations`,
      aws.bucket("raw-bucket", { keyTemplate: 'metadata."event-id"' }),
    );
    await api.ok("PUT", `${project}/integrations:batch`, { sourceYaml: MANIFEST });
    for (const destination of ["stream", "bucket"]) {
      await api.create(`${project}/routes`, { destination: `raw-${destination}`, topics: ["raw"] });
      installations.push(
        await api.create(`${project}/integrations/crm-${destination}/installations`, { groupRef: "g" }),
      );
    }
  });
  afterAll(async () => {
    await api.close();
    await aws.close();
  });

  async function fromKinesis(id: string): Promise<string | undefined> {
    const records = await aws.kinesis.readAll("raw-stream");
    return records.find(({ partitionKey }) => partitionKey === id)?.text;
  }

  describe.each(WAYS)("$name", ({ name, body, leaves }) => {
    it.each(Object.entries(ODDITIES))("%s", async (oddity, raw) => {
      const id = `${name}/${oddity}`.replaceAll(" ", "-");
      for (const installation of installations) {
        const answer = await api.call("POST", `${project}/installations/${installation}/results`, body(raw), {
          "idempotency-key": `${id}/${installation}`,
        });
        expect(answer).toMatchObject({ status: 202 });
      }
      await delivered(api, "raw");
      const [first, second] = installations;
      expect(await fromKinesis(`${id}/${first}`)).toContain(leaves(raw));
      expect((await aws.s3.get("raw-bucket", `${id}/${second}`)).text).toContain(leaves(raw));
    });
  });

  it.each(Object.entries(ODDITIES))("an event's data: %s", async (oddity, raw) => {
    const id = `event/${oddity}`.replaceAll(" ", "-");
    const answer = await api.call(
      "POST",
      `${project}/events`,
      `{"events":[{"data":${raw},"id":"${id}","topic":"raw"}]}`,
    );
    expect(answer).toMatchObject({ status: 202, body: { accepted: 1 } });
    await delivered(api, "raw");
    expect(await fromKinesis(id)).toBe(`{"data":${raw}}`);
    expect((await aws.s3.get("raw-bucket", id)).text).toBe(`{"data":${raw}}`);
    const path = `${project}/events/${encodeURIComponent(id)}`;
    expect((await api.call("GET", path)).text).toContain(`"data":${raw}`);
  });

  it("the fields made of a record hold its values as they came", async () => {
    const values = String.raw`"n":12345678901234567890,"f":1.0,"s":"\ud800\u0000"`;
    const raw = `{"Id":"1",${values}}`;
    const [installation] = installations;
    const body = `{"action":"read","objectName":"contacts","result":[{"raw":${raw}}]}`;
    const path = `${project}/installations/${installation}/results`;
    await api.call("POST", path, body, { "idempotency-key": "fields" });
    await delivered(api, "raw");
    expect(await fromKinesis("fields")).toContain(`{"fields":{"id":"1",${values}},"raw":${raw}}`);
  });
});
