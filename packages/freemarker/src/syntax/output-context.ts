import type { OutputContext } from "./ast.ts";
import type { AutoEscapingPolicy, OutputFormatTraits, ParseOptions } from "./options.ts";

/** The traits of a format by its name, which may be a combined one (`HTML{RTF}`), or undefined if there is no such format. */
export function traitsOf(options: ParseOptions, name: string): OutputFormatTraits | undefined {
  const known = options.outputFormats(name);
  const brace = name.indexOf("{");
  // A combined one may have too many parts.
  if (known === undefined || brace === -1 || !name.endsWith("}")) return known;
  const outer = options.outputFormats(name.slice(0, brace));
  const inner = traitsOf(options, name.slice(brace + 1, -1));
  return outer?.isMarkup === true && inner?.isMarkup === true ? outer : undefined;
}

/** The output context of a format under a policy. */
export function contextOf(options: ParseOptions, format: string, policy: AutoEscapingPolicy): OutputContext {
  const traits = traitsOf(options, format);
  if (traits?.isMarkup !== true || policy === "disable") return { format, autoEscaping: false };
  return { format, autoEscaping: policy === "enable_if_default" ? traits.autoEscapedByDefault : true };
}

/** The format and policy that a template begins with: by its name's extension, or else by the settings. */
export function initialOutput(
  name: string,
  options: ParseOptions,
): { format: string; policy: AutoEscapingPolicy } {
  if (options.recognizeStandardFileExtensions) {
    const extension = name.slice(-5).toLowerCase();
    if (extension === ".ftlh") return { format: "HTML", policy: "enable_if_default" };
    if (extension === ".ftlx") return { format: "XML", policy: "enable_if_default" };
  }
  return { format: options.outputFormat, policy: options.autoEscapingPolicy };
}
