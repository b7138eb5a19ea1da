import type { Clock } from "../core/time.ts";
import type { WrappedDataKey } from "./data-keys.ts";
import {
  findDataKey,
  forgetMasterKeys,
  keepDataKey,
  listDataKeys,
  listMasterKeyIds,
  noteMasterKey,
  rewrapDataKey,
} from "./data-keys.ts";
import type { Store } from "./open-store.ts";

/** The part of the store that a vault keeps its wrapped keys in. */
export function keyStoreOf(store: Store, clock: Clock) {
  return {
    findDataKey: (projectId: string) => findDataKey(store, projectId),
    keepDataKey: (key: WrappedDataKey) => keepDataKey(store, key, clock.timestamp()),
    listDataKeys: () => listDataKeys(store),
    rewrapDataKey: (key: WrappedDataKey) => rewrapDataKey(store, key),
    listMasterKeyIds: () => listMasterKeyIds(store),
    noteMasterKey: (id: string) => noteMasterKey(store, id, clock.timestamp()),
    forgetMasterKeys: (ids: readonly string[]) => forgetMasterKeys(store, ids),
  };
}
