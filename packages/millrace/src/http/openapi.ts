import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import swagger from "@fastify/swagger";
import type { FastifyInstance, FastifySchema } from "fastify";
import { isJsonObject } from "../core/json/object.ts";
import type { Access } from "./auth.ts";
import { problemSchema } from "./problem-schema.ts";

/** Describes every route that follows, as OpenAPI 3.1, from the schemas that validate. */
export async function describeRoutes(app: FastifyInstance, version: string): Promise<void> {
  const options: FastifyDynamicSwaggerOptions = {
    mode: "dynamic",
    transform: ({ schema, url, route }) => ({
      schema: {
        ...schema,
        ...said(schema, route.config?.access),
        ...(route.config?.access === "public" && { security: [] }),
      },
      url,
    }),
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Millrace",
        version,
        description:
          "Streams a product's events, and the records of its customers' SaaS accounts, into the streams and buckets those customers choose. " +
          "Errors are RFC 9457 problems.",
        license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      },
      tags: TAGS.map(([name, description]) => ({ name, description })),
      components: {
        securitySchemes: {
          apiKey: { type: "apiKey", in: "header", name: "X-Api-Key" },
          bearer: { type: "http", scheme: "bearer" },
        },
      },
      security: [{ apiKey: [] }, { bearer: [] }],
    },
  };
  await app.register(swagger, options);
}

/** What every call has in common: who may make it, and how it says that something is wrong. */
function said(schema: FastifySchema, access: Access = "instance"): FastifySchema {
  const problem = {
    description: "A problem.",
    content: { "application/problem+json": { schema: problemSchema } },
  };
  const responses = isJsonObject(schema.response) ? schema.response : {};
  return {
    description: schema.description ?? `Needs ${NEEDED[access]}.`,
    response: { default: problem, ...responses },
  };
}

const keyWith = (scope: string): string => `a key with the scope \`${scope}\``;

const NEEDED: Readonly<Record<Access, string>> = {
  public: "no key",
  instance: "an admin key of the whole instance",
  ingest: keyWith("ingest"),
  read: keyWith("read"),
  write: keyWith("write"),
  admin: keyWith("admin"),
  review: "a key of the whole instance with the scope `review`",
};

/** Serves the description, to everybody: it says nothing about what is configured. */
export function serveDescription(app: FastifyInstance): void {
  app.get(
    "/v1/openapi.json",
    { config: { access: "public" }, schema: { hide: true } },
    async (_request, reply) =>
      reply.type("application/json; charset=utf-8").send(JSON.stringify(app.swagger())),
  );
}

const TAGS = [
  ["projects", "Tenants."],
  ["api-keys", "Who may call, and what."],
  ["access-keys", "What clients of AWS's services sign their requests with."],
  ["destinations", "Named places that messages go to."],
  ["integrations", "What `amp.yaml` deploys."],
  ["installations", "A customer's use of an integration."],
  ["results", "What reads and subscriptions produced."],
  ["events", "What came in."],
  ["amplitude", "Events from clients of the Amplitude HTTP API."],
  ["pinpoint", "Calls of Amazon Pinpoint's clients."],
  ["routes", "Which events go to which destination."],
  ["transformations", "How events look to those who choose transformed events."],
  ["dead-letters", "Deliveries that ended without success."],
  ["history", "What became of deliveries over time."],
  ["operations", "How the instance is doing."],
  ["tiles", "Partners' integrations, and their way into the catalog."],
  ["tile-reviews", "What partners hand in, for reviewers."],
  ["catalog", "Tiles that a project can make syncs of."],
  ["syncs", "Customers' uses of tiles and destinations."],
  ["master-key", "What credentials are sealed under."],
] as const;
