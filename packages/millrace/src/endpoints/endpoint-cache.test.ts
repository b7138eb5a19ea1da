import { describe, expect, it } from "vitest";
import { Endpoint } from "./endpoint.ts";
import { EndpointCache } from "./endpoint-cache.ts";

const MAX_BYTES = 10_000;

/** An endpoint that has so many characters beside what each has. */
function endpointOf(id: string, characters = 0): Endpoint {
  return new Endpoint({ Id: id, CohortId: "1", CreationDate: "", Address: "a".repeat(characters) });
}

const ids = Array.from({ length: 100 }, (_, i) => `e${i}`);

describe("endpoints in memory", () => {
  const held = (cache: EndpointCache) => ids.filter((id) => cache.get("p", id) !== undefined);

  it("stay while they are on their way to the disk, and leave again then, so that memory stays bounded", () => {
    const cache = new EndpointCache(MAX_BYTES);
    const entries = ids.map((id) => cache.change("p", id, endpointOf(id)));
    expect(held(cache)).toEqual(ids);
    for (const entry of entries) cache.settle(entry, "stored");
    expect(held(cache).length).toBeGreaterThan(5);
    expect(held(cache).length).toBeLessThan(15);
  });

  it("leave where others grow", () => {
    const cache = new EndpointCache(MAX_BYTES);
    for (const id of ids.slice(0, 10)) cache.hold("p", id, endpointOf(id));
    expect(held(cache)).toHaveLength(10);
    cache.settle(cache.change("p", "e9", endpointOf("e9", 1_500)), "stored");
    expect(held(cache)).toEqual(["e8", "e9"]);
  });

  it("are the file's again once no change of them is on its way that was refused", () => {
    const cache = new EndpointCache(MAX_BYTES);
    const [first, second] = [cache.change("p", "e0", endpointOf("e0")), cache.change("p", "e0", undefined)];
    cache.settle(first, "refused");
    expect(cache.get("p", "e0")).toMatchObject({ endpoint: undefined });
    cache.settle(second, "stored");
    expect(cache.get("p", "e0")).toBeUndefined();
  });
});
