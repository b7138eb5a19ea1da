import type { CheckReport, NetworkPolicy } from "../../core/destination.ts";
import { tryRole } from "./check-role.ts";
import type { CredentialSource } from "./credentials.ts";
import { StaticCredentials } from "./credentials.ts";
import { credentialsOf } from "./credentials-of.ts";
import type { Permissions } from "./documents.ts";
import { permissionsDocument, roleDocuments } from "./documents.ts";
import { identityOf } from "./identity.ts";
import type { AwsSecrets, AwsSettings } from "./settings.ts";

/** A destination to be checked. */
export interface CheckedDestination {
  readonly settings: AwsSettings;
  readonly secrets: AwsSecrets;
  readonly policy: NetworkPolicy;
  readonly permissions: Permissions;
}

/**
 * Checks a destination as whom it acts: first the role, where it has one, then the place itself. The report carries the
 * policies that it needs, whatever was found.
 * @param checkPlace asks the service with the credentials, and closes them
 */
export async function checkAs(
  { settings, secrets, policy, permissions }: CheckedDestination,
  checkPlace: (credentials: CredentialSource) => Promise<CheckReport>,
): Promise<CheckReport> {
  const found = identityOf(settings, secrets, policy);
  const documents = [permissionsDocument(permissions, settings.roleArn)];
  if ("issues" in found || !("role" in found.identity)) {
    const report = await checkPlace(credentialsOf(settings, secrets, policy));
    return { ...report, documents: [...documents, ...(report.documents ?? [])] };
  }
  const { step, credentials, caller } = await tryRole(found.identity, policy);
  if (caller !== undefined) documents.push(...roleDocuments(caller, found.identity.role));
  if (credentials === undefined) return { ok: false, steps: [step], documents };
  const { ok, steps, documents: more = [] } = await checkPlace(new StaticCredentials(credentials));
  return { ok, steps: [step, ...steps], documents: [...documents, ...more] };
}
