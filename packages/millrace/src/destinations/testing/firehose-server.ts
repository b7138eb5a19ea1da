import { createHash } from "node:crypto";
import type { JsonObject } from "../../core/json/object.ts";
import { isJsonObject } from "../../core/json/object.ts";
import type { Reply, Seen } from "./scripted-server.ts";
import { ScriptedServer } from "./scripted-server.ts";

/** What a Firehose stream reads from; into one with a source of its own nobody may put records. */
export type FirehoseSource = "DirectPut" | "KinesisStreamAsSource" | "MSKAsSource";

/** A record of a request as the service got it. */
export interface PutAttempt {
  readonly text: string;
  /** Requests with records that have come, this one among them. */
  readonly request: number;
}

/**
 * A local Firehose: it answers PutRecordBatch and DescribeDeliveryStream as AWS does, and refuses what AWS refuses, which
 * is a request without a signature or beyond the limits. Of the signature it looks at what it covers, not at the key.
 */
export class FirehoseServer {
  readonly #server: ScriptedServer;
  readonly #streams = new Map<
    string,
    { status: string; readonly type: string; readonly records: string[] }
  >();
  /** The error of a record, such as `ServiceUnavailableException`; undefined lets it pass. */
  faultOf: (attempt: PutAttempt) => string | undefined = () => undefined;
  /** Number of records of each request that was not refused. */
  readonly requests: number[] = [];

  private constructor(server: ScriptedServer) {
    this.#server = server;
    server.script = (seen) => this.#answer(seen);
  }

  /** Starts one on a free port of this machine. */
  static async start(): Promise<FirehoseServer> {
    return new FirehoseServer(await ScriptedServer.start());
  }

  get endpointUrl(): string {
    return this.#server.endpointUrl;
  }

  /** Every request that came. */
  get seen(): readonly Seen[] {
    return this.#server.seen;
  }

  createStream(name: string, type: FirehoseSource = "DirectPut", status = "ACTIVE"): void {
    this.#streams.set(name, { status, type, records: [] });
  }

  /** What a stream has taken, record by record. */
  records(name: string): readonly string[] {
    return this.#streams.get(name)?.records ?? [];
  }

  async close(): Promise<void> {
    await this.#server.close();
  }

  #answer({ method, url, headers, body }: Seen): Reply {
    const fault = signatureFault(headers, body);
    if (method !== "POST" || url !== "/") return failed("UnknownOperationException", "POST / alone");
    if (fault !== undefined) return failed("IncompleteSignatureException", fault);
    if (headers["content-type"] !== "application/x-amz-json-1.1")
      return failed("SerializationException", "not JSON 1.1");
    const given = parse(body);
    if (given === undefined) return failed("SerializationException", "no JSON object");
    const { DeliveryStreamName: name } = given;
    if (typeof name !== "string" || !/^[a-zA-Z0-9_.-]{1,64}$/.test(name))
      return failed("ValidationException", "deliveryStreamName does not satisfy its constraint");
    const stream = this.#streams.get(name);
    if (stream === undefined)
      return failed("ResourceNotFoundException", `Firehose ${name} under account 123456789012 not found.`);
    const target = headers["x-amz-target"];
    if (target === "Firehose_20150804.DescribeDeliveryStream") return described(name, stream);
    return target === "Firehose_20150804.PutRecordBatch"
      ? this.#put(stream, given.Records)
      : failed("UnknownOperationException", "no such action");
  }

  #put({ type, records }: { readonly type: string; readonly records: string[] }, given: unknown): Reply {
    const found = decoded(given);
    if ("status" in found) return found;
    if (type !== "DirectPut")
      return failed(
        "InvalidArgumentException",
        `This operation is not permitted on ${type} delivery stream type.`,
      );
    const request = this.requests.push(found.length);
    const results = found.map((data) => {
      const text = data.toString();
      const code = this.faultOf({ text, request });
      if (code !== undefined) return { ErrorCode: code, ErrorMessage: "Slow down." };
      records.push(text);
      return { RecordId: `${records.length}`.padStart(200, "0") };
    });
    const failures = results.filter((each) => "ErrorCode" in each).length;
    return ok({ Encrypted: false, FailedPutCount: failures, RequestResponses: results });
  }
}

function described(
  name: string,
  { status, type }: { readonly status: string; readonly type: string },
): Reply {
  return ok({
    DeliveryStreamDescription: {
      DeliveryStreamName: name,
      DeliveryStreamARN: `arn:aws:firehose:us-west-2:123456789012:deliverystream/${name}`,
      DeliveryStreamStatus: status,
      DeliveryStreamType: type,
      VersionId: "1",
      Destinations: [],
      HasMoreDestinations: false,
    },
  });
}

/** AWS: what a request holds at most. */
const MAX_RECORDS = 500;
const MAX_RECORD_BYTES = 1_024_000;
const MAX_REQUEST_BYTES = 4_194_304;

/** The data of the records, or the answer to what is not taken. */
function decoded(given: unknown): readonly Buffer[] | Exclude<Reply, string> {
  if (!Array.isArray(given) || given.length < 1 || given.length > MAX_RECORDS)
    return failed("ValidationException", `'records' must have 1 to ${MAX_RECORDS} members`);
  const found: Buffer[] = [];
  for (const record of given) {
    const text: unknown = isJsonObject(record) ? record.Data : undefined;
    const data = typeof text === "string" ? Buffer.from(text, "base64") : undefined;
    if (data === undefined || data.toString("base64") !== text)
      return failed("SerializationException", "Data is not base64");
    if (data.length > MAX_RECORD_BYTES)
      return failed(
        "ValidationException",
        `'data' must have length less than or equal to ${MAX_RECORD_BYTES}`,
      );
    found.push(data);
  }
  const bytes = found.reduce((sum, data) => sum + data.length, 0);
  return bytes > MAX_REQUEST_BYTES
    ? failed("InvalidArgumentException", "Records size exceeds 4 MB limit")
    : found;
}

const JSON_TYPE = { "content-type": "application/x-amz-json-1.1" };

function ok(body: object): Exclude<Reply, string> {
  return { status: 200, body: JSON.stringify(body), headers: JSON_TYPE };
}

function failed(type: string, message: string): Exclude<Reply, string> {
  return { status: 400, body: JSON.stringify({ __type: type, message }), headers: JSON_TYPE };
}

function parse(text: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const AUTHORIZATION =
  /^AWS4-HMAC-SHA256 Credential=[^/]+\/(\d{8})\/us-west-2\/firehose\/aws4_request, ?SignedHeaders=([a-z0-9;-]+), ?Signature=[0-9a-f]{64}$/;

/** What is wrong with the headers that sign a request. */
function signatureFault(headers: Seen["headers"], body: string): string | undefined {
  const [, day, signed = ""] = AUTHORIZATION.exec(headers.authorization ?? "") ?? [];
  const date = String(headers["x-amz-date"]);
  if (day === undefined) return "no authorization for firehose in us-west-2";
  if (!/^\d{8}T\d{6}Z$/.test(date) || !date.startsWith(day))
    return "x-amz-date is not of the day that is signed";
  if (headers["x-amz-content-sha256"] !== createHash("sha256").update(body).digest("hex"))
    return "x-amz-content-sha256 is not that of the body";
  const names = new Set(signed.split(";"));
  const missing = ["host", "x-amz-date", "x-amz-target"].filter((name) => !names.has(name));
  return missing.length === 0 ? undefined : `not signed: ${missing.join(", ")}`;
}
