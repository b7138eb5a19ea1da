import type { Environment } from "../runtime/environment.ts";
import { unexpected } from "../runtime/convert.ts";
import { LookupHash } from "../values/lookup-hash.ts";
import { CollectionSequence } from "../values/collection-sequence.ts";
import type { Builtin, BuiltinTable } from "./definition.ts";
import { Hash, type Maybe } from "../values/value.ts";

/** Built-ins for hashes. A value that is a hash among other things, as `d?date` is one of formats, has no keys to list. */
export const hashBuiltins: BuiltinTable = {
  keys: listed((hash) => [...hash.keys()]),
  values: listed((hash) => hash.keys().map((key) => hash.get(key))),
};

function listed(list: (hash: Hash) => Maybe[]): Builtin {
  return {
    get: (left, env: Environment, site) => {
      if (!(left instanceof Hash) || left instanceof LookupHash)
        throw unexpected(left, "hash with keys", site);
      env.budget.reserve(left.size);
      env.budget.spend(left.size);
      return new CollectionSequence(list(left));
    },
  };
}
