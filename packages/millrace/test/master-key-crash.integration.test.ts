import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newId } from "../src/core/ids.ts";
import { systemClock } from "../src/core/time.ts";
import { WrongMasterKeyError } from "../src/secrets/errors.ts";
import type { SecretsOptions } from "../src/secrets/open-secrets.ts";
import { openSecrets } from "../src/secrets/open-secrets.ts";
import { newKeyText } from "../src/secrets/testing/key-folder.ts";
import type { Vault } from "../src/secrets/vault.ts";
import { createDestination } from "../src/store/destinations.ts";
import { keyStoreOf } from "../src/store/key-store.ts";
import type { Store } from "../src/store/open-store.ts";
import { openStore } from "../src/store/open-store.ts";
import { createProject } from "../src/store/projects.ts";
import { ADMIN_KEY, Caller, freePort, millrace, until } from "./support.ts";

/** Enough that a rotation lasts for a while. */
const PROJECTS = 1_500;
const ROUNDS = 6;
const SECRETS = { awsKeyId: "AKIDEXAMPLE", awsSecretKey: "secret" };
const DESTINATION = { type: "s3", metadata: { bucket: "bucket", region: "us-west-2" }, secrets: SECRETS };

let folder: string;
let port: number;
let api: Caller;
beforeAll(async () => {
  port = await freePort();
  api = new Caller(`http://127.0.0.1:${port}`);
});

async function withStore<T>(work: (store: Store) => Promise<T>): Promise<T> {
  const store = openStore(join(folder, "store.db"));
  try {
    return await work(store);
  } finally {
    await store.destroy();
  }
}

/** A folder with many projects, each with a data key of its own. */
async function fill(options: Partial<SecretsOptions>): Promise<void> {
  folder = await mkdtemp(join(tmpdir(), "millrace-rotation-"));
  await withStore(async (store) => {
    const { vault } = await openSecrets({ folder, keys: keyStoreOf(store, systemClock), ...options });
    const now = systemClock.timestamp();
    for (let i = 0; i < PROJECTS; i++) {
      const { id: projectId } = await createProject(store, { name: `p${i}` }, now);
      const id = newId();
      const sealedSecrets = await vault.seal({ projectId, holderId: id }, SECRETS);
      const { type, metadata } = DESTINATION;
      await createDestination(store, { id, projectId, name: "d", type, metadata, sealedSecrets }, now);
    }
  });
}

/** Opens the folder as a start does and reveals the credentials of every destination: how many there are, by name. */
async function revealAll(options: Partial<SecretsOptions>): Promise<Map<string, number>> {
  return withStore(async (store) => {
    const { vault } = await openSecrets({ folder, keys: keyStoreOf(store, systemClock), ...options });
    const rows = await store
      .selectFrom("destinations")
      .select(["id", "project_id", "name", "secrets"])
      .execute();
    const found = new Map<string, number>();
    for (const row of rows) {
      await revealed(vault, row);
      found.set(row.name, (found.get(row.name) ?? 0) + 1);
    }
    return found;
  });
}

async function revealed(
  vault: Vault,
  row: { id: string; project_id: string; secrets: Buffer },
): Promise<void> {
  const text = await vault.reveal({ projectId: row.project_id, holderId: row.id }, row.secrets);
  expect(JSON.parse(text)).toEqual(SECRETS);
}

/** Runs the server, calls `work` once it is ready, kills it after `delay` milliseconds, and waits for its end. */
async function killed(env: Record<string, string>, delay: number, work: () => Promise<void>): Promise<void> {
  const child = millrace(["serve", "--port", String(port), "--data-dir", folder], {
    MILLRACE_ADMIN_KEY: ADMIN_KEY,
    MILLRACE_LOG_LEVEL: "warn",
    ...env,
  });
  const ended = once(child, "exit");
  await until(() =>
    api.call("GET", "/readyz").then(
      ({ status }) => status === 200,
      () => false,
    ),
  );
  const working = work();
  await new Promise((resolve) => setTimeout(resolve, delay));
  child.kill("SIGKILL");
  await ended;
  await working;
}

