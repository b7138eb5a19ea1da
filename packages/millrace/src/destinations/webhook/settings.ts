import Type from "typebox";
import type { Static } from "typebox";
import { DEFAULT_TIMEOUT_SECONDS } from "../requests/request-client.ts";

const headers = (title: string, description: string) =>
  Type.Record(Type.String(), Type.String(), { title, description });

/** Settings of a webhook destination: Ampersand's `url` and `headers`, and what Millrace adds. */
export const webhookSettings = Type.Object(
  {
    url: Type.String({
      title: "URL",
      description: "Where messages are posted; https.",
      minLength: 1,
      maxLength: 2_048,
    }),
    headers: Type.Optional(
      Type.Union([headers("Headers", "Headers sent with every message, by name."), Type.Null()], {
        title: "Headers",
        description:
          "Headers sent with every message, by name. Anybody who may read the destination sees them: keys belong into the secrets.",
      }),
    ),
    orderingKeyTemplate: Type.Optional(
      Type.String({
        title: "Ordering key template",
        description:
          "JMESPath template, such as data.installationId: messages with the same result are delivered in order. Without one there is no order.",
      }),
    ),
    timeoutSeconds: Type.Optional(
      Type.Integer({
        title: "Timeout",
        description: `Seconds a request may take in all. ${DEFAULT_TIMEOUT_SECONDS} by default.`,
        minimum: 1,
        maximum: 60,
      }),
    ),
  },
  { additionalProperties: false },
);

/** See {@link webhookSettings}. */
export type WebhookSettings = Static<typeof webhookSettings>;

/** What a customer entrusts for a webhook: headers such as `authorization`. */
export const webhookSecrets = Type.Object(
  {
    headers: Type.Optional(
      headers(
        "Secret headers",
        "Headers sent with every message that nobody may see, by name, such as authorization.",
      ),
    ),
  },
  { additionalProperties: false },
);

/** See {@link webhookSecrets}. */
export type WebhookSecrets = Static<typeof webhookSecrets>;
