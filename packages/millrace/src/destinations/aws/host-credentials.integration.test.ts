import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { stubHostCredentials } from "../testing/host-environment.ts";
import { hostCredentials } from "./host-credentials.ts";

const never = new AbortController().signal;
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "millrace-host-"));
  stubHostCredentials(undefined);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(folder, { recursive: true });
});

it("the keys of a profile are read anew when they are asked for again, so that keys that were replaced are found", async () => {
  const file = path.join(folder, "credentials");
  vi.stubEnv("AWS_SHARED_CREDENTIALS_FILE", file);
  const write = (id: string) =>
    writeFile(file, `[default]\naws_access_key_id = ${id}\naws_secret_access_key = secret\n`);
  const fetch = hostCredentials();
  await write("AKIABEFORE");
  expect(await fetch(never)).toMatchObject({ credentials: { accessKeyId: "AKIABEFORE" } });
  await write("AKIAAFTER");
  expect(await fetch(never)).toMatchObject({ credentials: { accessKeyId: "AKIAAFTER" } });
});
