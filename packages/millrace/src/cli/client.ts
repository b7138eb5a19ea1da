import type { Issue } from "../core/errors.ts";
import { MillraceError, messageOf } from "../core/errors.ts";
import type { JsonObject } from "../core/json/object.ts";
import { isJsonObject } from "../core/json/object.ts";
import type { PageText } from "./page-text.ts";
import { readPageText } from "./page-text.ts";

/** Where the server is and who asks. */
export interface ClientOptions {
  readonly url: string;
  readonly apiKey: string;
}

/** The server said no. The message holds everything it said, for a person; `issues` are the faults it named. */
export class ApiProblemError extends MillraceError {
  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const { title, detail, issues, remedy, type } = problem;
    const named = Array.isArray(issues) ? issues.filter(isJsonObject).map(issueOf) : [];
    const said =
      typeof detail === "string" ? detail : `${status} ${typeof title === "string" ? title : ""}`.trim();
    // Of one fault the summary says all there is, but for its place in a file.
    const listed = named.filter(
      ({ name, detail: fault, line }) =>
        named.length > 1 || line !== undefined || !(said.includes(name) && said.includes(withoutEnd(fault))),
    );
    const lines = [said, ...listed.map((issue) => `  ${placeOf(issue)}${issue.detail}`)];
    if (typeof remedy === "string") lines.push(remedy);
    super(typeof type === "string" ? type : "api_problem", lines.join("\n"), {
      status,
      issues: named,
    });
  }
}

function withoutEnd(sentence: string): string {
  return sentence.replace(/[.]$/, "");
}

function issueOf({ name, detail, line, column }: JsonObject): Issue {
  return {
    in: "body",
    name: typeof name === "string" ? name : "",
    detail: typeof detail === "string" ? detail : "",
    ...(typeof line === "number" && { line }),
    ...(typeof column === "number" && { column }),
  };
}

function placeOf({ line, column, name, detail }: Issue): string {
  // Faults of templates say their line and column themselves: which template it is is what is missing.
  const place = line === undefined || detail.startsWith("At line ") ? name : `${line}:${column ?? 1}`;
  return place === "" ? "" : `${place}  `;
}

/** The API, as the commands use it. */
export class ApiClient {
  readonly #url: string;
  readonly #apiKey: string;

  constructor({ url, apiKey }: ClientOptions) {
    this.#url = url.replace(/\/+$/, "");
    this.#apiKey = apiKey;
  }

  /**
   * One call; answers the parsed body, undefined for an empty one.
   * @param body an object to print as JSON, or text to send as it is
   * @throws {ApiProblemError} where the server says no
   */
  async call(method: string, path: string, body?: object | string): Promise<unknown> {
    const text = await this.text(method, path, typeof body === "object" ? JSON.stringify(body) : body);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** The same for a body that is no JSON, such as an image. */
  async send(
    method: string,
    path: string,
    body: Uint8Array<ArrayBuffer>,
    contentType: string,
  ): Promise<unknown> {
    const text = await this.#answer(await this.#fetch(method, path, body, contentType));
    return text === "" ? undefined : JSON.parse(text);
  }

  /** A call, with the answer as the characters it came in. */
  async text(method: string, path: string, body?: string): Promise<string> {
    return this.#answer(await this.#fetch(method, path, body));
  }

  async #answer(response: Response): Promise<string> {
    const text = await response.text();
    if (response.ok) return text;
    const problem = parse(text);
    throw new ApiProblemError(
      response.status,
      isJsonObject(problem) ? problem : { detail: text.slice(0, 500) },
    );
  }

  /** Every page of a list that answers `{results, pagination}`. */
  async all(path: string): Promise<readonly unknown[]> {
    const found: unknown[] = [];
    for (let token: string | undefined = ""; token !== undefined;) {
      const page = await this.call("GET", token === "" ? path : pageAt(path, token));
      if (Array.isArray(page)) return page;
      if (!isJsonObject(page) || !Array.isArray(page.results)) return found;
      found.push(...page.results);
      const { pagination } = page;
      token =
        isJsonObject(pagination) && typeof pagination.nextPageToken === "string"
          ? pagination.nextPageToken
          : undefined;
    }
    return found;
  }

  /** The same for a list that always comes in pages, with each result as the characters it came in. */
  async allTexts(path: string): Promise<readonly string[]> {
    const found: string[] = [];
    for (let token: string | undefined = ""; token !== undefined;) {
      const page: PageText = readPageText(await this.text("GET", token === "" ? path : pageAt(path, token)));
      found.push(...page.results);
      token = page.next;
    }
    return found;
  }

  /** The first page of such a list. */
  async pageTexts(path: string): Promise<readonly string[]> {
    return readPageText(await this.text("GET", path)).results;
  }

  async #fetch(
    method: string,
    path: string,
    body: string | Uint8Array<ArrayBuffer> | undefined,
    contentType = "application/json",
  ): Promise<Response> {
    const headers = {
      "x-api-key": this.#apiKey,
      ...(body !== undefined && { "content-type": contentType }),
    };
    try {
      return await fetch(`${this.#url}${path}`, {
        method,
        headers,
        redirect: "error",
        ...(body !== undefined && { body }),
      });
    } catch (error) {
      const cause =
        error instanceof Error && error.cause !== undefined ? messageOf(error.cause) : messageOf(error);
      throw new MillraceError("server_unreachable", `${this.#url} does not answer: ${cause}`, {
        remedy: "Start it with `millrace serve`, or name another one with --url or MILLRACE_URL.",
        cause: error,
      });
    }
  }
}

function pageAt(path: string, token: string): string {
  return `${path}${path.includes("?") ? "&" : "?"}pageToken=${encodeURIComponent(token)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
