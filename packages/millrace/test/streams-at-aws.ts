import { FirehoseServer } from "../src/destinations/testing/firehose-server.ts";
import { stubHostCredentials } from "../src/destinations/testing/host-environment.ts";
import type { KinesisEmulator } from "../src/destinations/testing/kinesis-emulator.ts";
import { startKinesis } from "../src/destinations/testing/kinesis-emulator.ts";
import type { StsKeys } from "../src/destinations/testing/sts-server.ts";
import { StsServer } from "../src/destinations/testing/sts-server.ts";

/** Who Millrace is to AWS. */
const HOST: StsKeys = {
  accessKeyId: "AKIAHOST00000001",
  secretAccessKey: "host-secret-key",
  arn: "arn:aws:iam::111111111111:user/millrace",
};

/** A role of a customer's account that the host may assume, under whatever external id. */
export const STREAM_ROLE = "arn:aws:iam::123456789012:role/streamer";

/** Kinesis, Firehose and STS on this machine, and a host that may assume {@link STREAM_ROLE} there. */
export interface StreamsAtAws {
  readonly kinesis: KinesisEmulator;
  readonly firehose: FirehoseServer;
  readonly sts: StsServer;
  /** What a server of this process is started with. Its credentials are in this process's variables. */
  readonly settings: { readonly hostCredentials: "roles"; readonly awsEndpoints: string };
  /** The same for a server in a process of its own. */
  readonly env: Record<string, string>;
  kinesisArn(name: string): string;
  firehoseArn(name: string): string;
  close(): Promise<void>;
}

/** Starts them, and gives this process the host's credentials; `vi.unstubAllEnvs()` takes those away. */
export async function startStreamsAtAws(): Promise<StreamsAtAws> {
  const [kinesis, firehose, sts] = await Promise.all([
    startKinesis(),
    FirehoseServer.start(),
    StsServer.start(),
  ]);
  sts.add(HOST);
  sts.roles.set(STREAM_ROLE, { trusts: [HOST.arn] });
  stubHostCredentials(HOST);
  const awsEndpoints = `kinesis=${kinesis.endpointUrl},firehose=${firehose.endpointUrl},sts=${sts.endpointUrl}`;
  return {
    kinesis,
    firehose,
    sts,
    settings: { hostCredentials: "roles", awsEndpoints },
    env: {
      AWS_ACCESS_KEY_ID: HOST.accessKeyId,
      AWS_SECRET_ACCESS_KEY: HOST.secretAccessKey,
      MILLRACE_HOST_CREDENTIALS: "roles",
      MILLRACE_AWS_ENDPOINTS: awsEndpoints,
    },
    kinesisArn: (name) => `arn:aws:kinesis:us-west-2:123456789012:stream/${name}`,
    firehoseArn: (name) => `arn:aws:firehose:us-west-2:123456789012:deliverystream/${name}`,
    async close() {
      await Promise.all([kinesis.close(), firehose.close(), sts.close()]);
    },
  };
}
