import type { Event } from "../../core/event.ts";
import type { Part } from "../../core/parts.ts";
import { PARTS } from "../../core/parts.ts";
import { maskedSecrets, mayQuote, withoutSecrets } from "./masked-faults.ts";
import type { Parameters, RequestModel } from "./model.ts";
import { modelOf, parametersOf, shapedOf } from "./model.ts";
import { PartRenderer } from "./part-renderer.ts";
import type { RenderedRequest, RenderFault } from "./rendered.ts";
import { isFault } from "./rendered.ts";
import type { TextContext } from "./request-text.ts";
import { SecretTexts } from "./secret-texts.ts";
import type { HttpSecrets, HttpSettings } from "./settings.ts";
import { DEFAULT_MAX_BODY_BYTES } from "./template-cache.ts";

/** Makes requests of events. */
export interface RequestRenderer {
  render(event: Event): RenderedRequest | RenderFault;
}

/**
 * The step that makes requests of events, by the templates of the settings. Pure: the same event always gives the same
 * request, unless a template asks for the time. Compiles once; made anew when parameters change.
 * @throws {TemplateSyntaxError} for settings that were not validated
 */
export function requestRenderer(settings: HttpSettings, secrets: HttpSecrets | undefined): RequestRenderer {
  const renderer = new EventRenderer(settings, secrets);
  if (Object.keys(secrets?.parameters ?? {}).length === 0) return renderer;
  let masked: EventRenderer | undefined;
  return {
    render(event) {
      const rendered = renderer.render(event);
      if (!isFault(rendered) || !mayQuote(rendered)) return rendered;
      masked ??= new EventRenderer(settings, maskedSecrets(secrets ?? {}));
      return withoutSecrets(rendered, masked.render(event));
    },
  };
}

class EventRenderer implements RequestRenderer {
  readonly #parts = new Map<Part, PartRenderer>();
  readonly #parameters: Parameters;
  readonly #asStrings: boolean;

  constructor(settings: HttpSettings, secrets: HttpSecrets | undefined) {
    const context = contextOf(settings, secrets);
    this.#parameters = context.parameters;
    this.#asStrings = settings.propertiesAsStrings === true;
    for (const part of PARTS) {
      const request = settings[part];
      if (request !== undefined) this.#parts.set(part, new PartRenderer(request, context));
    }
  }

  render(event: Event): RenderedRequest | RenderFault {
    const shaped = shapedOf(event);
    const renderer = this.#parts.get(shaped.part);
    if (renderer === undefined) return noRequest(shaped.part);
    let model: RequestModel | undefined;
    return renderer.render(event, () => (model ??= modelOf(shaped, this.#parameters, this.#asStrings)));
  }
}

/** What all templates of a destination see and must keep to. */
export function contextOf(settings: HttpSettings, secrets: HttpSecrets | undefined): TextContext {
  return {
    parameters: parametersOf(settings, secrets),
    secrets: new SecretTexts(Object.values(secrets?.parameters ?? {})),
    maxBodyBytes: settings.maxBodyBytes ?? DEFAULT_MAX_BODY_BYTES,
  };
}

function noRequest(part: Part): RenderFault {
  const message = `The destination has no request for ${part}: give it one under "${part}", or do not send it ${part}.`;
  return { error: { code: "no_request", message, blame: "settings" } };
}
