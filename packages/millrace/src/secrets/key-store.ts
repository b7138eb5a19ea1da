import type { WrappedKey } from "./keyring.ts";

/** Where wrapped data keys are kept. */
export interface KeyStore {
  findDataKey(projectId: string): Promise<WrappedKey | undefined>;
  /** Keeps the first data key of a project; answers the one that is kept. */
  keepDataKey(key: WrappedKey): Promise<WrappedKey>;
  /** The data keys by their ids: all of them, or at most `limit` of those after one. */
  listDataKeys(page?: { readonly after: string; readonly limit: number }): Promise<readonly WrappedKey[]>;
  /** Replaces the wrapping of data keys: of all of them, on disk when this resolves, or of none. */
  rewrapDataKeys(keys: readonly WrappedKey[]): Promise<void>;
  /** Sets data keys aside that nothing opens; answers how many destinations' credentials that concerns. */
  loseDataKeys(keys: readonly WrappedKey[]): Promise<number>;
  /** The data keys that were set aside, the last one first. */
  listLostDataKeys(): Promise<readonly WrappedKey[]>;
  isLostDataKey(key: Pick<WrappedKey, "id" | "projectId">): Promise<boolean>;
  /** Takes data keys back, of projects that have got no new one since; answers how many. */
  restoreDataKeys(keys: readonly WrappedKey[]): Promise<number>;
}
