import type { Issue } from "../../core/errors.ts";
import { didYouMean } from "../../core/validation/did-you-mean.ts";
import { issueOf } from "./issue.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";
import type { NameUse } from "./used-names.ts";
import { namesUsed } from "./used-names.ts";

/** Parameters that are given twice, and those that templates use and nobody gave. No issue holds a value. */
export function parameterIssues(settings: HttpSettings, secrets: HttpSecrets): readonly Issue[] {
  const open = Object.keys(settings.parameters ?? {});
  const secret = Object.keys(secrets.parameters ?? {});
  const known = new Set([...open, ...secret]);
  const twice = secret
    .filter((name) => open.includes(name))
    .map((name) => issueOf("secrets.parameters", `"${brief(name)}" is among the open parameters too.`));
  return [...twice, ...missing(namesUsed(settings), known)];
}

function missing(uses: readonly NameUse[], known: ReadonlySet<string>): readonly Issue[] {
  const lacking = uses.filter(
    ({ root, name }) => root === "parameters" && name !== undefined && !known.has(name),
  );
  // A template that asks for a parameter first copes without it.
  const asked = new Set(lacking.filter(({ optional }) => optional).map(placeOf));
  return lacking
    .filter((use) => !use.optional && !asked.has(placeOf(use)))
    .map((use) => {
      const { name = "", template } = use;
      const hint = didYouMean(name, [...known]);
      return issueOf(`metadata.${template}`, `there is no parameter "${brief(name)}"${hint}`, use);
    });
}

function placeOf({ template, name = "" }: NameUse): string {
  return `${template}\n${name}`;
}

/** A name that a stranger chose, short enough to be answered. */
function brief(name: string): string {
  return name.length > 100 ? `${name.slice(0, 100)}…` : name;
}
