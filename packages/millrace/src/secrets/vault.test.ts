import { randomBytes } from "node:crypto";
import { expect, test } from "vitest";
import { SealBrokenError, WrongMasterKeyError } from "./errors.ts";
import type { WrappedKey } from "./keyring.ts";
import { Keyring } from "./keyring.ts";
import { MasterKey } from "./master-key.ts";
import type { KeyStore } from "./vault.ts";
import { Vault } from "./vault.ts";

const here = { projectId: "project-1", destinationId: "destination-1" };
const secrets = { awsKeyId: "AKIAEXAMPLE", awsSecretKey: "wJalrXUtnFEMI/K7MDENG" };

test("credentials come back as they were sealed, and the sealed bytes show nothing of them", async () => {
  const vault = await Vault.open(keyring(), keyStore());
  const sealed = await vault.seal(here, secrets);
  expect(sealed.includes("AKIAEXAMPLE")).toBe(false);
  expect(JSON.parse(await vault.reveal(here, sealed))).toEqual(secrets);
});

test("credentials copied to another destination or project do not open there", async () => {
  const vault = await Vault.open(keyring(), keyStore());
  const sealed = await vault.seal(here, secrets);
  await expect(vault.reveal({ ...here, destinationId: "destination-2" }, sealed)).rejects.toThrow(
    SealBrokenError,
  );
  await expect(vault.reveal({ ...here, projectId: "project-2" }, sealed)).rejects.toThrow(SealBrokenError);
});

test("projects have data keys of their own; two seals at once agree on one", async () => {
  const keys = keyStore();
  const vault = await Vault.open(keyring(), keys);
  const [a, b] = await Promise.all([vault.seal(here, secrets), vault.seal(here, secrets)]);
  await vault.seal({ projectId: "project-2", destinationId: "destination-1" }, secrets);
  expect(await keys.listDataKeys()).toHaveLength(2);
  for (const sealed of [a, b]) expect(JSON.parse(await vault.reveal(here, sealed))).toEqual(secrets);
});

test("a wrong master key is refused at start, by fingerprints", async () => {
  const keys = keyStore();
  const first = keyring();
  await Vault.open(first, keys);
  const wrong = keyring();
  const opened = Vault.open(wrong, keys);
  await expect(opened).rejects.toThrow(WrongMasterKeyError);
  await expect(opened).rejects.toThrow(first.current.id);
});

test("a rotation wraps the data keys anew; then the old master key is not needed any more", async () => {
  const keys = keyStore();
  const old = new MasterKey(randomBytes(32));
  const next = new MasterKey(randomBytes(32));
  const sealed = await (await Vault.open(new Keyring(old), keys)).seal(here, secrets);

  const both = await Vault.open(new Keyring(next, [old]), keys);
  expect(JSON.parse(await both.reveal(here, sealed))).toEqual(secrets);
  expect(await both.rewrap()).toBe(1);
  expect(await both.rewrap()).toBe(0);

  const after = await Vault.open(new Keyring(next), keys);
  expect(JSON.parse(await after.reveal(here, sealed))).toEqual(secrets);
  await expect(Vault.open(new Keyring(old), keys)).rejects.toThrow(WrongMasterKeyError);
});

test("a signature holds for its text, project and purpose alone", async () => {
  const vault = await Vault.open(keyring(), keyStore());
  const signature = await vault.sign("project-1", "test", "text");
  await vault.sign("project-2", "test", "text");
  expect(signature).toMatch(/^[\w-]{43}$/);
  expect(await vault.verify("project-1", "test", "text", signature)).toBe(true);
  expect(await vault.verify("project-2", "test", "text", signature)).toBe(false);
  expect(await vault.verify("project-1", "other", "text", signature)).toBe(false);
  expect(await vault.verify("project-1", "test", "text ", signature)).toBe(false);
  for (const wrong of [
    "",
    signature.slice(1),
    `${signature}=`,
    `é${signature.slice(1)}`,
    flipLastBit(signature),
  ])
    expect(await vault.verify("project-1", "test", "text", wrong)).toBe(false);
});

test("a signature outlives a restart and a rotation; asking for a stranger's makes no key", async () => {
  const keys = keyStore();
  const old = new MasterKey(randomBytes(32));
  const signature = await (await Vault.open(new Keyring(old), keys)).sign("project-1", "test", "text");
  const next = await Vault.open(new Keyring(new MasterKey(randomBytes(32)), [old]), keys);
  await next.rewrap();
  expect(await next.verify("project-1", "test", "text", signature)).toBe(true);
  expect(await next.verify("nobody", "test", "text", signature)).toBe(false);
  expect(await keys.listDataKeys()).toHaveLength(1);
});

/** The last of 43 characters carries two bits that a decoder ignores. */
function flipLastBit(signature: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(signature.slice(-1));
  return signature.slice(0, -1) + (alphabet[last ^ 1] ?? "");
}

function keyring(): Keyring {
  return new Keyring(new MasterKey(randomBytes(32)));
}

function keyStore(): KeyStore {
  const dataKeys = new Map<string, WrappedKey>();
  const masterKeys = new Set<string>();
  return {
    findDataKey: async (projectId) => dataKeys.get(projectId),
    async keepDataKey(key) {
      const kept = dataKeys.get(key.projectId) ?? key;
      dataKeys.set(key.projectId, kept);
      return kept;
    },
    listDataKeys: async () => [...dataKeys.values()],
    async rewrapDataKey(key) {
      dataKeys.set(key.projectId, key);
    },
    listMasterKeyIds: async () => [...masterKeys],
    async noteMasterKey(id) {
      masterKeys.add(id);
    },
    async forgetMasterKeys(ids) {
      for (const id of ids) masterKeys.delete(id);
    },
  };
}
