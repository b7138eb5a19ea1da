import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Writable } from "node:stream";
import { fileURLToPath } from "node:url";
import { pino } from "pino";
import { loadConfig } from "../src/config/load-config.ts";
import type { MillraceServer } from "../src/server.ts";
import { startServer } from "../src/server.ts";

export const ADMIN_KEY = "admin-key-of-the-tests";

/** An answer of the API. */
export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly body: unknown;
}

/** Calls to one API with one key. */
export class Caller {
  readonly #url: string;
  readonly #key: string;

  constructor(url: string, key = ADMIN_KEY) {
    this.#url = url;
    this.#key = key;
  }

  async call(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(`${this.#url}${path}`, {
      method,
      headers: {
        "x-api-key": this.#key,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && {
        body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
      }),
    });
    const text = await response.text();
    return { status: response.status, text, body: parse(text) };
  }

  /** A call that must succeed; answers its body. */
  async ok(method: string, path: string, body?: unknown): Promise<unknown> {
    const answer = await this.call(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
    return answer.body;
  }

  /** Creates something and answers its id. */
  async create(path: string, body: unknown): Promise<string> {
    return String(member(await this.ok("POST", path, body), "id"));
  }
}

/** A member of an object, however deep: `member(answer, "results", 0, "id")`. */
export function member(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (at, step) => (typeof at === "object" && at !== null ? Reflect.get(at, step) : undefined),
    value,
  );
}

/** What an answer lists, itself or as its `results`; nothing where it lists nothing. */
export function listIn(answer: unknown): readonly unknown[] {
  const list = Array.isArray(answer) ? answer : member(answer, "results");
  return Array.isArray(list) ? list : [];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A Millrace in this process over a folder of its own. */
export interface Running extends Caller {
  readonly server: MillraceServer;
  readonly folder: string;
  /** Everything logged so far, at every level. */
  logged(): string;
  /** Stops it and starts it again on the same folder. */
  restart(): Promise<Running>;
  close(): Promise<void>;
}

/** Starts Millrace in this process; it may reach this machine's own services. */
export async function start(folder?: string, flags: Record<string, unknown> = {}): Promise<Running> {
  const dataDir = folder ?? (await mkdtemp(join(tmpdir(), "millrace-e2e-")));
  const lines: string[] = [];
  const sink = new Writable({
    write(chunk: Buffer, _encoding, done) {
      lines.push(chunk.toString());
      done();
    },
  });
  const config = loadConfig({
    flags: { port: 0, dataDir, adminKey: ADMIN_KEY, allowHttp: true, allowPrivateNetworks: true, ...flags },
    env: {},
  });
  const server = await startServer(config, { logger: pino({ level: "trace" }, sink) });
  return Object.assign(new Caller(server.url), {
    server,
    folder: dataDir,
    logged: () => lines.join(""),
    async restart() {
      await server.close();
      return start(dataDir, flags);
    },
    async close() {
      await server.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  });
}

const MAIN = fileURLToPath(new URL("../.compiled/cli/main.js", import.meta.url));

/** The command line in a process of its own, from the sources as `compile-sources.ts` compiled them. */
export function millrace(args: readonly string[], env: Record<string, string> = {}): ChildProcess {
  return spawn(process.execPath, [MAIN, ...args], {
    env: { PATH: process.env.PATH ?? "", NODE_NO_WARNINGS: "1", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

/** Runs the command line to its end. */
export async function runMillrace(
  args: readonly string[],
  env: Record<string, string> = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const child = millrace(args, env);
  let out = "";
  let err = "";
  child.stdout?.on("data", (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on("data", (chunk: Buffer) => (err += chunk.toString()));
  await once(child, "close");
  return { code: child.exitCode, out, err };
}

/** A port nobody listens on at the moment. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  return typeof address === "object" && address !== null ? address.port : 0;
}

/** Waits until `check` answers true. */
export async function until(check: () => Promise<boolean> | boolean, seconds = 20): Promise<void> {
  const end = Date.now() + seconds * 1_000;
  while (!(await check())) {
    if (Date.now() > end) throw new Error(`waited ${seconds} seconds in vain`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Waits until no route of the project lags behind the log or has deliveries parked. */
export async function delivered(api: Caller, project: string, seconds = 20): Promise<void> {
  await until(async () => {
    const routes = member(await api.ok("GET", `/v1/projects/${project}/routes`), "results");
    return (
      Array.isArray(routes) &&
      routes.every((route) => member(route, "lag") === 0 && member(route, "parked") === 0)
    );
  }, seconds);
}
