import Type from "typebox";
import type { Static } from "typebox";

/** A template in FreeMarker, of a size that compiles in a moment. */
const template = (description: string, maxLength: number) =>
  Type.String({ minLength: 1, maxLength, description });

/** One kind of request: where it goes, its headers and its body. All but the method are FreeMarker templates. */
export const requestTemplate = Type.Object(
  {
    url: template(
      "Where the request goes, such as ${parameters.endpoint}/users/track. Scheme, host and port may depend on parameters alone.",
      4_096,
    ),
    method: Type.Optional(Type.Enum(["POST", "PUT", "PATCH"], { description: "POST by default." })),
    headers: Type.Optional(
      Type.Record(Type.String(), Type.String({ maxLength: 8_192 }), {
        description:
          "Headers by name; values are templates. Content-Type is application/json and User-Agent Millrace where they are not among them.",
      }),
    ),
    body: Type.Optional(
      template(
        "The body. Templates see input, parameters, mappedProperties and mappedFields. Without one the event itself is sent as JSON.",
        262_144,
      ),
    ),
    lenientBody: Type.Optional(
      Type.Boolean({
        description: "Send bodies that are not JSON although their content type says so. False by default.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** See {@link requestTemplate}. */
export type RequestTemplate = Static<typeof requestTemplate>;

const requestFor = (description: string) =>
  Type.Optional(
    Type.Object(requestTemplate.properties, {
      additionalProperties: false,
      description: `${description} Its url, headers and body are templates.`,
    }),
  );

const statuses = (description: string) =>
  Type.Optional(
    Type.Array(Type.String({ pattern: String.raw`^[1-5](\d\d|xx)$` }), {
      maxItems: 100,
      uniqueItems: true,
      description,
    }),
  );

/** What the endpoint's answers mean; statuses in none of the lists mean what they mean for webhooks. */
export const responseRules = Type.Object(
  {
    success: statuses("Statuses that mean delivered, such as 200 or 2xx. 2xx by default."),
    final: statuses("Statuses after which the event is not tried again, such as 400 or 422."),
    retry: statuses("Statuses after which the event is tried again, such as 409."),
  },
  { additionalProperties: false, description: "What the endpoint's answers mean." },
);

/** See {@link responseRules}. */
export type ResponseRules = Static<typeof responseRules>;

/** OAuth 2 client credentials (RFC 6749, section 4.4): a token is fetched and sent as `Authorization: Bearer`. */
export const oauthClient = Type.Object(
  {
    tokenUrl: template("Where tokens are fetched; a template over parameters.", 4_096),
    clientId: template("A template over parameters.", 1_024),
    clientSecret: template("A template over parameters, such as ${parameters.client_secret}.", 1_024),
    scope: Type.Optional(template("A template over parameters.", 2_048)),
    audience: Type.Optional(template("A template over parameters, for servers that ask for one.", 2_048)),
    credentialsIn: Type.Optional(
      Type.Enum(["header", "body"], {
        description: "Whether id and secret go by Basic authentication, the default, or in the body.",
      }),
    ),
  },
  { additionalProperties: false, description: "OAuth 2 client credentials." },
);

/** See {@link oauthClient}. */
export type OAuthClient = Static<typeof oauthClient>;

/** What the endpoint takes at most. */
export const endpointLimits = {
  maxBodyBytes: Type.Optional(
    Type.Integer({ minimum: 1, maximum: 16_777_216, description: "Bytes of a body. 1,048,576 by default." }),
  ),
  timeoutSeconds: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 60,
      description: "Seconds a request may take in all. 15 by default.",
    }),
  ),
};

/** What requests are made from, apart from who makes them: the part of an HTTP destination that a tile defines. */
export const endpointFields = {
  events: requestFor("The request that an event becomes."),
  identifies: requestFor("The request that a user becomes."),
  groups: requestFor("The request that a group becomes."),
  responses: Type.Optional(responseRules),
  oauth: Type.Optional(oauthClient),
  propertiesAsStrings: Type.Optional(
    Type.Boolean({
      description: "Give templates every mapped property as a string. False by default: types are kept.",
    }),
  ),
};

/** Settings of an HTTP destination. */
export const httpSettings = Type.Object(
  {
    ...endpointFields,
    ...endpointLimits,
    parameters: Type.Optional(
      Type.Record(Type.String(), Type.Union([Type.String(), Type.Number(), Type.Boolean()]), {
        title: "Parameters",
        description: "What templates see as parameters. Anybody who may read the destination sees them.",
      }),
    ),
    orderingKeyTemplate: Type.Optional(
      Type.String({
        title: "Ordering key template",
        description:
          "JMESPath template, such as data.user_id: events with the same result are delivered in order. Without one there is no order.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** See {@link httpSettings}. */
export type HttpSettings = Static<typeof httpSettings>;

/** What a customer entrusts for an HTTP destination: parameters that nobody may see, such as API keys. */
export const httpSecrets = Type.Object(
  {
    parameters: Type.Optional(
      Type.Record(Type.String(), Type.String(), {
        title: "Secret parameters",
        description: "What templates see as parameters beside the open ones, such as api_key.",
      }),
    ),
  },
  { additionalProperties: false },
);

/** See {@link httpSecrets}. */
export type HttpSecrets = Static<typeof httpSecrets>;
