import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";

test("no template fills a memory of 512 MB within the default limits", async () => {
  const script = join(import.meta.dirname, "fuzz/memory.ts");
  const args = ["--max-old-space-size=512", "--import", "tsx", script];
  const { stdout } = await promisify(execFile)(process.execPath, args);

  const endings = stdout.trim().split("\n");
  expect(endings.at(-1)).toBe("done");
  expect(new Set(endings.slice(0, -2))).toEqual(new Set(["limit-exceeded"]));
  // The last of them asks for templates by a name with very many folders in it, which are not there.
  expect(endings.at(-2)).toBe("template-not-found");
}, 180_000);
