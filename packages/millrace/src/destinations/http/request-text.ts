import type { RenderOptions, Template } from "@millrace/freemarker";
import { FreeMarkerError, LimitError } from "@millrace/freemarker";
import type { Bytes, DeliveryError } from "../../core/message.ts";
import type { Parameters, RequestModel } from "./model.ts";
import { isConstant } from "./reads.ts";
import type { RenderFault, TemplatePlace } from "./rendered.ts";
import type { SecretTexts } from "./secret-texts.ts";
import { compiledTemplate, LINE_STEPS } from "./template-cache.ts";
import type { TemplateUse } from "./template-list.ts";

/** What the templates of a destination have in common. */
export interface TextContext {
  readonly parameters: Parameters;
  readonly secrets: SecretTexts;
  readonly maxBodyBytes: Bytes;
}

/** One template of a request. What it prints the same for every event is printed once. */
export class RequestText {
  readonly template: Template;
  readonly #place: TemplatePlace;
  readonly #context: TextContext;
  readonly #constant: string | RenderFault | undefined;
  #options: RenderOptions | undefined;

  /** @throws {TemplateSyntaxError} */
  constructor(source: string, place: TemplatePlace, context: TextContext) {
    this.template = compiledTemplate(source, useOf(place), context.maxBodyBytes);
    this.#place = place;
    this.#context = context;
    const { parameters } = context;
    this.#constant = isConstant(this.template) ? this.#print({ parameters }) : undefined;
  }

  /** Set where the text is the same for every event. */
  get constant(): string | RenderFault | undefined {
    return this.#constant;
  }

  /** Of a request's URL and headers, those that change with the event share their steps. @param among how many they are */
  shareSteps(among: number): void {
    if (among > 1) this.#options = { limits: { steps: Math.floor(LINE_STEPS / among) } };
  }

  /** @param model asked for only where the template reads it */
  print(model: () => RequestModel): string | RenderFault {
    return this.#constant ?? this.#print(model());
  }

  #print(model: object): string | RenderFault {
    try {
      return this.template.render(model, this.#options);
    } catch (error) {
      if (!(error instanceof FreeMarkerError)) throw error;
      return this.#fault(error);
    }
  }

  #fault(error: FreeMarkerError): RenderFault {
    const { line, column } = error;
    const place = this.#place;
    const said = this.#context.secrets.hide(error.description);
    const where = `The template ${place} at line ${line}, column ${column}`;
    const at = { template: place, line, column };
    if (error instanceof LimitError && error.limit === "outputLength" && place === "body")
      return { error: tooLong(this.#context.maxBodyBytes), at };
    const message = `${where}: ${brief(said)}`;
    return { error: { code: "render_failed", message, blame: "settings" }, at };
  }
}

/** Errors are stored with each delivery, and templates can print what they like into them. */
const LONGEST = 500;

function brief(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

/** The error of a body that the endpoint does not take. @param bytes undefined where it was not rendered to its end */
export function tooLong(most: Bytes, bytes?: Bytes): DeliveryError {
  const size = bytes === undefined ? `more than ${most}` : String(bytes);
  return {
    code: "message_too_large",
    message: `The body has ${size} bytes; the destination takes ${most}.`,
    blame: "event",
  };
}

function useOf(place: TemplatePlace): TemplateUse {
  return place === "url" || place === "body" ? place : "header";
}
