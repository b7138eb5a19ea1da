import type { Event } from "../../core/event.ts";
import type { DeliveryError } from "../../core/message.ts";
import { isHeaderValue } from "../requests/header-rules.ts";
import { jsonFault, promisesJson } from "./json-body.ts";
import type { RequestModel } from "./model.ts";
import type { RenderedRequest, RenderFault, TemplatePlace } from "./rendered.ts";
import type { TextContext } from "./request-text.ts";
import { RequestText, tooLong } from "./request-text.ts";
import type { FixedOrigin } from "./request-url.ts";
import { fixedOrigin, judgeUrl } from "./request-url.ts";
import type { RequestTemplate } from "./settings.ts";

/** A header whose value is the same for every event, or made for each. */
type Header = readonly [name: string, value: string | RequestText];

const DEFAULT_HEADERS: readonly (readonly [string, string])[] = [
  ["content-type", "application/json"],
  ["user-agent", "Millrace"],
];

/** Renders the requests of one part, such as `events`. */
export class PartRenderer {
  readonly #method: string;
  readonly #url: RequestText;
  readonly #origin: FixedOrigin;
  /** The URL, where it is the same for every event. */
  readonly #oneUrl: string | RenderFault | undefined;
  readonly #headers: readonly Header[];
  /** The headers, where all are the same for every event. */
  readonly #sameHeaders: RenderedRequest["headers"] | undefined;
  readonly #body: RequestText | undefined;
  readonly #checksBody: boolean;
  readonly #context: TextContext;

  /** @throws {TemplateSyntaxError} */
  constructor(request: RequestTemplate, context: TextContext) {
    this.#context = context;
    this.#method = request.method ?? "POST";
    this.#url = new RequestText(request.url, "url", context);
    this.#origin = fixedOrigin(this.#url.template, context.parameters);
    const { constant } = this.#url;
    this.#oneUrl = typeof constant === "string" ? this.#judged(constant) : constant;
    this.#headers = headersOf(request, context);
    const fixed = this.#headers.every(([, value]) => typeof value === "string");
    const same = fixed ? this.#printHeaders(never) : undefined;
    this.#sameHeaders = same === undefined || "error" in same ? undefined : same;
    shareSteps([
      this.#url,
      ...this.#headers.flatMap(([, value]) => (typeof value === "string" ? [] : [value])),
    ]);
    this.#body = request.body === undefined ? undefined : new RequestText(request.body, "body", context);
    this.#checksBody = request.lenientBody !== true && request.body !== undefined;
  }

  render(event: Event, model: () => RequestModel): RenderedRequest | RenderFault {
    const url = this.#oneUrl ?? this.#printUrl(model);
    if (typeof url !== "string") return url;
    const headers = this.#sameHeaders ?? this.#printHeaders(model);
    if ("error" in headers) return headers;
    const body = this.#body === undefined ? event.data : this.#body.print(model);
    if (typeof body !== "string") return body;
    const fault = this.#bodyFault(body, headers);
    return fault ?? { method: this.#method, url, headers, body };
  }

  #printUrl(model: () => RequestModel): string | RenderFault {
    const text = this.#url.print(model);
    return typeof text === "string" ? this.#judged(text) : text;
  }

  #judged(text: string): string | RenderFault {
    if ("fault" in this.#origin) return invalidUrl(this.#context.secrets.hide(this.#origin.fault));
    const judged = judgeUrl(text, this.#origin.origin);
    return "url" in judged ? judged.url.href : invalidUrl(judged.fault);
  }

  #printHeaders(model: () => RequestModel): RenderedRequest["headers"] | RenderFault {
    const headers: (readonly [string, string])[] = [];
    for (const [name, given] of this.#headers) {
      const value = typeof given === "string" ? given : given.print(model);
      if (typeof value !== "string") return value;
      // So a template leaves a header out.
      if (value === "") continue;
      if (!isHeaderValue(value)) return invalidHeader(name);
      headers.push([name, value]);
    }
    return headers;
  }

  #bodyFault(body: string, headers: RenderedRequest["headers"]): RenderFault | undefined {
    const { maxBodyBytes, secrets } = this.#context;
    // A UTF-16 unit is three bytes at most: most bodies need not be counted.
    if (body.length * 3 > maxBodyBytes) {
      const bytes = Buffer.byteLength(body);
      if (bytes > maxBodyBytes) return { error: tooLong(maxBodyBytes, bytes), at: AT_BODY };
    }
    if (!this.#checksBody || !promisesJson(headers.find(([name]) => name === "content-type")?.[1])) return;
    const fault = jsonFault(body, secrets);
    if (fault === undefined) return undefined;
    const { line, column, detail } = fault;
    const message = `The rendered body is no JSON at its line ${line}, column ${column}: ${detail}.`;
    return { error: { code: "invalid_json", message, blame: "settings" }, inBody: { line, column } };
  }
}

function headersOf(request: RequestTemplate, context: TextContext): readonly Header[] {
  const own = Object.entries(request.headers ?? {}).map(([name, source]): Header => {
    const place: TemplatePlace = `headers.${name}`;
    const text = new RequestText(source, place, context);
    return [name.toLowerCase(), typeof text.constant === "string" ? text.constant : text];
  });
  const given = new Set(own.map(([name]) => name));
  return [...DEFAULT_HEADERS.filter(([name]) => !given.has(name)), ...own];
}

function shareSteps(texts: readonly RequestText[]): void {
  const changing = texts.filter(({ constant }) => constant === undefined);
  for (const text of changing) text.shareSteps(changing.length);
}

const AT_BODY = { template: "body", line: 1, column: 1 } as const;

function never(): RequestModel {
  throw new TypeError("a constant header asked for an event");
}

function invalidUrl(fault: string): RenderFault {
  return {
    error: { code: "invalid_url", message: `The url that was rendered ${fault}.`, blame: "event" },
    at: { template: "url", line: 1, column: 1 },
  };
}

/** The value is not told: it may hold a key. */
function invalidHeader(name: string): RenderFault {
  const message = `The header "${name}" was rendered to something that headers cannot hold: values are printable ASCII on one line.`;
  const error: DeliveryError = { code: "invalid_header", message, blame: "event" };
  return { error, at: { template: `headers.${name}`, line: 1, column: 1 } };
}
