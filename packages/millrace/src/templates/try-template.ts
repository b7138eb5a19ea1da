import type { Issue } from "../core/errors.ts";
import { METADATA_NAMES, TIME_NAMES } from "./context.ts";
import { SAMPLE_EVENTS } from "./samples.ts";
import { TemplateSyntaxError } from "./syntax.ts";
import type { TemplateTarget } from "./template.ts";
import { Template } from "./template.ts";

/**
 * Compiles a template and tries it on a sample of every kind of event, as a save must: what cannot work is refused.
 * @param name where the template stands, such as `metadata.keyTemplate`
 * @returns the fault, with the place inside the template; undefined for a template that works on at least one sample,
 *   or that reads members of `data` which only the caller's own events can have
 */
export function tryTemplate(name: string, source: string, target: TemplateTarget): Issue | undefined {
  let template: Template;
  try {
    template = new Template(source, target);
  } catch (error) {
    if (!(error instanceof TemplateSyntaxError)) throw error;
    return issue(name, source, error.offset, error.message);
  }
  const unknown = unknownName(template);
  if (unknown !== undefined)
    return issue(name, source, Math.max(0, source.indexOf(unknown.name)), unknown.message);
  const tries = SAMPLE_EVENTS.map((event) =>
    template.evaluate(event, "0199e0a8-149d-7ee9-9f50-0514403517f9"),
  );
  const failures = tries.flatMap((each) => ("error" in each ? [each] : []));
  const [first] = failures;
  if (first === undefined || failures.length < tries.length) return undefined;
  const mayWork = failures.some((failure) => failure.isNull) && template.uses.has("data");
  return mayWork ? undefined : issue(name, source, 0, first.error.message);
}

function issue(name: string, source: string, offset: number, message: string): Issue {
  const text = message.endsWith(".") ? message : `${message}.`;
  return { in: "body", name, detail: `At character ${offset + 1}: ${text}`, value: source };
}

const NAMESPACES: Readonly<Record<string, readonly string[] | undefined>> = {
  data: undefined,
  metadata: METADATA_NAMES,
  time: TIME_NAMES,
};

function unknownName(template: Template): { readonly name: string; readonly message: string } | undefined {
  for (const [namespace, names] of template.uses) {
    if (!Object.hasOwn(NAMESPACES, namespace)) {
      return {
        name: namespace,
        message: `There is no "${namespace}" in the context: names start with data, metadata or time`,
      };
    }
    const known = NAMESPACES[namespace];
    for (const name of names) {
      if (known === undefined || known.includes(name)) continue;
      return { name, message: `There is no ${namespace}.${name}${suggestion(namespace, name, known)}` };
    }
  }
  return undefined;
}

function suggestion(namespace: string, name: string, known: readonly string[]): string {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, "");
  const meant = known.find((each) => plain(each) === plain(name));
  if (meant === undefined) return `; there are ${known.join(", ")}`;
  return `; did you mean ${namespace}.${meant.includes("-") ? `"${meant}"` : meant}? Names are case-sensitive`;
}
