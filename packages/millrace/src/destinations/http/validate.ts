import type { NetworkPolicy } from "../../core/destination.ts";
import type { Issue } from "../../core/errors.ts";
import { PARTS } from "../../core/parts.ts";
import { urlFault } from "../net/endpoint.ts";
import { isHeaderValue } from "../requests/header-rules.ts";
import { orderingKeyTarget } from "../requests/ordering-key.ts";
import { templateIssues } from "../setting-issues.ts";
import { definitionIssues } from "./definition-issues.ts";
import { issueOf } from "./issue.ts";
import { oauthIssues } from "./oauth-issues.ts";
import { parameterIssues } from "./parameter-issues.ts";
import { contextOf } from "./renderer.ts";
import type { TextContext } from "./request-text.ts";
import { RequestText } from "./request-text.ts";
import { fixedOrigin, judgeUrl } from "./request-url.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";

/** What is wrong with the settings, all at once. */
export function httpIssues(
  settings: HttpSettings,
  policy: NetworkPolicy,
  secrets: HttpSecrets = {},
): readonly Issue[] {
  const issues = [
    ...definitionIssues(settings, "metadata."),
    ...templateIssues("orderingKeyTemplate", settings.orderingKeyTemplate, orderingKeyTarget),
    ...parameterIssues(settings, secrets),
  ];
  // Of a template that does not compile, or lacks a parameter, nothing more is said.
  const faulty = new Set(issues.map(({ name }) => name));
  const context = contextOf(settings, secrets);
  return [
    ...issues,
    ...urlIssues(settings, policy, context, faulty),
    ...headerValueIssues(settings, context, faulty),
    ...oauthIssues(settings, context.parameters, { policy, faulty }),
  ];
}

function urlIssues(
  settings: HttpSettings,
  policy: NetworkPolicy,
  context: TextContext,
  faulty: ReadonlySet<string>,
): readonly Issue[] {
  return PARTS.flatMap((part) => {
    const request = settings[part];
    const name = `metadata.${part}.url`;
    if (request === undefined || faulty.has(name)) return [];
    const text = new RequestText(request.url, "url", context);
    const fault = (detail: string): readonly Issue[] => [
      issueOf(name, `url ${context.secrets.hide(detail)}.`),
    ];
    const found = fixedOrigin(text.template, context.parameters);
    if ("fault" in found) return fault(found.fault);
    const refused = urlFault(found.origin, policy);
    if (refused !== undefined) return fault(refused);
    const { constant } = text;
    const judged = typeof constant === "string" ? judgeUrl(constant) : undefined;
    return judged !== undefined && "fault" in judged ? fault(judged.fault) : [];
  });
}

/** Headers that would be refused for every event, such as a key with the end of its line. */
function headerValueIssues(
  settings: HttpSettings,
  context: TextContext,
  faulty: ReadonlySet<string>,
): readonly Issue[] {
  return PARTS.flatMap((part) =>
    Object.entries(settings[part]?.headers ?? {}).flatMap(([header, source]) => {
      const name = `metadata.${part}.headers.${header}`;
      if (faulty.has(name)) return [];
      const { constant } = new RequestText(source, `headers.${header}`, context);
      if (constant === undefined || constant === "") return [];
      if (typeof constant !== "string") return [issueOf(name, constant.error.message)];
      if (isHeaderValue(constant)) return [];
      return [
        issueOf(
          name,
          `"${header}" comes to something that headers cannot hold: values are printable ASCII on one line.`,
        ),
      ];
    }),
  );
}