/** Calls again and again until the server is gone; answers how often it was answered with `status`. */
async function repeat(status: number, call: (n: number) => Promise<{ status: number }>): Promise<number> {
  for (let n = 0; ; n++) {
    const answer = await call(n).catch(() => undefined);
    if (answer === undefined) return n;
    expect(answer.status).toBe(status);
  }
}

/** Milliseconds until the kill, anywhere in the rotations that follow each other. */
const someTime = (): number => 20 + Math.random() * 600;

describe("kill -9 in the middle of rotations of the file's key", () => {
  beforeAll(() => fill({}));
  afterAll(() => rm(folder, { recursive: true }));

  it("leaves a folder that opens with what is on disk, at whatever point", async () => {
    const tally = { rotations: 0, created: 0, halfDone: 0 };
    for (let round = 0; round < ROUNDS; round++) {
      await killed({}, someTime(), async () => {
        const project = await api.call("POST", "/v1/projects", { name: `new-${round}` });
        expect(project.status).toBe(201);
        const [rotations, created] = await Promise.all([
          repeat(200, () => api.call("POST", "/v1/master-key:rotate", {})),
          repeat(201, (n) =>
            api.call("POST", `/v1/projects/new-${round}/destinations`, {
              ...DESTINATION,
              name: `r${round}-${n}`,
            }),
          ),
        ]);
        tally.rotations += rotations;
        tally.created += created;
      });
      if (existsSync(join(folder, "master.key.next"))) tally.halfDone++;
      // The server itself settles what is half done in every second round.
      if (round % 2 === 1) await killed({}, 0, async () => {});
      const found = await revealAll({});
      expect(found.get("d")).toBe(PROJECTS);
      expect(found.size - 1).toBeGreaterThanOrEqual(tally.created);
      expect(existsSync(join(folder, "master.key.next"))).toBe(false);
    }
    process.stdout.write(`${ROUNDS} kills: ${JSON.stringify(tally)}\n`);
  }, 120_000);
});

describe("kill -9 in the middle of a rotation of a configured key", () => {
  let masterKey = newKeyText();
  beforeAll(() => fill({ masterKey }));
  afterAll(() => rm(folder, { recursive: true }));

  it("leaves everything under the old key or everything under the new one", async () => {
    const tally = { old: 0, new: 0 };
    for (let round = 0; round < 4; round++) {
      const next = newKeyText();
      await killed({ MILLRACE_MASTER_KEY: masterKey }, Math.random() * 300, async () => {
        await api.call("POST", "/v1/master-key:rotate", { masterKey: next }).catch(() => {});
      });
      const found = await revealAll({ masterKey }).catch((error: unknown) => {
        if (!(error instanceof WrongMasterKeyError)) throw error;
        masterKey = next;
        return revealAll({ masterKey: next });
      });
      tally[masterKey === next ? "new" : "old"]++;
      expect(found.get("d")).toBe(PROJECTS);
    }
    process.stdout.write(`4 kills: ${JSON.stringify(tally)}\n`);
  }, 60_000);

  it("while both keys are named at the start leaves a folder that the same start opens", async () => {
    for (let round = 0; round < 3; round++) {
      const next = newKeyText();
      const env = { MILLRACE_MASTER_KEY: next, MILLRACE_PREVIOUS_MASTER_KEY: masterKey };
      const child = millrace(["serve", "--port", String(port), "--data-dir", folder], env);
      const ended = once(child, "exit");
      await new Promise((resolve) => setTimeout(resolve, 600 + Math.random() * 600));
      child.kill("SIGKILL");
      await ended;
      const found = await revealAll({ masterKey: next, previousMasterKey: masterKey });
      expect(found.get("d")).toBe(PROJECTS);
      expect((await revealAll({ masterKey: next })).get("d")).toBe(PROJECTS);
      masterKey = next;
    }
  }, 60_000);
});
