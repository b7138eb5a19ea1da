import type { FastifyReply, FastifyRequest } from "fastify";
import type { TSchema } from "typebox";
import Type from "typebox";
import { isUuid } from "../core/ids.ts";
import type { Page } from "../store/page.ts";
import { invalidQuery } from "./validation.ts";

/** How much of a list to answer. */
export const pageQuery = Type.Object({
  pageSize: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 1000,
      description: "Items to answer at most. Left out, the whole list is answered.",
    }),
  ),
  pageToken: Type.Optional(Type.String({ description: "The `pageToken` of the link to the next page." })),
});

/** What {@link pageQuery} reads. */
interface PageQuery {
  readonly pageSize?: number;
  readonly pageToken?: string;
}

/** Anything a list can hold. */
interface Item {
  readonly id: string;
}

/**
 * A list as Ampersand answers it: a bare array. Where a page was asked for and more follows, a `Link` header with
 * `rel="next"` leads there.
 */
export async function answerList<T extends Item>(
  request: FastifyRequest,
  reply: FastifyReply,
  query: PageQuery,
  list: (page: Page) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const { items, next } = await readPage(query.pageSize, query.pageToken, list);
  if (next !== undefined) reply.header("link", `<${nextUrl(request.url, next)}>; rel="next"`);
  return items;
}

/** A list as Millrace's own resources answer it. */
export interface ResultPage<T> {
  readonly results: readonly T[];
  readonly pagination: { readonly done: boolean; readonly nextPageToken?: string };
}

/** {@link ResultPage} as a schema. */
export function resultPage<Item extends TSchema>(item: Item) {
  return Type.Object({
    results: Type.Array(item),
    pagination: Type.Object({ done: Type.Boolean(), nextPageToken: Type.Optional(Type.String()) }),
  });
}

/** Items a page of {@link answerPage} holds where the caller does not say. */
const DEFAULT_PAGE_SIZE = 200;

/** Reads one page of a list, `pageSize` items of it or {@link DEFAULT_PAGE_SIZE}. */
export async function answerPage<T extends Item>(
  query: PageQuery,
  list: (page: Page) => Promise<readonly T[]>,
): Promise<ResultPage<T>> {
  const { items, next } = await readPage(query.pageSize ?? DEFAULT_PAGE_SIZE, query.pageToken, list);
  return {
    results: items,
    pagination: next === undefined ? { done: true } : { done: false, nextPageToken: next },
  };
}

/**
 * Reads one page of a list, and the token of the next one where there is one. Without a size it reads the whole list.
 * @throws {InvalidInputError} where the token is none
 */
export async function readPage<T extends Item>(
  size: number | undefined,
  token: string | undefined,
  list: (page: Page) => Promise<readonly T[]>,
): Promise<{ items: readonly T[]; next: string | undefined }> {
  const after = token === undefined || token === "" ? undefined : idOf(token);
  // One more than asked for tells whether more follows.
  const items = await list({ after, limit: size === undefined ? undefined : size + 1 });
  if (size === undefined || items.length <= size) return { items, next: undefined };
  const page = items.slice(0, size);
  return { items: page, next: page.at(-1)?.id };
}

function idOf(token: string): string {
  if (isUuid(token)) return token;
  throw invalidQuery("pageToken", "is not a token that a page answered", token);
}

function nextUrl(url: string, token: string): string {
  const [path = "", query = ""] = url.split("?", 2);
  const parameters = new URLSearchParams(query);
  parameters.set("pageToken", token);
  return `${path}?${parameters.toString()}`;
}
