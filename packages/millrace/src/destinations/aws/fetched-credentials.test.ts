import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { CREDENTIAL_RULES, ownFailure } from "./credential-errors.ts";
import type { Fetched } from "./fetched-credentials.ts";
import { FetchedCredentials } from "./fetched-credentials.ts";

const HOUR = 3_600_000;
const MINUTE = 60_000;
const never = new AbortController().signal;
const failure = ownFailure(CREDENTIAL_RULES.stsUnreachable, "down");

/** Credentials of an STS that numbers what it issues. */
function started(life = HOUR) {
  const sts = { down: false, calls: 0, life };
  const fetch = async (): Promise<Fetched> => {
    sts.calls++;
    await Promise.resolve();
    if (sts.down) return { failure };
    const credentials = { accessKeyId: `K${sts.calls}`, secretAccessKey: "s", sessionToken: "t" };
    return { credentials, life: sts.life };
  };
  const source = new FetchedCredentials(fetch);
  return { sts, source, nowId: () => source.now()?.accessKeyId };
}

beforeEach(() => void vi.useFakeTimers({ toFake: ["performance"] }));
afterEach(() => void vi.useRealTimers());

describe("credentials that end", () => {
  it("are fetched once for all who wait", async () => {
    const { sts, source, nowId } = started();
    expect(nowId()).toBeUndefined();
    const found = await Promise.all(Array.from({ length: 50 }, () => source.fetch(never)));
    expect(new Set(found)).toEqual(new Set([{ accessKeyId: "K1", secretAccessKey: "s", sessionToken: "t" }]));
    expect([sts.calls, nowId()]).toEqual([1, "K1"]);
  });

  it("are renewed on use a quarter of an hour before an hour ends, while the old ones serve", async () => {
    const { sts, source, nowId } = started();
    await source.fetch(never);
    vi.advanceTimersByTime(44 * MINUTE);
    expect([nowId(), sts.calls]).toEqual(["K1", 1]);
    vi.advanceTimersByTime(2 * MINUTE);
    expect([nowId(), nowId(), sts.calls]).toEqual(["K1", "K1", 2]);
    await vi.waitFor(() => expect(nowId()).toBe("K2"));
    expect(sts.calls).toBe(2);
  });

  it("are waited for in their last minute", async () => {
    const { source, nowId } = started();
    await source.fetch(never);
    vi.advanceTimersByTime(59.5 * MINUTE);
    expect(nowId()).toBeUndefined();
    expect(await source.fetch(never)).toMatchObject({ accessKeyId: "K2" });
  });

  it("serve to their very end where there are no new ones, and not beyond", async () => {
    const { sts, source, nowId } = started();
    await source.fetch(never);
    sts.down = true;
    vi.advanceTimersByTime(59.5 * MINUTE);
    expect(await source.fetch(never)).toMatchObject({ accessKeyId: "K1" });
    expect(nowId()).toBe("K1");
    vi.advanceTimersByTime(MINUTE);
    expect(nowId()).toBeUndefined();
    expect(await source.fetch(never)).toEqual({ failure });
  });

  it("are not asked for again within seconds of a failure, by however many", async () => {
    const { sts, source } = started();
    sts.down = true;
    for (let i = 0; i < 20; i++) expect(await source.fetch(never)).toEqual({ failure });
    expect(sts.calls).toBe(1);
    sts.down = false;
    vi.advanceTimersByTime(5_001);
    expect(await source.fetch(never)).toMatchObject({ accessKeyId: "K2" });
  });

  it("are fetched anew when a service does not take them, but not over and over", async () => {
    const { sts, source, nowId } = started();
    const expired = { name: "ExpiredToken", message: "", status: 400 };
    const refuse = async (): Promise<void> => {
      const used = await source.fetch(never);
      if (!("failure" in used)) source.refused(used, expired);
    };
    await refuse();
    expect(nowId()).toBeUndefined();
    await refuse();
    expect([nowId(), sts.calls]).toEqual(["K2", 2]);
    vi.advanceTimersByTime(5_001);
    const stale = { accessKeyId: "K1", secretAccessKey: "s" };
    expect(source.refused(stale, expired)).toMatchObject({ rule: { code: "credentials_refused" } });
    expect(nowId()).toBe("K2");
  });

  it("go on being tried where a service does not take them and there are no new ones, and the reason is told", async () => {
    const { sts, source, nowId } = started();
    await source.fetch(never);
    const expired = { name: "ExpiredToken", message: "", status: 400 };
    const used = source.now();
    if (used === undefined) throw new Error("there are none");
    expect(source.refused(used, expired)).toMatchObject({ rule: { code: "credentials_refused" } });
    sts.down = true;
    expect(await source.fetch(never)).toBe(used);
    expect(nowId()).toBe("K1");
    expect(source.refused(used, expired)).toEqual(failure);
    sts.down = false;
    vi.advanceTimersByTime(5_001);
    expect(nowId()).toBeUndefined();
    expect(await source.fetch(never)).toMatchObject({ accessKeyId: "K3" });
  });

  it("are renewed where they may not do something, as a session that was revoked may not, but go on serving", async () => {
    const { sts, source, nowId } = started();
    const denied = { name: "AccessDenied", message: "", status: 403 };
    const deny = async (): Promise<void> => {
      const used = source.now() ?? (await source.fetch(never));
      if (!("failure" in used)) expect(source.refused(used, denied)).toBe(denied);
    };
    await deny();
    sts.down = true;
    expect([nowId(), nowId()]).toEqual(["K1", "K1"]);
    await new Promise(setImmediate);
    expect(sts.calls).toBe(2);
    sts.down = false;
    vi.advanceTimersByTime(6_000);
    expect(nowId()).toBe("K1");
    await vi.waitFor(() => expect(nowId()).toBe("K3"));
    await deny();
    expect([nowId(), sts.calls]).toEqual(["K3", 3]);
    vi.advanceTimersByTime(MINUTE);
    await deny();
    expect(nowId()).toBe("K3");
    await vi.waitFor(() => expect(nowId()).toBe("K4"));
  });

  it("that never end are never renewed", async () => {
    const { sts, source, nowId } = started(Infinity);
    await source.fetch(never);
    vi.advanceTimersByTime(10_000 * HOUR);
    expect([nowId(), sts.calls]).toEqual(["K1", 1]);
  });

  it("keep nobody waiting who has gone", async () => {
    const source = new FetchedCredentials(
      (signal) => new Promise((resolve) => signal.addEventListener("abort", () => resolve({ failure }))),
    );
    const gone = new AbortController();
    const waiting = source.fetch(gone.signal);
    gone.abort();
    expect(await waiting).toMatchObject({ failure: { message: expect.stringContaining("Aborted") } });
    const stays = source.fetch(never);
    await source.close();
    expect(await stays).toEqual({ failure });
  });

  it("are fetched once a turn comes, which is given back; without one, that is said", async () => {
    const turns: string[] = [];
    const fetch = async (): Promise<Fetched> => {
      turns.push("fetched");
      return { failure };
    };
    const source = new FetchedCredentials(fetch, async () => {
      turns.push("taken");
      return () => void turns.push("given back");
    });
    expect(await source.fetch(never)).toEqual({ failure });
    expect(turns).toEqual(["taken", "fetched", "given back"]);
    const none = new FetchedCredentials(fetch, async () => undefined);
    expect(await none.fetch(never)).toMatchObject({ failure: { rule: { code: "sts_unreachable" } } });
    expect(turns).toHaveLength(3);
  });
});
