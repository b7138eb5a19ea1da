import { isDeepStrictEqual } from "node:util";
import type { RenderedRequest, RenderFault } from "./rendered.ts";
import { isFault } from "./rendered.ts";
import type { HttpSecrets } from "./settings.ts";

/** Faults whose words quote what templates made of their values. */
const QUOTING: ReadonlySet<string> = new Set(["render_failed", "invalid_json"]);

/** True where the fault may quote something that was made of a secret. */
export function mayQuote({ error: { code } }: RenderFault): boolean {
  return QUOTING.has(code);
}

/** Secrets to find a fault with once more: as long as the real ones, and URLs where those are. */
export function maskedSecrets({ parameters = {} }: HttpSecrets): HttpSecrets {
  const masked = Object.entries(parameters).map(([name, value]) => [name, maskOf(value)]);
  return { parameters: Object.fromEntries(masked) };
}

function maskOf(secret: string): string {
  return (/^https?:\/\//i.test(secret) ? "https://secret.invalid/" : "").padEnd(secret.length, "*");
}

/**
 * A fault as it may be stored and told. Secrets are taken out of errors, but a template may turn one into something that
 * nobody knows again: so the error is that of a rendering without them, where that fails alike, and else says no more than
 * where it came up.
 * @param masked what came of rendering with {@link maskedSecrets}
 */
export function withoutSecrets(fault: RenderFault, masked: RenderedRequest | RenderFault): RenderFault {
  if (isFault(masked) && isAlike(fault, masked)) return masked;
  const { error, at, inBody } = fault;
  const where =
    at === undefined
      ? `The rendered body is no JSON at its line ${inBody?.line ?? 1}, column ${inBody?.column ?? 1}`
      : `The template ${at.template} at line ${at.line}, column ${at.column} failed`;
  return {
    ...fault,
    error: { ...error, message: `${where}: it makes something of a secret parameter, so no more is told.` },
  };
}

function isAlike(fault: RenderFault, masked: RenderFault): boolean {
  return fault.error.code === masked.error.code && isDeepStrictEqual(fault.at, masked.at);
}
