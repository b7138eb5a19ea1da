import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../core/time.ts";
import { createDestination } from "../../store/destinations.ts";
import { keyStoreOf } from "../../store/key-store.ts";
import type { Store } from "../../store/open-store.ts";
import { openStore } from "../../store/open-store.ts";
import { createProject } from "../../store/projects.ts";
import type { KeyStore } from "../key-store.ts";
import type { Secrets, SecretsOptions } from "../open-secrets.ts";
import { openSecrets } from "../open-secrets.ts";
import type { SealedFor, Vault } from "../vault.ts";

/** A text that is a master key. */
export function newKeyText(): string {
  return randomBytes(32).toString("base64");
}

/** What was sealed for a destination, and where it is kept. */
export interface Sealed {
  readonly place: SealedFor;
  readonly bytes: Buffer;
  readonly secret: string;
}

/** A data folder with a store, and the secrets sealed in it. */
export class KeyFolder {
  readonly folder = mkdtempSync(join(tmpdir(), "millrace-keys-"));
  readonly store: Store = openStore(join(this.folder, "store.db"));
  readonly keys: KeyStore = keyStoreOf(this.store, systemClock);
  readonly sealed: Sealed[] = [];
  readonly logged: object[] = [];
  #names = 0;

  /** What a start does. */
  open(options: Partial<SecretsOptions> = {}): Promise<Secrets> {
    const note = (fields: object, message: string): void => void this.logged.push({ ...fields, message });
    const logger = { info: note, warn: note };
    return openSecrets({ folder: this.folder, keys: this.keys, logger, ...options });
  }

  /** A new project with a destination whose credentials the vault seals. */
  async seal(vault: Vault): Promise<Sealed> {
    const now = systemClock.timestamp();
    const project = await createProject(this.store, { name: `p${this.#names++}` }, now);
    return this.sealAgain(vault, project.id);
  }

  /** The same for another destination of a project. */
  async sealAgain(vault: Vault, projectId: string): Promise<Sealed> {
    const now = systemClock.timestamp();
    const name = `d${this.#names++}`;
    const place = { projectId, holderId: name };
    const secret = `secret of ${name}`;
    const bytes = await vault.seal(place, { secret });
    const fields = { id: name, projectId, name, type: "pigeon", metadata: {}, sealedSecrets: bytes };
    await createDestination(this.store, fields, now);
    const sealed = { place, bytes, secret };
    this.sealed.push(sealed);
    return sealed;
  }

  /** How many of the sealed secrets the vault reveals as they were; the codes of what it says to the others. */
  async revealAll(vault: Vault): Promise<{ revealed: number; refused: readonly string[] }> {
    let revealed = 0;
    const refused: string[] = [];
    for (const { place, bytes, secret } of this.sealed) {
      try {
        if (JSON.parse(await vault.reveal(place, bytes)).secret === secret) revealed++;
      } catch (error) {
        refused.push(error instanceof Error && "code" in error ? String(error.code) : "?");
      }
    }
    return { revealed, refused };
  }

  /** The key files there are. */
  keyFiles(): readonly string[] {
    return readdirSync(this.folder)
      .filter((name) => name.startsWith("master.key"))
      .sort();
  }

  read(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }

  write(name: string, text: string, mode = 0o600): void {
    writeFileSync(join(this.folder, name), text, { mode });
  }

  remove(name: string): void {
    rmSync(join(this.folder, name));
  }

  async close(): Promise<void> {
    await this.store.destroy();
    rmSync(this.folder, { recursive: true });
  }
}
