import type { Part } from "../../core/parts.ts";
import { PARTS } from "../../core/parts.ts";
import type { HttpSettings } from "./settings.ts";

/** The settings that hold templates. */
export type TemplateSettings = Pick<HttpSettings, Part | "oauth" | "maxBodyBytes">;

/** What a template is for, which decides how much it may print. */
export type TemplateUse = "url" | "header" | "body" | "oauth";

/** One template of the settings. */
export interface ListedTemplate {
  /** Where it stands: `events.body`, `events.headers.X-Key`, `oauth.tokenUrl`. */
  readonly name: string;
  readonly source: string;
  readonly use: TemplateUse;
}

/** Members of `oauth` that are templates. */
export const OAUTH_TEMPLATES = ["tokenUrl", "clientId", "clientSecret", "scope", "audience"] as const;

/** Every template of the settings, part by part. */
export function templatesOf(settings: TemplateSettings): readonly ListedTemplate[] {
  const { oauth } = settings;
  const ofParts = PARTS.flatMap((part) => ofPart(part, settings));
  if (oauth === undefined) return ofParts;
  const ofOAuth = OAUTH_TEMPLATES.flatMap((member): readonly ListedTemplate[] => {
    const source = oauth[member];
    return source === undefined ? [] : [{ name: `oauth.${member}`, source, use: "oauth" }];
  });
  return [...ofParts, ...ofOAuth];
}

function ofPart(part: Part, settings: TemplateSettings): readonly ListedTemplate[] {
  const request = settings[part];
  if (request === undefined) return [];
  const headers = Object.entries(request.headers ?? {}).map(([header, source]): ListedTemplate => ({
    name: `${part}.headers.${header}`,
    source,
    use: "header",
  }));
  const url: ListedTemplate = { name: `${part}.url`, source: request.url, use: "url" };
  if (request.body === undefined) return [url, ...headers];
  return [url, ...headers, { name: `${part}.body`, source: request.body, use: "body" }];
}
