import { TemplateSyntaxError } from "@millrace/freemarker";
import type { Issue } from "../../core/errors.ts";
import { PARTS } from "../../core/parts.ts";
import { headerIssues } from "./header-issues.ts";
import { issueOf } from "./issue.ts";
import { readsOf } from "./reads.ts";
import { ambiguousStatuses } from "./responses.ts";
import type { HttpSettings } from "./settings.ts";
import { compiledTemplate } from "./template-cache.ts";
import type { ListedTemplate, TemplateSettings } from "./template-list.ts";
import { templatesOf } from "./template-list.ts";

/**
 * What is wrong with requests whatever the parameters, as it is for the author of a tile: templates that do not compile, names
 * of headers, statuses that mean two things, no request at all.
 * @param root what the names of issues begin with: `metadata.` of a destination
 */
export function definitionIssues(
  settings: TemplateSettings & Pick<HttpSettings, "responses">,
  root: string,
): readonly Issue[] {
  return [
    ...syntaxIssues(settings, root),
    ...partIssues(settings, root),
    ...ambiguousStatuses(settings).map((status) =>
      issueOf(`${root}responses`, `${status} stands in more than one list.`),
    ),
    ...headerIssues(settings, root),
  ];
}

/** Every fault of every template, with its line and column. */
function syntaxIssues(settings: TemplateSettings, root: string): readonly Issue[] {
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
      issueOf(
        `${root}${name}`,
        `There is no template ${JSON.stringify(other.slice(0, 100))}: a request has no others to include.`,
      ),
    );
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    return error.faults.map((fault) => issueOf(`${root}${name}`, fault.description, fault));
  }
}

function partIssues(settings: TemplateSettings, root: string): readonly Issue[] {
  if (PARTS.some((part) => settings[part] !== undefined)) return [];
  const name = root.replace(/\.$/, "");
  return [issueOf(name, "At least one of events, identifies and groups is required: what is to be sent?")];
}
