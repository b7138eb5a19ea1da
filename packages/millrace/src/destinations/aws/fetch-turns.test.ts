import { expect, it } from "vitest";
import { FetchTurns } from "./fetch-turns.ts";

const never = new AbortController().signal;

it("turns are given to so many at a place, then in the order of asking; another place waits for none of them", async () => {
  const turns = new FetchTurns(2);
  const order: string[] = [];
  const ask = async (name: string, place: string, signal = never) => {
    const giveBack = await turns.take(place, signal);
    order.push(giveBack === undefined ? `${name} left` : name);
    return giveBack;
  };
  const gone = new AbortController();
  const [first] = await Promise.all([ask("a1", "a"), ask("a2", "a")]);
  const waiting = [ask("a3", "a", gone.signal), ask("a4", "a"), ask("a5", "a")];
  await ask("b1", "b");
  expect(order).toEqual(["a1", "a2", "b1"]);
  gone.abort();
  await waiting[0];
  first?.();
  const fourth = await waiting[1];
  expect(order.slice(3)).toEqual(["a3 left", "a4"]);
  fourth?.();
  expect(await waiting[2]).toBeTypeOf("function");
  expect(await ask("a6", "a", AbortSignal.abort())).toBeUndefined();
});

it("a place that nobody uses any more has all its turns again", async () => {
  const turns = new FetchTurns(1);
  for (let i = 0; i < 1_000; i++) {
    const giveBack = await turns.take("a", never);
    expect(giveBack).toBeTypeOf("function");
    giveBack?.();
  }
});
