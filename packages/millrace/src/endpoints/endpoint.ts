import type { RawJson } from "../core/event.ts";
import type { ExactNumber } from "../core/json/lossless.ts";
import { printLossless } from "../core/json/lossless.ts";

/** A number with the digits it was written with. */
type ExactOrNumber = number | ExactNumber;

/** Custom attributes: a list of texts by name. */
export type EndpointAttributes = Readonly<Record<string, readonly string[]>>;

/** What an update says of an endpoint, under Pinpoint's names: the members it gives, each of the right type. */
export interface EndpointFields {
  readonly Address?: string | undefined;
  readonly Attributes?: EndpointAttributes | undefined;
  readonly ChannelType?: string | undefined;
  readonly Demographic?: Readonly<Record<string, string>> | undefined;
  readonly EffectiveDate?: string | undefined;
  readonly EndpointStatus?: string | undefined;
  readonly Location?: Readonly<Record<string, string | ExactOrNumber>> | undefined;
  readonly Metrics?: Readonly<Record<string, ExactOrNumber>> | undefined;
  readonly OptOut?: string | undefined;
  readonly RequestId?: string | undefined;
  readonly User?:
    | { readonly UserId?: string | undefined; readonly UserAttributes?: EndpointAttributes | undefined }
    | undefined;
}

/** All that is known of an endpoint, in the form in which Pinpoint answers it, without the application's id. */
export interface EndpointDocument extends EndpointFields {
  /** As the first update wrote it. */
  readonly Id: string;
  readonly CohortId: string;
  /** ISO 8601. */
  readonly CreationDate: string;
}

/** An endpoint at one moment; a change makes another one. */
export class Endpoint {
  readonly document: EndpointDocument;
  /** The document as JSON, as it is stored. */
  readonly text: RawJson;
  #device: RawJson | undefined;

  constructor(document: EndpointDocument, text: RawJson = printLossless(document)) {
    this.document = document;
    this.text = text;
  }

  get userId(): string | undefined {
    const userId = this.document.User?.UserId;
    return userId === "" ? undefined : userId;
  }

  /** The version of the app on the device. */
  get appVersion(): string | undefined {
    return this.document.Demographic?.AppVersion;
  }

  /** The member `device` of an app event (reference of Pinpoint's event stream), of what is known. Made once. */
  get device(): RawJson {
    this.#device ??= deviceJson(this.document.Demographic ?? {});
    return this.#device;
  }
}

function deviceJson(demographic: Readonly<Record<string, string>>): RawJson {
  const { Locale, Make, Model, Platform, PlatformVersion } = demographic;
  return JSON.stringify({
    locale: Locale === undefined || Locale === "" ? {} : localeOf(Locale),
    make: Make,
    model: Model,
    platform: { name: Platform, version: PlatformVersion },
  });
}

/** `en_US` and `en-US` are a language and a country; a script between them is neither. */
function localeOf(code: string): { code: string; country?: string; language: string } {
  const [language = code, ...rest] = code.split(/[-_]/);
  const country = rest.find((part) => /^(?:[A-Za-z]{2}|\d{3})$/.test(part));
  return { code, ...(country !== undefined && { country }), language };
}
