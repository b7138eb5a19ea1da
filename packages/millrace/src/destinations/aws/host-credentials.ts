import { defaultProvider } from "@aws-sdk/credential-provider-node";
import { CREDENTIAL_RULES, ownFailure } from "./credential-errors.ts";
import type { Fetch, Fetched } from "./fetched-credentials.ts";
import { orAborted } from "./or-aborted.ts";

/**
 * Fetches the credentials of this host by the SDK's default chain: variables, profile, web identity, container, instance.
 * What the chain says of its failures names files, profiles and commands of the host: no customer is told.
 */
export function hostCredentials(): Fetch {
  // Without this the SDK reads a file once a process: keys replaced in a profile would never be found.
  const provide = defaultProvider({ ignoreCache: true });
  return async (signal): Promise<Fetched> => {
    try {
      // The chain keeps what it found; what is asked for here is what is there now. It knows no signal.
      const found = await orAborted(provide({ forceRefresh: true }), signal);
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = found;
      const life = expiration === undefined ? Infinity : expiration.getTime() - Date.now();
      if (life <= 0) return { failure: ownFailure(CREDENTIAL_RULES.hostMissing, "They have ended") };
      return { credentials: { accessKeyId, secretAccessKey, sessionToken }, life };
    } catch {
      return { failure: ownFailure(CREDENTIAL_RULES.hostMissing, "None were found") };
    }
  };
}
