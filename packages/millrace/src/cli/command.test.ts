import { readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";

const root = new URL("../../", import.meta.url);
const { bin, files } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));

describe("the command", () => {
  it("is there before anything is built: npm links it when it installs", () => {
    expect(bin).toEqual({ millrace: "bin/millrace.js" });
    expect(statSync(new URL(bin.millrace, root)).mode & 0o111).toBe(0o111);
  });

  it("is in the package", () => {
    expect(files).toEqual(["bin", "dist"]);
  });
});
