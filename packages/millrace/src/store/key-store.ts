import type { Clock } from "../core/time.ts";
import type { WrappedDataKey } from "./data-keys.ts";
import { findDataKey, keepDataKey, listDataKeys, rewrapDataKeys } from "./data-keys.ts";
import { isLostDataKey, listLostDataKeys, loseDataKeys, restoreDataKeys } from "./lost-data-keys.ts";
import type { Store } from "./open-store.ts";
import type { Page } from "./page.ts";

/** The part of the store that a vault keeps its wrapped keys in. */
export function keyStoreOf(store: Store, clock: Clock) {
  return {
    findDataKey: (projectId: string) => findDataKey(store, projectId),
    keepDataKey: (key: WrappedDataKey) => keepDataKey(store, key, clock.timestamp()),
    listDataKeys: (page: Page = {}) => listDataKeys(store, page),
    rewrapDataKeys: (keys: readonly WrappedDataKey[]) => rewrapDataKeys(store, keys, clock.timestamp()),
    loseDataKeys: (keys: readonly WrappedDataKey[]) => loseDataKeys(store, keys, clock.timestamp()),
    listLostDataKeys: () => listLostDataKeys(store),
    isLostDataKey: (key: Pick<WrappedDataKey, "id" | "projectId">) => isLostDataKey(store, key),
    restoreDataKeys: (keys: readonly WrappedDataKey[]) => restoreDataKeys(store, keys, clock.timestamp()),
  };
}
