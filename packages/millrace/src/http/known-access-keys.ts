import Type from "typebox";
import { Value } from "typebox/value";
import type { Authenticator } from "./auth.ts";
import { parseJson } from "./body-parsers.ts";
import { SealBrokenError, SecretsLostError } from "../secrets/errors.ts";
import type { Vault } from "../secrets/vault.ts";
import { INSTANCE } from "../secrets/vault.ts";
import { SignatureError } from "../sigv4/errors.ts";
import { SigningSecret } from "../sigv4/signing-key.ts";
import type { AccessKey } from "../store/access-keys.ts";
import { findAccessKey, findSealedSecretKey } from "../store/access-keys.ts";
import type { Store } from "../store/open-store.ts";

/** An access key with its secret, ready to check signatures with. */
export interface KnownAccessKey extends AccessKey {
  readonly secret: SigningSecret;
}

/** Who knows who calls: by API keys, and by the access keys that requests are signed with. */
export interface Callers {
  readonly authenticator: Authenticator;
  readonly accessKeys: KnownAccessKeys;
}

/** What is sealed of an access key. */
export const sealedAccessKey = Type.Object({ secretAccessKey: Type.String({ minLength: 1 }) });

/** Finds access keys with their secrets. What was found holds until it is told otherwise, so that a key is opened once. */
export class KnownAccessKeys {
  readonly #store: Store;
  readonly #vault: Pick<Vault, "reveal">;
  readonly #known = new Map<string, KnownAccessKey>();
  #forgotten = 0;

  constructor(store: Store, vault: Pick<Vault, "reveal">) {
    this.#store = store;
    this.#vault = vault;
  }

  /**
   * The key that requests name by `accessKeyId`, disabled ones too.
   * @throws {SignatureError} where its secret cannot be opened any more
   */
  async find(accessKeyId: string): Promise<KnownAccessKey | undefined> {
    const known = this.#known.get(accessKeyId);
    if (known !== undefined) return known;
    const forgotten = this.#forgotten;
    const key = await findAccessKey(this.#store, accessKeyId);
    if (key === undefined) return undefined;
    const found = { ...key, secret: await this.#secretOf(key) };
    // A key changed or deleted while it was looked up must not come to stay as it was.
    if (forgotten === this.#forgotten) this.#known.set(accessKeyId, found);
    return found;
  }

  /** A key was changed or deleted: what is known of it no longer holds. */
  forget({ id }: Pick<AccessKey, "id">): void {
    this.#forgotten++;
    for (const [accessKeyId, known] of this.#known) if (known.id === id) this.#known.delete(accessKeyId);
  }

  /** A project was deleted, and its keys with it. */
  forgetProject(projectId: string): void {
    this.#forgotten++;
    for (const [accessKeyId, known] of this.#known)
      if (known.projectId === projectId) this.#known.delete(accessKeyId);
  }

  async #secretOf({ id, projectId = INSTANCE, accessKeyId }: AccessKey): Promise<SigningSecret> {
    const sealed = await findSealedSecretKey(this.#store, id);
    try {
      if (sealed === undefined) throw new SealBrokenError(`The secret of ${accessKeyId}`);
      const opened = parseJson(await this.#vault.reveal({ projectId, holderId: id }, sealed));
      return new SigningSecret(Value.Parse(sealedAccessKey, opened).secretAccessKey);
    } catch (error) {
      if (!(error instanceof SecretsLostError || error instanceof SealBrokenError)) throw error;
      throw new SignatureError(
        "UnrecognizedClientException",
        `The secret of the access key ${accessKeyId} cannot be opened: it is lost with the master key it was sealed under, or was changed.`,
        "Make another access key and delete this one.",
      );
    }
  }
}
