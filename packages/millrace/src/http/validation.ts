import type { FastifySchemaCompiler, FastifyTypeProvider } from "fastify";
import type { Static, TSchema } from "typebox";
import type { Validator } from "typebox/compile";
import { Compile } from "typebox/compile";
import { Value } from "typebox/value";
import type { Issue } from "../core/errors.ts";
import { InvalidInputError } from "../core/errors.ts";
import { isJsonObject } from "../core/json/object.ts";
import { issuesOf } from "../core/validation/issues.ts";
import { summaryOf } from "../core/validation/summary.ts";

/** Lets Fastify's handlers see the types that their schemas state. */
export interface TypeBoxProvider extends FastifyTypeProvider {
  readonly validator: this["schema"] extends TSchema ? Static<this["schema"]> : unknown;
  readonly serializer: unknown;
}

/** Compiles the schema of one part of a request; what does not match is answered with every fault it has. */
export const validatorCompiler: FastifySchemaCompiler<unknown> = ({ schema, httpPart }) => {
  const checked = asSchema(schema);
  const validator = Compile(checked);
  const part = httpPart === "querystring" ? "query" : httpPart === "params" ? "path" : "body";
  return (given: unknown) => {
    // Paths and queries are texts: "10" is the number their schema asks for.
    const value = part === "body" ? given : validator.Convert(given);
    return validator.Check(value) ? { value } : { error: invalid(validator, checked, value, part) };
  };
};

/** For routes that read their body themselves: its schema is documentation there, the rest is validated as usual. */
export const bodyReadByHandler: FastifySchemaCompiler<unknown> = (route) =>
  route.httpPart === "body" ? (value: unknown) => ({ value }) : validatorCompiler(route);

/**
 * Holds a body that a handler reads itself against a schema.
 * @throws {InvalidInputError} with everything that is wrong
 */
export function parseWith<T extends TSchema>(schema: T, value: unknown, root?: string): Static<T> {
  if (Value.Check(schema, value)) return value;
  const issues = issuesOf(Value.Errors(schema, value), {
    schema,
    value,
    in: "body",
    ...(root !== undefined && { root }),
  });
  throw new InvalidInputError(summaryOf(issues), issues);
}

function invalid(
  validator: Validator,
  schema: TSchema,
  value: unknown,
  part: Issue["in"],
): InvalidInputError {
  const issues = issuesOf(validator.Errors(value), { schema, value, in: part });
  return new InvalidInputError(summaryOf(issues), issues);
}

/** A fault of one query parameter that no schema states. */
export function invalidQuery(name: string, detail: string, value?: string): InvalidInputError {
  return new InvalidInputError(`${name}: ${detail}.`, [
    { in: "query", name, detail, ...(value !== undefined && { value }) },
  ]);
}

function asSchema(schema: unknown): TSchema {
  return isJsonObject(schema) ? schema : {};
}
