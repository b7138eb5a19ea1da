import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ADMIN_KEY, Caller, freePort, millrace, until } from "./support.ts";

/** How a process ended. */
export interface Ended {
  readonly code: number | null;
  readonly seconds: number;
}

/** A Millrace in a process of its own over a folder of its own, to be killed or stopped and started again. */
export class ServerProcess {
  readonly api: Caller;
  readonly #port: number;
  readonly #folder: string;
  readonly #env: Record<string, string>;
  #child: ChildProcess | undefined;

  private constructor(port: number, folder: string, env: Record<string, string>) {
    this.#port = port;
    this.#folder = folder;
    this.#env = env;
    this.api = new Caller(`http://127.0.0.1:${port}`);
  }

  /** @param env settings beside those that let it reach this machine's own services */
  static async start(env: Record<string, string> = {}): Promise<ServerProcess> {
    const folder = await mkdtemp(join(tmpdir(), "millrace-process-"));
    const server = new ServerProcess(await freePort(), folder, env);
    await server.up();
    return server;
  }

  /** Its data folder. */
  get folder(): string {
    return this.#folder;
  }

  /** Starts it and waits until it takes events. */
  async up(): Promise<void> {
    this.#child = millrace(["serve", "--port", String(this.#port), "--data-dir", this.#folder], {
      MILLRACE_ADMIN_KEY: ADMIN_KEY,
      MILLRACE_ALLOW_HTTP: "true",
      MILLRACE_ALLOW_PRIVATE_NETWORKS: "true",
      MILLRACE_LOG_LEVEL: "fatal",
      ...this.#env,
    });
    // A pipe that nobody reads fills up, and then it is the test that stands in the way.
    this.#child.stdout?.resume();
    this.#child.stderr?.pipe(process.stderr, { end: false });
    await this.ready();
  }

  /** Waits until it takes events. */
  async ready(): Promise<void> {
    await until(() =>
      this.api.call("GET", "/readyz").then(
        ({ status }) => status === 200,
        () => false,
      ),
    );
  }

  async end(signal: "SIGKILL" | "SIGTERM"): Promise<Ended> {
    const child = this.#child;
    const started = performance.now();
    if (child !== undefined && child.exitCode === null && child.signalCode === null) {
      const ended = once(child, "exit");
      child.kill(signal);
      await ended;
    }
    return { code: child?.exitCode ?? null, seconds: (performance.now() - started) / 1_000 };
  }

  /** Kills it and starts it again. */
  async crash(): Promise<void> {
    await this.end("SIGKILL");
    await this.up();
  }

  /** Ends it for good. */
  async remove(): Promise<void> {
    await this.end("SIGKILL");
    await rm(this.#folder, { recursive: true, force: true });
  }
}
