import { randomBytes } from "node:crypto";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "../core/ids.ts";
import { SealBrokenError } from "./errors.ts";
import { Keyring } from "./keyring.ts";
import { MasterKey } from "./master-key.ts";
import { KeyFolder } from "./testing/key-folder.ts";
import { Vault } from "./vault.ts";

let here: KeyFolder;
let master: MasterKey;
let vault: Vault;
beforeEach(() => {
  here = new KeyFolder();
  master = new MasterKey(randomBytes(32));
  vault = new Vault(new Keyring(master), here.keys);
});
afterEach(() => here.close());

test("credentials come back as they were sealed, and the sealed bytes show nothing of them", async () => {
  const { bytes, secret } = await here.seal(vault);
  expect(bytes.includes(secret)).toBe(false);
  expect(await here.revealAll(vault)).toEqual({ revealed: 1, refused: [] });
});

test("credentials copied to another destination or project do not open there", async () => {
  const { place, bytes } = await here.seal(vault);
  const other = await here.seal(vault);
  for (const wrong of [
    { ...place, holderId: newId() },
    { ...place, projectId: other.place.projectId },
    { ...place, projectId: newId() },
  ])
    await expect(vault.reveal(wrong, bytes)).rejects.toThrow(SealBrokenError);
});

test("projects have data keys of their own; two seals at once agree on one", async () => {
  const { place } = await here.seal(vault);
  const fresh = new Vault(new Keyring(master), here.keys);
  await Promise.all([here.sealAgain(fresh, place.projectId), here.sealAgain(fresh, place.projectId)]);
  await here.seal(fresh);
  expect(await here.keys.listDataKeys()).toHaveLength(2);
  expect(await here.revealAll(vault)).toEqual({ revealed: 4, refused: [] });
});

test("a rotation wraps the data keys anew; then the old master key is not needed any more", async () => {
  await here.seal(vault);
  await here.seal(vault);
  const next = new MasterKey(randomBytes(32));
  expect(await vault.rewrap(next)).toBe(2);
  expect(await vault.rewrap(next)).toBe(0);
  expect(vault.masterKeyId).toBe(next.id);
  const [key] = await here.keys.listDataKeys();
  expect(key?.masterKeyId).toBe(next.id);

  const after = new Vault(new Keyring(next), here.keys);
  expect(await here.revealAll(after)).toEqual({ revealed: 2, refused: [] });
  const old = new Vault(new Keyring(master), here.keys);
  expect(await here.revealAll(old)).toEqual({ revealed: 0, refused: ["seal_broken", "seal_broken"] });
});

test("sealing and revealing in the middle of rotations loses nothing", async () => {
  for (let i = 0; i < 300; i++) await here.seal(vault);
  // Nothing is open yet: each reveal has to unwrap.
  const cold = new Vault(new Keyring(master), here.keys);
  let last = master;
  const rotate = async (): Promise<void> => {
    for (let i = 0; i < 5; i++) await cold.rewrap((last = new MasterKey(randomBytes(32))));
  };
  const sealMore = async (): Promise<void> => {
    for (let i = 0; i < 60; i++) await here.seal(cold);
  };
  const [during] = await Promise.all([here.revealAll(cold), rotate(), sealMore(), sealMore()]);
  expect(during.refused).toEqual([]);
  const after = new Vault(new Keyring(last), here.keys);
  expect(await here.revealAll(after)).toEqual({ revealed: 420, refused: [] });
});

test("one data key that was tampered with stops a rotation before it changes anything", async () => {
  await here.seal(vault);
  const { place } = await here.seal(vault);
  const before = await here.keys.findDataKey(place.projectId);
  if (before === undefined) throw new Error("no data key");
  const wrapped = Buffer.from(before.wrapped);
  wrapped.writeUInt8(wrapped.readUInt8(40) ^ 1, 40);
  await here.keys.rewrapDataKeys([{ ...before, wrapped }]);
  const all = await here.keys.listDataKeys();

  const fresh = new Vault(new Keyring(master), here.keys);
  const rotation = fresh.rewrap(new MasterKey(randomBytes(32)));
  await expect(rotation).rejects.toThrow(SealBrokenError);
  await expect(rotation).rejects.toThrow(place.projectId);
  expect(await here.keys.listDataKeys()).toEqual(all);
  expect(await here.revealAll(fresh)).toEqual({ revealed: 1, refused: ["seal_broken"] });
});

test("a wrapped key moved to another project does not open there", async () => {
  const one = await here.seal(vault);
  const two = await here.seal(vault);
  const keyOne = await here.keys.findDataKey(one.place.projectId);
  const keyTwo = await here.keys.findDataKey(two.place.projectId);
  if (keyOne === undefined || keyTwo === undefined) throw new Error("no data key");
  await here.keys.rewrapDataKeys([{ ...keyTwo, wrapped: keyOne.wrapped }]);
  const fresh = new Vault(new Keyring(master), here.keys);
  await expect(fresh.reveal(two.place, two.bytes)).rejects.toThrow(SealBrokenError);
});

test("a signature holds for its text, project and purpose alone", async () => {
  const { projectId } = (await here.seal(vault)).place;
  const other = (await here.seal(vault)).place.projectId;
  const signature = await vault.sign(projectId, "test", "text");
  await vault.sign(other, "test", "text");
  expect(signature).toMatch(/^[\w-]{43}$/);
  expect(await vault.verify(projectId, "test", "text", signature)).toBe(true);
  expect(await vault.verify(other, "test", "text", signature)).toBe(false);
  expect(await vault.verify(projectId, "other", "text", signature)).toBe(false);
  expect(await vault.verify(projectId, "test", "text ", signature)).toBe(false);
  for (const wrong of [
    "",
    signature.slice(1),
    `${signature}=`,
    `é${signature.slice(1)}`,
    flipLastBit(signature),
  ])
    expect(await vault.verify(projectId, "test", "text", wrong)).toBe(false);
});

test("a signature outlives a restart and a rotation; asking for a stranger's makes no key", async () => {
  const { projectId } = (await here.seal(vault)).place;
  const signature = await vault.sign(projectId, "test", "text");
  const next = new Vault(new Keyring(master), here.keys);
  await next.rewrap(new MasterKey(randomBytes(32)));
  expect(await next.verify(projectId, "test", "text", signature)).toBe(true);
  expect(await next.verify("nobody", "test", "text", signature)).toBe(false);
  expect(await here.keys.listDataKeys()).toHaveLength(1);
});

/** The last of 43 characters carries two bits that a decoder ignores. */
function flipLastBit(signature: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const last = alphabet.indexOf(signature.slice(-1));
  return signature.slice(0, -1) + (alphabet[last ^ 1] ?? "");
}
