import type { FastifyRequest } from "fastify";
import { UploadRefusal } from "../../sources/amplitude/refusal.ts";

/** The body; an empty text where there is none. */
export function textOf({ body }: FastifyRequest): string {
  return typeof body === "string" ? body : "";
}

/**
 * What a call says whose fields may stand in a form of either kind, in JSON or in the query: JSON as it is, anything else
 * as a urlencoded form.
 * @throws {UploadRefusal} 400 for a multipart form that cannot be read
 */
export async function formOf(request: FastifyRequest): Promise<string> {
  const type = request.headers["content-type"] ?? "";
  const text = textOf(request);
  if (/^multipart\/form-data\b/i.test(type)) return urlencoded(text, type);
  const query = request.url.indexOf("?");
  return text === "" && query >= 0 ? request.url.slice(query + 1) : text;
}

async function urlencoded(text: string, type: string): Promise<string> {
  const form = await new Response(text, { headers: { "content-type": type } }).formData().catch(() => {
    throw new UploadRefusal(400, "Invalid multipart request body");
  });
  const fields = new URLSearchParams();
  for (const [name, value] of form) if (typeof value === "string") fields.append(name, value);
  return fields.toString();
}
