import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of its own, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Makes it larger or smaller while it is in use. */
  resize(mebibytes: number): void;
  remove(): void;
}

/** Mounts a small disk; undefined where this user may not, or the system cannot. */
export function smallDisk(mebibytes: number): SmallDisk | undefined {
  const folder = mkdtempSync(join(tmpdir(), "millrace-disk-"));
  const mount = (...args: readonly string[]): void =>
    void execFileSync("mount", [...args, folder], { stdio: "ignore" });
  try {
    mount("-t", "tmpfs", "-o", `size=${mebibytes}m`, "tmpfs");
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  return {
    folder,
    resize: (size) => mount("-o", `remount,size=${size}m`),
    remove() {
      execFileSync("umount", ["-l", folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

/** True where small disks can be had. */
export function canMount(): boolean {
  const disk = smallDisk(1);
  disk?.remove();
  return disk !== undefined;
}
