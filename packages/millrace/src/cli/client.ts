import { MillraceError, messageOf } from "../core/errors.ts";
import { isJsonObject } from "../core/json/object.ts";
import type { PageText } from "./page-text.ts";
import { readPageText } from "./page-text.ts";

/** Where the server is and who asks. */
export interface ClientOptions {
  readonly url: string;
  readonly apiKey: string;
}

/** A fault the server named, as far as the command line shows it. */
interface ProblemIssue {
  readonly name?: string;
  readonly detail?: string;
  readonly line?: number;
  readonly column?: number;
}

/** The server said no. The message holds everything it said, for a person. */
export class ApiProblemError extends MillraceError {
  constructor(status: number, problem: Readonly<Record<string, unknown>>) {
    const { title, detail, issues, remedy, type } = problem;
    const lines = [
      typeof detail === "string" ? detail : `${status} ${typeof title === "string" ? title : ""}`.trim(),
    ];
    if (Array.isArray(issues))
      lines.push(...issues.map((issue: ProblemIssue) => `  ${placeOf(issue)}${issue.detail ?? ""}`));
    if (typeof remedy === "string") lines.push(remedy);
    super(typeof type === "string" ? type : "api_problem", lines.join("\n"), { status });
  }
}

function placeOf({ line, column, name }: ProblemIssue): string {
  const place = line === undefined ? name : `${line}:${column ?? 1}`;
  return place === undefined || place === "" ? "" : `${place}  `;
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

  /** The same, with the answer as the characters it came in. */
  async text(method: string, path: string, body?: string): Promise<string> {
    const response = await this.#fetch(method, path, body);
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

  async #fetch(method: string, path: string, body: string | undefined): Promise<Response> {
    const headers = {
      "x-api-key": this.#apiKey,
      ...(body !== undefined && { "content-type": "application/json" }),
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
