import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Pool } from "undici";

const ADMIN_KEY = "mr_bench_0123456789abcdef0123456789abcdef";
const MAIN = fileURLToPath(new URL("../../millrace/dist/cli/main.js", import.meta.url));

/** Requests to Millrace at once. */
const CONNECTIONS = 16;

/** A Millrace of its own: the built server in its own process, over an empty data folder. */
export class Millrace {
  readonly #process: ChildProcess;
  readonly #folder: string;
  readonly #pool: Pool;

  private constructor(process: ChildProcess, folder: string, pool: Pool) {
    this.#process = process;
    this.#folder = folder;
    this.#pool = pool;
  }

  /** @param env settings beside those that let it reach this machine's own services */
  static async start(env: Readonly<Record<string, string>> = {}): Promise<Millrace> {
    const folder = await mkdtemp(join(tmpdir(), "millrace-bench-"));
    const port = await freePort();
    const child = spawn(process.execPath, [MAIN, "serve", "--port", String(port), "--data-dir", folder], {
      env: {
        ...process.env,
        MILLRACE_ADMIN_KEY: ADMIN_KEY,
        MILLRACE_ALLOW_HTTP: "true",
        MILLRACE_ALLOW_PRIVATE_NETWORKS: "true",
        MILLRACE_LOG_LEVEL: "warn",
        MILLRACE_PROJECT_MESSAGES_PER_SECOND: "0",
        ...env,
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const origin = `http://127.0.0.1:${port}`;
    for (let tries = 0; !(await answers(origin)); tries++) {
      if (tries > 200) throw new Error("Millrace did not start");
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const millrace = new Millrace(
      child,
      folder,
      new Pool(origin, { connections: CONNECTIONS, pipelining: 1 }),
    );
    await millrace.call("POST", "/v1/projects", { name: "bench" });
    return millrace;
  }

  /** One API call; rejects on anything but success. */
  async call(method: "GET" | "POST" | "DELETE", path: string, body?: unknown): Promise<unknown> {
    return this.#request(method, path, body === undefined ? undefined : Buffer.from(JSON.stringify(body)));
  }

  /** Posts prepared bodies one after the other, `times` in all, several at once. */
  async postEvents(bodies: readonly Buffer[], times: number): Promise<void> {
    await this.post(times, (n) => ["/v1/projects/bench/events", bodies[n % bodies.length]]);
  }

  /** Posts what `make` makes, number by number, `times` in all, several at once. */
  async post(
    times: number,
    make: (n: number) => readonly [path: string, body: Buffer | undefined],
  ): Promise<void> {
    await this.repeat(times, (n) => this.#request("POST", ...make(n)));
  }

  /** Does `work` for each number from 0 on, `times` in all, one a connection at once. */
  async repeat(times: number, work: (n: number) => Promise<unknown>): Promise<void> {
    let next = 0;
    const goOn = async (): Promise<void> => {
      for (let n = next++; n < times; n = next++) await work(n);
    };
    await Promise.all(Array.from({ length: CONNECTIONS }, goOn));
  }

  async stop(): Promise<void> {
    await this.#pool.close();
    const ended = once(this.#process, "exit");
    this.#process.kill("SIGTERM");
    await ended;
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #request(
    method: "GET" | "POST" | "DELETE",
    path: string,
    body: Buffer | undefined,
  ): Promise<unknown> {
    const answer = await this.#pool.request({
      method,
      path,
      headers: { "x-api-key": ADMIN_KEY, ...(body !== undefined && { "content-type": "application/json" }) },
      body: body ?? null,
    });
    const text = await answer.body.text();
    if (answer.statusCode >= 300)
      throw new Error(`${method} ${path} answered ${answer.statusCode}: ${text.slice(0, 500)}`);
    return text === "" ? undefined : JSON.parse(text);
  }
}

async function answers(origin: string): Promise<boolean> {
  return fetch(`${origin}/healthz`).then(
    (response) => response.ok,
    () => false,
  );
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}
