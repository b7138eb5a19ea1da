import { expect, test } from "vitest";
import { PublicUrl } from "./public-url.ts";

test("the public URL is the configured one, without a slash at its end", async () => {
  const url = new PublicUrl("https://hooks.example.com/millrace/");
  url.listening("http://127.0.0.1:8080");
  expect(await url.get()).toBe("https://hooks.example.com/millrace");
});

test("without one, whoever asks waits until the server listens", async () => {
  const url = new PublicUrl(undefined);
  const asked = url.get();
  url.listening("http://127.0.0.1:8080");
  expect(await asked).toBe("http://127.0.0.1:8080");
  url.stop();
  expect(await url.get()).toBe("http://127.0.0.1:8080");
});

test("a server that stops before it has listened lets nobody wait", async () => {
  const url = new PublicUrl(undefined);
  const asked = url.get();
  url.stop();
  await expect(asked).rejects.toThrow("stops");
});
