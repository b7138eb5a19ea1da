import { FreeMarkerError } from "@millrace/freemarker";
import { InvariantError } from "../../core/errors.ts";
import type { Parameters } from "./model.ts";
import { judgeUrl } from "./request-url.ts";
import type { OAuthClient } from "./settings.ts";
import { compiledTemplate } from "./template-cache.ts";
import { OAUTH_TEMPLATES } from "./template-list.ts";

/** What tokens are asked for with: the templates of the settings, rendered. */
export interface OAuthCredentials {
  readonly tokenUrl: URL;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string | undefined;
  readonly audience: string | undefined;
  readonly credentialsIn: "header" | "body";
}

/** What is wrong with a member of the settings; holds no value. */
export interface OAuthFault {
  readonly member: (typeof OAUTH_TEMPLATES)[number];
  readonly detail: string;
}

/** Renders the templates by the parameters, or answers what is wrong with them. */
export function oauthCredentials(
  oauth: OAuthClient,
  parameters: Parameters,
): { readonly credentials: OAuthCredentials } | { readonly faults: readonly OAuthFault[] } {
  const faults: OAuthFault[] = [];
  const texts = new Map<string, string>();
  for (const member of OAUTH_TEMPLATES) {
    const source = oauth[member];
    if (source === undefined) continue;
    const printed = print(source, parameters);
    if ("detail" in printed) faults.push({ member, detail: printed.detail });
    else if (printed.text === "") faults.push({ member, detail: "is empty" });
    else texts.set(member, printed.text);
  }
  const judged = judgeUrl(texts.get("tokenUrl") ?? "");
  if ("fault" in judged) {
    if (texts.has("tokenUrl")) faults.push({ member: "tokenUrl", detail: judged.fault });
    return { faults };
  }
  if (faults.length > 0) return { faults };
  return {
    credentials: {
      tokenUrl: judged.url,
      clientId: texts.get("clientId") ?? "",
      clientSecret: texts.get("clientSecret") ?? "",
      scope: texts.get("scope"),
      audience: texts.get("audience"),
      credentialsIn: oauth.credentialsIn ?? "header",
    },
  };
}

/** {@link oauthCredentials} of settings that were validated. */
export function knownCredentials(oauth: OAuthClient, parameters: Parameters): OAuthCredentials {
  const found = oauthCredentials(oauth, parameters);
  if ("credentials" in found) return found.credentials;
  const names = found.faults.map(({ member }) => `oauth.${member}`).join(", ");
  throw new InvariantError(
    `Settings of an HTTP destination have faults that validation did not find: ${names}.`,
  );
}

/** What it says is about the template's own text and the names of parameters; values are not repeated. */
function print(
  source: string,
  parameters: Parameters,
): { readonly text: string } | { readonly detail: string } {
  try {
    return { text: compiledTemplate(source, "oauth").render({ parameters }) };
  } catch (error) {
    if (!(error instanceof FreeMarkerError)) throw error;
    return { detail: `cannot be made of the parameters (line ${error.line}, column ${error.column})` };
  }
}
