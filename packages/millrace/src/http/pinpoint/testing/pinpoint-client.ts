import { PinpointClient } from "@aws-sdk/client-pinpoint";
import type { RunningApi } from "../../testing/start-api.ts";
import { textAt } from "../../testing/start-api.ts";

/** Whose key a client signs with, and what that may do. */
interface KeyOptions {
  /** Of the whole instance where it is left out. */
  readonly project?: string;
  readonly scopes?: readonly string[];
}

/** The AWS SDK's own client of Pinpoint, signing with an access key made for it. */
export async function pinpointClient(
  api: Pick<RunningApi, "call" | "url">,
  { project, scopes = ["admin"] }: KeyOptions = {},
): Promise<PinpointClient> {
  const path = project === undefined ? "/v1/access-keys" : `/v1/projects/${project}/access-keys`;
  const made = await api.call("POST", path, { body: { label: "sdk", scopes } });
  return new PinpointClient({
    endpoint: api.url,
    region: "eu-west-1",
    credentials: {
      accessKeyId: textAt(made, "accessKeyId"),
      secretAccessKey: textAt(made, "secretAccessKey"),
    },
    maxAttempts: 1,
  });
}
