import type { NetworkPolicy } from "../../core/destination.ts";
import type { Issue } from "../../core/errors.ts";
import { urlFault } from "../net/endpoint.ts";
import type { Parameters } from "./model.ts";
import { oauthCredentials } from "./oauth-settings.ts";
import { isConstant } from "./reads.ts";
import type { HttpSettings } from "./settings.ts";
import { compiledTemplate } from "./template-cache.ts";
import { OAUTH_TEMPLATES } from "./template-list.ts";

/** What is wrong with the templates that tokens are asked for with. No issue holds a value. */
export function oauthIssues(
  { oauth }: HttpSettings,
  parameters: Parameters,
  given: { readonly policy: NetworkPolicy; readonly faulty: ReadonlySet<string> },
): readonly Issue[] {
  if (oauth === undefined) return [];
  if (OAUTH_TEMPLATES.some((member) => given.faulty.has(`metadata.oauth.${member}`))) return [];
  const changing = OAUTH_TEMPLATES.filter((member) => {
    const source = oauth[member];
    return source !== undefined && !isConstant(compiledTemplate(source, "oauth"));
  });
  if (changing.length > 0)
    return changing.map((member) => issue(member, "may use parameters alone: a token is not for one event"));
  const found = oauthCredentials(oauth, parameters);
  if ("faults" in found) return found.faults.map(({ member, detail }) => issue(member, detail));
  const fault = urlFault(found.credentials.tokenUrl.href, given.policy);
  return fault === undefined ? [] : [issue("tokenUrl", fault)];
}

function issue(member: string, detail: string): Issue {
  return { in: "body", name: `metadata.oauth.${member}`, detail: `${member} ${detail}.` };
}
