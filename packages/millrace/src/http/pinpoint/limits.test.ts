import { expect, test } from "vitest";
import { ManualClock } from "../../core/testing/manual-clock.ts";
import { kindOf } from "./call-rates.ts";
import { networkOf } from "./failed-calls.ts";
import { KeyedBuckets } from "./keyed-buckets.ts";
import { SeenSignatures } from "./seen-signatures.ts";

test("a name has its burst, then its rate, and waits as long as it is told", () => {
  const clock = new ManualClock();
  const buckets = new KeyedBuckets({ perSecond: 2, burst: 3 }, clock);
  expect([1, 2, 3].map(() => buckets.take("a"))).toEqual([0, 0, 0]);
  expect(buckets.take("a")).toBe(500);
  expect(buckets.wait("a")).toBe(500);
  expect(buckets.take("b")).toBe(0);
  clock.advance(500);
  expect(buckets.take("a")).toBe(0);
  expect(buckets.take("a")).toBe(500);
});

test("names are forgotten beyond ten thousand, those that did something lately last", () => {
  const buckets = new KeyedBuckets({ perSecond: 0.001, burst: 1 }, new ManualClock());
  buckets.take("kept");
  buckets.take("lost");
  for (let i = 0; i < 9_998; i++) buckets.take(`name-${i}`);
  buckets.take("kept");
  buckets.take("one more");
  expect(buckets.wait("kept")).toBeGreaterThan(0);
  expect(buckets.wait("lost")).toBe(0);
});

test("a rate of 0 is none", () => {
  const buckets = new KeyedBuckets({ perSecond: 0, burst: 1 }, new ManualClock());
  expect([1, 2, 3].map(() => buckets.take("a"))).toEqual([0, 0, 0]);
});

test("a signature is new once until it expires, and nothing is forgotten to make room for another", () => {
  const clock = new ManualClock(0);
  const seen = new SeenSignatures(clock, { all: 2, each: 2 });
  const use = (signature: string, expiry: number) => ({
    holderId: "shop",
    signature: signature.repeat(64),
    attempt: "",
    expiry,
  });
  expect(seen.add(use("a", 11_000))).toBe("new");
  expect(seen.add(use("a", 11_000))).toBe("seen");
  expect(seen.add(use("b", 42_000))).toBe("new");
  expect(seen.add(use("c", 42_000))).toBe("full");
  clock.set(19_000);
  expect(seen.add(use("a", 11_000))).toBe("seen");
  expect(seen.add(use("c", 42_000))).toBe("full");
  clock.set(21_000);
  expect(seen.add(use("c", 42_000))).toBe("new");
  expect(seen.add(use("b", 42_000))).toBe("seen");
  seen.remove(use("c", 42_000));
  seen.remove(use("c", 42_000));
  expect(seen.add(use("c", 42_000))).toBe("new");
  expect(seen.add(use("d", 42_000))).toBe("full");
});

test("a signature that comes again is alike only where its client said both times which call it is", () => {
  const seen = new SeenSignatures(new ManualClock(0));
  const add = (signature: string, attempt: string) =>
    seen.add({ holderId: "shop", signature: signature.repeat(64), attempt, expiry: 1_000 });
  expect(["one", "one", "two", ""].map((attempt) => add("a", attempt))).toEqual([
    "new",
    "seen",
    "alike",
    "seen",
  ]);
  expect(["", "", "one"].map((attempt) => add("b", attempt))).toEqual(["new", "seen", "seen"]);
});

test("a signature of before a restart takes the room of one, however often it is read", () => {
  const seen = new SeenSignatures(new ManualClock(0), { all: 2, each: 2 });
  for (let i = 0; i < 3; i++) seen.restore(Buffer.from("a".repeat(64), "hex"), 1_000);
  const add = (signature: string) =>
    seen.add({ holderId: "shop", signature: signature.repeat(64), attempt: "", expiry: 1_000 });
  expect(["a", "b", "c"].map(add)).toEqual(["seen", "new", "full"]);
});

test("who makes too many changes uses up what there is for themselves alone", () => {
  const seen = new SeenSignatures(new ManualClock(0), { all: 5, each: 2 });
  const add = (holderId: string, signature: string) =>
    seen.add({ holderId, signature: signature.repeat(64), attempt: "", expiry: 1_000 });
  expect(["a", "b", "c", "d"].map((signature) => add("greedy", signature))).toEqual([
    "new",
    "new",
    "full",
    "full",
  ]);
  expect(["e", "f", "0"].map((signature) => add("other", signature))).toEqual(["new", "new", "full"]);
  expect(["1", "2"].map((signature) => add("third", signature))).toEqual(["new", "full"]);
});

test("events, endpoints and users are data, event streams and applications are configuration", () => {
  const kinds = ["events", "events/legacy", "endpoints/:endpoint", "users/:user", "eventstream"].map((path) =>
    kindOf(`/v1/apps/:project/${path}`),
  );
  expect(kinds).toEqual(["data", "data", "data", "data", "configuration"]);
  expect(kindOf("/v1/apps/:project")).toBe("configuration");
});

test("an address is an IPv4 address, or the network of an IPv6 one", () => {
  const addresses = ["203.0.113.7", "::ffff:203.0.113.7", "2001:db8:1:2:3:4:5:6", "2001:db8::1", "::1"];
  expect(addresses.map((ip) => networkOf({ ip }))).toEqual([
    "203.0.113.7",
    "203.0.113.7",
    "2001:db8:1:2::/64",
    "2001:db8:0:0::/64",
    "0:0:0:0::/64",
  ]);
});

test("whoever hung up before their request was read comes from nowhere that is known", () => {
  expect(networkOf({ ip: undefined })).toBe("");
});
