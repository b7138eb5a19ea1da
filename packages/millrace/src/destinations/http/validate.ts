import { TemplateSyntaxError } from "@millrace/freemarker";
import type { NetworkPolicy } from "../../core/destination.ts";
import type { Issue } from "../../core/errors.ts";
import { PARTS } from "../../core/shape.ts";
import { urlFault } from "../net/endpoint.ts";
import { orderingKeyTarget } from "../requests/ordering-key.ts";
import { templateIssues } from "../setting-issues.ts";
import { headerIssues } from "./header-issues.ts";
import { parametersOf } from "./model.ts";
import { oauthIssues } from "./oauth-issues.ts";
import { parameterIssues } from "./parameter-issues.ts";
import { readsOf } from "./reads.ts";
import { contextOf } from "./renderer.ts";
import { fixedOrigin, judgeUrl } from "./request-url.ts";
import { RequestText } from "./request-text.ts";
import { ambiguousStatuses } from "./responses.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";
import { compiledTemplate } from "./template-cache.ts";
import type { ListedTemplate, TemplateSettings } from "./template-list.ts";
import { templatesOf } from "./template-list.ts";

/** What is wrong with the settings, all at once. */
export function httpIssues(
  settings: HttpSettings,
  policy: NetworkPolicy,
  secrets: HttpSecrets = {},
): readonly Issue[] {
  const broken = syntaxIssues(settings);
  const faulty = new Set(broken.map(({ name }) => name));
  const ofRequests = [
    ...partIssues(settings),
    ...templateIssues("orderingKeyTemplate", settings.orderingKeyTemplate, orderingKeyTarget),
    ...ambiguousStatuses(settings).map((status) =>
      issue("metadata.responses", `${status} stands in more than one list.`),
    ),
    ...headerIssues(settings),
    ...parameterIssues(settings, secrets),
  ];
  // Of a template that does not compile, or lacks a parameter, nothing more is said.
  for (const { name } of ofRequests) faulty.add(name);
  return [
    ...broken,
    ...ofRequests,
    ...urlIssues(settings, policy, secrets, faulty),
    ...oauthIssues(settings, parametersOf(settings, secrets), { policy, faulty }),
  ];
}

/**
 * What is wrong with the templates by themselves, whatever the parameters: every fault of every template, with its line and
 * column. @param root what the names of issues begin with, such as `metadata.`
 */
export function syntaxIssues(settings: TemplateSettings, root = "metadata."): readonly Issue[] {
  return templatesOf(settings).flatMap((each) => syntaxIssuesOf(each, settings, root));
}

function syntaxIssuesOf(
  { name, source, use }: ListedTemplate,
  { maxBodyBytes }: TemplateSettings,
  root: string,
): readonly Issue[] {
  try {
    const { templates } = readsOf(compiledTemplate(source, use, maxBodyBytes));
    return templates.map((other) =>
      issue(
        `${root}${name}`,
        `There is no template ${JSON.stringify(other.slice(0, 100))}: a request has no others to include.`,
      ),
    );
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    return error.faults.map(({ description, line, column }) => ({
      ...issue(`${root}${name}`, `At line ${line}, column ${column}: ${description}`),
      line,
      column,
    }));
  }
}

function partIssues(settings: HttpSettings): readonly Issue[] {
  if (PARTS.some((part) => settings[part] !== undefined)) return [];
  return [
    issue("metadata", "At least one of events, identifies and groups is required: what is to be sent?"),
  ];
}

function urlIssues(
  settings: HttpSettings,
  policy: NetworkPolicy,
  secrets: HttpSecrets,
  faulty: ReadonlySet<string>,
): readonly Issue[] {
  const context = contextOf(settings, secrets);
  return PARTS.flatMap((part) => {
    const request = settings[part];
    const name = `metadata.${part}.url`;
    if (request === undefined || faulty.has(name)) return [];
    const text = new RequestText(request.url, "url", context);
    const fault = (detail: string): readonly Issue[] => [issue(name, `url ${context.secrets.hide(detail)}.`)];
    const found = fixedOrigin(text.template, context.parameters);
    if ("fault" in found) return fault(found.fault);
    const refused = urlFault(found.origin, policy);
    if (refused !== undefined) return fault(refused);
    const { constant } = text;
    const judged = typeof constant === "string" ? judgeUrl(constant) : undefined;
    return judged !== undefined && "fault" in judged ? fault(judged.fault) : [];
  });
}

function issue(name: string, detail: string): Issue {
  return { in: "body", name, detail };
}
