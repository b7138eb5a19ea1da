import { vi } from "vitest";

/**
 * Gives this process the AWS credentials of a host by its variables, or none at all, whatever the machine has: no variable
 * of the machine's is read, nor a profile, nor an instance's service. `vi.unstubAllEnvs()` undoes it.
 */
export function stubHostCredentials(
  keys: { readonly accessKeyId: string; readonly secretAccessKey: string } | undefined,
): void {
  for (const name of Object.keys(process.env)) if (name.startsWith("AWS_")) vi.stubEnv(name, undefined);
  vi.stubEnv("AWS_EC2_METADATA_DISABLED", "true");
  vi.stubEnv("AWS_CONFIG_FILE", "/dev/null");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
  if (keys === undefined) return;
  vi.stubEnv("AWS_ACCESS_KEY_ID", keys.accessKeyId);
  vi.stubEnv("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey);
}
