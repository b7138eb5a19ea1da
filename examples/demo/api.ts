/** The calls of Millrace's API that the demo makes. */
export class Api {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key: string) {
    this.#url = `${url}/v1`;
    this.#key = key;
  }

  /** One call; rejects with the server's own words where it says no. */
  async call(method: string, path: string, body?: object): Promise<unknown> {
    const response = await fetch(this.#url + path, {
      method,
      headers: { "x-api-key": this.#key, ...(body !== undefined && { "content-type": "application/json" }) },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return text === "" ? undefined : JSON.parse(text);
  }

  /** Creates something and answers its id. */
  async create(path: string, body: object): Promise<string> {
    return member(await this.call("POST", path, body), "id");
  }
}

/** A member of an answer, as text. */
export function member(value: unknown, name: string): string {
  return typeof value === "object" && value !== null ? String(Reflect.get(value, name)) : "";
}
