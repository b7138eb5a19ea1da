import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { turnsWhile } from "../../core/testing/turns-while.ts";
import type { Store } from "../../store/open-store.ts";
import { openStore } from "../../store/open-store.ts";
import { keepUsedSignatures, someUsedSignatures } from "../../store/used-signatures.ts";
import { UsedSignatures } from "./used-signatures.ts";

let folder: string;
let store: Store;
const clock = new ManualClock(0);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "millrace-signatures-"));
  store = openStore(join(folder, "store.db"));
  clock.set(0);
});
afterEach(async () => {
  await store.destroy();
  rmSync(folder, { recursive: true });
});

const use = (digit: string, expiry: number) => ({
  holderId: "shop",
  signature: digit.repeat(64),
  attempt: "",
  expiry,
});

async function restart(): Promise<UsedSignatures> {
  await store.destroy();
  store = openStore(join(folder, "store.db"));
  return new UsedSignatures(store, clock);
}

test("a signature is used once, also by many at a time and after a restart, until it expires", async () => {
  const used = new UsedSignatures(store, clock);
  const together = await Promise.all(["a", "b", "a", "c", "a"].map((digit) => used.use(use(digit, 60_000))));
  expect(together).toEqual(["new", "new", "seen", "new", "seen"]);
  const after = await restart();
  expect(await Promise.all(["a", "b", "c", "d"].map((digit) => after.use(use(digit, 60_000))))).toEqual([
    "seen",
    "seen",
    "seen",
    "new",
  ]);
});

test("what was given back may come again", async () => {
  const used = new UsedSignatures(store, clock);
  expect(await used.use(use("a", 60_000))).toBe("new");
  used.giveBack(use("a", 60_000));
  expect(await used.use(use("a", 60_000))).toBe("new");
  expect(await used.use(use("a", 60_000))).toBe("seen");
});

test("one that expired is known still where the clock is set back, over a restart too", async () => {
  const used = new UsedSignatures(store, clock);
  await used.use(use("a", 1_000));
  clock.set(60_000);
  await used.use(use("b", 120_000));
  const after = await restart();
  expect(await after.use(use("c", 120_000))).toBe("new");
  clock.set(500);
  expect(await after.use(use("a", 1_000))).toBe("seen");
});

test("many of before a restart are read without holding up everything else", async () => {
  const signatures = Array.from({ length: 5_000 }, (_, n) => ({
    signature: Buffer.from(n.toString(16).padStart(64, "0"), "hex"),
    expiry: 60_000,
  }));
  await keepUsedSignatures(store, signatures, 0);
  const used = new UsedSignatures(store, clock);
  const of = (n: number) => ({ ...use("0", 60_000), signature: n.toString(16).padStart(64, "0") });
  const turns = await turnsWhile(async () => {
    expect(await used.use(of(5_000))).toBe("new");
  });
  expect(turns).toBeGreaterThan(4);
  expect(await Promise.all([0, 999, 1_000, 4_999].map((n) => used.use(of(n))))).toEqual(
    Array(4).fill("seen"),
  );
});

test("expired ones leave the disk", async () => {
  const used = new UsedSignatures(store, clock);
  await used.use(use("a", 1_000));
  await used.use(use("b", 120_000));
  clock.set(62_000);
  await used.use(use("c", 120_000));
  const kept = await someUsedSignatures(store, undefined, 10);
  expect(kept.map(({ signature }) => signature.toString("hex")[0])).toEqual(["b", "c"]);
});

test("one that cannot be kept is not used up, and the next call tries the disk again", async () => {
  const used = new UsedSignatures(store, clock);
  await store.schema.alterTable("used_signatures").renameTo("away").execute();
  await expect(used.use(use("a", 60_000))).rejects.toThrow("no such table");
  await store.schema.alterTable("away").renameTo("used_signatures").execute();
  expect(await used.use(use("a", 60_000))).toBe("new");
  await store.schema.alterTable("used_signatures").renameTo("away").execute();
  await expect(used.use(use("b", 60_000))).rejects.toThrow("no such table");
  await store.schema.alterTable("away").renameTo("used_signatures").execute();
  expect(await used.use(use("b", 60_000))).toBe("new");
});
