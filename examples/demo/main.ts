import { randomBytes } from "node:crypto";
import { readFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { SingleBar } from "cli-progress";
import { loadConfig, startServer } from "millrace";
import type { MillraceServer } from "millrace";
import { Api, member } from "./api.ts";
import type { LocalBucket } from "./bucket.ts";
import { startBucket } from "./bucket.ts";
import { printArrivals } from "./report.ts";
import type { HandIn } from "./results.ts";
import { makeResults } from "./results.ts";
import type { LocalStream } from "./stream.ts";
import { startStream } from "./stream.ts";

/** Results handed in, and how many calls are made at once. */
const RESULTS = 3_000;
const AT_ONCE = 16;

const KEY_TEMPLATE = "join('', [metadata.objectName, '/', time.date, '/', metadata.\"event-id\", '.json'])";
const CUSTOMERS = ["Acme Corp", "Société Générale de Rivière", "株式会社 水車"];

const keep = process.argv.includes("--keep");
const say = (text: string): void => void process.stdout.write(`${text}\n`);

say("Starting a local Kinesis (kinesalite), a local S3 (s3rver) and Millrace on its embedded store …");
const stream = await startStream("demo", 2);
const bucket = await startBucket("demo-bucket");
const dataDir = await mkdtemp(join(tmpdir(), "millrace-demo-"));
const adminKey = randomBytes(24).toString("base64url");
const server = await startServer(
  loadConfig({
    flags: { port: 0, dataDir, adminKey, logLevel: "error", allowHttp: true, allowPrivateNetworks: true },
    env: {},
  }),
);
const api = new Api(server.url, adminKey);

await configure(api, stream, bucket);
const installations = await install(api);
const results = makeResults(RESULTS);

say(`Handing in ${RESULTS} results of reads and subscriptions …`);
const started = performance.now();
await handIn(api, installations, results);
await delivered(api);
const seconds = (performance.now() - started) / 1_000;

const complete = await printArrivals({ stream, bucket, handedIn: RESULTS, seconds });
say(`
Where to go next
  docs/quickstart.md    the same by hand, against your own AWS account
  docs/pinpoint.md      from the AWS SDKs' Pinpoint clients into a stream
  docs/amp-yaml.md      what an amp.yaml can say; this one is examples/demo/amp.yaml
  docs/kinesis.md, docs/s3.md, docs/api.md, docs/concepts.md
  npm run demo -- --keep    the same, left running for you to try things on`);

if (keep) await stay(server);
await server.close();
await Promise.all([stream.close(), bucket.close(), rm(dataDir, { recursive: true, force: true })]);
process.exit(complete ? 0 : 1);

/** A project with two destinations, and the manifest deployed. */
async function configure(to: Api, toStream: LocalStream, toBucket: LocalBucket): Promise<void> {
  await to.create("/projects", { name: "demo" });
  await to.create("/projects/demo/destinations", {
    name: "demoStream",
    type: "kinesis",
    metadata: {
      streamName: "demo",
      region: "us-west-2",
      endpointUrl: toStream.endpointUrl,
      partitionKeyTemplate: "join('_', [data.groupRef, data.objectName])",
    },
    secrets: { awsKeyId: "demo", awsSecretKey: "demo" },
  });
  await to.create("/projects/demo/destinations", {
    name: "demoBucket",
    type: "s3",
    metadata: {
      bucket: "demo-bucket",
      region: "us-west-2",
      endpointUrl: toBucket.endpointUrl,
      keyTemplate: KEY_TEMPLATE,
    },
    secrets: toBucket.secrets,
  });
  const sourceYaml = await readFile(new URL("amp.yaml", import.meta.url), "utf8");
  await to.call("PUT", "/projects/demo/integrations:batch", { sourceYaml });
}

/** Each customer installs both integrations; answers the ids of the installations. */
async function install(to: Api): Promise<Readonly<Record<HandIn["integration"], readonly string[]>>> {
  const of = (integration: string): Promise<string[]> =>
    Promise.all(
      CUSTOMERS.map((groupName, i) =>
        to.create(`/projects/demo/integrations/${integration}/installations`, {
          groupRef: `customer-${i + 1}`,
          groupName,
          consumerRef: `user-${i + 1}`,
          consumerName: `Admin of ${groupName}`,
        }),
      ),
    );
  return { hubspotCrm: await of("hubspotCrm"), salesforceCrm: await of("salesforceCrm") };
}

async function handIn(
  to: Api,
  ids: Readonly<Record<HandIn["integration"], readonly string[]>>,
  all: readonly HandIn[],
): Promise<void> {
  const bar = new SingleBar({
    format: "  {bar} {value}/{total}  {percentage}%",
    clearOnComplete: false,
    noTTYOutput: false,
  });
  bar.start(all.length, 0);
  let next = 0;
  const work = async (): Promise<void> => {
    for (let each = all[next++]; each !== undefined; each = all[next++]) {
      await to.call(
        "POST",
        `/projects/demo/installations/${ids[each.integration][each.customer]}/results`,
        each.body,
      );
      bar.increment();
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  bar.stop();
}

/** Waits until no route lags behind the log. */
async function delivered(to: Api): Promise<void> {
  for (;;) {
    const answer = await to.call("GET", "/projects/demo/routes");
    const routes: unknown =
      typeof answer === "object" && answer !== null ? Reflect.get(answer, "results") : [];
    if (
      Array.isArray(routes) &&
      routes.every((route) => member(route, "lag") === "0" && member(route, "parked") === "0")
    )
      return;
    await wait(50);
  }
}

async function stay(running: MillraceServer): Promise<void> {
  say(`
Millrace keeps running; Ctrl-C stops it. In another terminal:
  export MILLRACE_URL=${running.url} MILLRACE_API_KEY=${adminKey} MILLRACE_PROJECT=demo
  npx millrace routes list
  npx millrace events tail --from 0 --limit 3`);
  await new Promise((resolve) => process.once("SIGINT", resolve));
}
