import type { NetworkPolicy } from "../core/destination.ts";
import type { Issue } from "../core/errors.ts";
import type { TemplateTarget } from "../templates/template.ts";
import { tryTemplate } from "../templates/try-template.ts";
import { endpointFault } from "./net/endpoint.ts";

/** The fault of a template that was given, if it has one. @param name the setting, such as `keyTemplate` */
export function templateIssues(
  name: string,
  source: string | undefined,
  target: TemplateTarget,
): readonly Issue[] {
  const issue = source === undefined ? undefined : tryTemplate(`metadata.${name}`, source, target);
  return issue === undefined ? [] : [issue];
}

/** The fault of the setting `endpointUrl`, if it was given and has one. Its value, which may hold a password, is not part of it. */
export function endpointIssues(endpointUrl: string | undefined, policy: NetworkPolicy): readonly Issue[] {
  const fault = endpointUrl === undefined ? undefined : endpointFault(endpointUrl, policy);
  if (fault === undefined) return [];
  return [{ in: "body", name: "metadata.endpointUrl", detail: `endpointUrl ${fault}.` }];
}
