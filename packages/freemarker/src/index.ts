export { compile, type Template } from "./template.ts";
export {
  type CompileOptions,
  type HostFunctionOptions,
  OptionError,
  type RenderOptions,
  type SyntaxOptions,
  type TemplateLoader,
  type TemplateSettings,
} from "./options.ts";
export {
  type ErrorPlace,
  FreeMarkerError,
  LimitError,
  type LimitName,
  RenderError,
  type RenderErrorCode,
  type SyntaxFault,
  TemplateSyntaxError,
} from "./core/errors.ts";
export { DEFAULT_LIMITS, type Limits } from "./core/limits.ts";
export { hostDirective, type HostDirectiveCall, hostFunction, hostHash, type HostValue } from "./host.ts";
export { Decimal } from "./numbers/decimal.ts";
export { analyze } from "./analysis/analyze.ts";
export type { DynamicUse, TemplateAnalysis, VariableUse } from "./analysis/result.ts";
export type { Path, PathStep } from "./analysis/path.ts";
