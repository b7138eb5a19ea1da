import { createHash } from "node:crypto";
import type { NetworkPolicy } from "../../core/destination.ts";
import type { CredentialSource } from "./credentials.ts";
import { MissingCredentials, StaticCredentials } from "./credentials.ts";
import { CREDENTIAL_RULES, ownFailure } from "./credential-errors.ts";
import { FetchTurns } from "./fetch-turns.ts";
import { hostCredentials } from "./host-credentials.ts";
import type { OwnIdentity, RoleIdentity } from "./identity.ts";
import { identityOf } from "./identity.ts";
import { serviceUrl } from "./place.ts";
import type { AwsSecrets, AwsSettings } from "./settings.ts";
import { SharedCredentials } from "./shared-credentials.ts";
import { StsClient } from "./sts-client.ts";

/** Of the whole process: lanes of many destinations may act in one role. */
const SHARED = new SharedCredentials();

/** AWS: an account may assume some hundred roles a second in a region. This many at a time come to fewer. */
const ASKING_ONE_STS = 16;

const TURNS = new FetchTurns(ASKING_ONE_STS);

/** What a destination signs with. What it may not have fails at each request, with the reason. */
export function credentialsOf(
  settings: AwsSettings,
  secrets: AwsSecrets,
  policy: NetworkPolicy,
): CredentialSource {
  const found = identityOf(settings, secrets, policy);
  if ("issues" in found) {
    const rule = secrets.awsKeyId === undefined ? CREDENTIAL_RULES.hostOff : CREDENTIAL_RULES.roleInvalid;
    return new MissingCredentials(ownFailure(rule, found.issues.map(({ detail }) => detail).join(" ")));
  }
  const { identity } = found;
  return "role" in identity ? roleCredentials(identity, policy) : ownCredentials(identity);
}

/** STS as whoever assumes the role asks it; to be closed. */
export function stsOf({ keys, role }: RoleIdentity, policy: NetworkPolicy): StsClient {
  return new StsClient(role.sts, ownCredentials({ keys }), policy, keys === "host");
}

function ownCredentials({ keys }: OwnIdentity): CredentialSource {
  return keys === "host"
    ? SHARED.use("host", () => ({ fetch: hostCredentials() }))
    : new StaticCredentials(keys);
}

function roleCredentials(identity: RoleIdentity, policy: NetworkPolicy): CredentialSource {
  const { role } = identity;
  return SHARED.use(keyOf(identity, policy), () => {
    const { origin } = serviceUrl("sts", role.sts, policy);
    const sts = stsOf(identity, policy);
    return {
      fetch: (signal) => sts.assumeRole(role, signal),
      takeTurn: (signal) => TURNS.take(origin, signal),
      close: () => sts.close(),
    };
  });
}

/** All that assumed credentials depend on, keys included: whoever gives other keys shares nothing. Hashed, as it holds a secret. */
function keyOf({ keys, role }: RoleIdentity, policy: NetworkPolicy): string {
  const { roleArn, externalId, sessionName, sts } = role;
  const { allowHttp, allowPrivateNetworks, lookup } = policy;
  const place = [sts.region, serviceUrl("sts", sts, policy).href, sts.endpointUrl !== undefined];
  const network = [allowHttp, allowPrivateNetworks, lookup !== undefined];
  const source = keys === "host" ? keys : [keys.accessKeyId, keys.secretAccessKey, keys.sessionToken];
  const all = JSON.stringify([roleArn, externalId, sessionName, place, network, source]);
  return createHash("sha256").update(all).digest("base64");
}
