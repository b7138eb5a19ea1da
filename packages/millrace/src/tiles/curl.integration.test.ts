import { execFile } from "node:child_process";
import type { Server } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { curlCommand, variableNames } from "./curl.ts";
import { Placeholders } from "./placeholders.ts";

const run = promisify(execFile);

interface Received {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly body: string;
}

let server: Server;
let url: string;
let received: Received[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const { method, url: path, headers } = request;
      received.push({ method, url: path, headers, body: Buffer.concat(chunks).toString() });
      response.end("ok");
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a server that listens on a port has such an address
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());

/** Pastes the command into a shell, and answers what came in and what it said besides. */
async function paste(command: string, shell = "bash", env: Readonly<Record<string, string>> = {}) {
  received = [];
  const running = run(shell, [], { env: { PATH: process.env.PATH, ...env } });
  running.child.stdin?.end(`${command}\necho; echo done\n`);
  return { received, said: (await running).stdout };
}

const plain = (text: string) => (text === "" ? [] : [{ text }]);

describe("a command", () => {
  test.each([
    ["quotes of both kinds", `{"a": "it's \\"quoted\\""}`],
    ["what a shell would run", "$(touch /tmp/x) `id` $HOME ${HOME} \\ ; & | > < ! !! * ? ~ #"],
    ["lines", "one\ntwo\n\n'three'\n"],
    ["what curl would read a file for", "@/etc/passwd"],
    ["what printf would take for an option or a pattern", "-v %s %n \\n \\101\t"],
    ["control characters", "a\u0000b\u0007\u001b[31m\r\n\tc\u007f\u009f"],
    ["any script", "Zoë 你好 👩‍👩‍👧 \u2028 \u202e"],
    ["nothing", ""],
    ["more than an argument holds", `'${"long ".repeat(60_000)}'\n`],
  ])("sends a body byte by byte: %s", async (_what, body) => {
    const request = { method: "PUT", url: `${url}/path`, headers: [["x-a", "b"]] as const, body };
    for (const shell of ["bash", "sh"]) {
      const { received: got, said } = await paste(curlCommand(request, plain), shell);
      expect(got).toEqual([
        { method: "PUT", url: "/path", headers: expect.objectContaining({ "x-a": "b" }), body },
      ]);
      expect(said).toBe("ok\ndone\n");
    }
  });

  test.each(["'; touch /tmp/x; '", "$(id)", "`id`", '"; id; "', "!x", "-d evil", "\\", "a'b'c"])(
    "sends a header as it is: %s",
    async (value) => {
      const request = { method: "POST", url, headers: [["x-value", value]] as const, body: "{}" };
      const { received: got, said } = await paste(curlCommand(request, plain));
      expect(got[0]?.headers["x-value"]).toBe(value);
      expect(said).toBe("ok\ndone\n");
    },
  );

  test.each(["/a?b=[1-3]&c={x,y}", "/a'b", "/$(id)", "/`id`?$HOME", "/a;b|c&d"])(
    "asks for one URL: %s",
    async (path) => {
      const request = { method: "PATCH", url: url + path, headers: [], body: "{}" };
      const { received: got } = await paste(curlCommand(request, plain));
      expect(got.map((each) => each.url)).toEqual([path]);
    },
  );

  test("takes secrets from the shell, wherever they stand, and says which", async () => {
    const secrets = Placeholders.for(["api_key", "path"], () => false);
    const { api_key: key, path } = secrets.values;
    const variables = variableNames(["api_key", "path"]);
    const body = `a\t${key} 'b' ${path}`;
    const request = {
      method: "POST",
      url: `${url}/x/${path}?k=${key}`,
      headers: [["authorization", `Bearer ${key}`]] as const,
      body,
    };
    const command = curlCommand(request, (text) => secrets.segments(text, variables));
    expect(command.split("\n")[0]).toBe("# export TILE_PATH API_KEY first");
    expect(command).not.toContain(key);
    const { received: got } = await paste(command, "bash", { API_KEY: "it's$HOME", TILE_PATH: "a/b" });
    expect(got).toEqual([
      {
        method: "POST",
        url: "/x/a/b?k=it's$HOME",
        headers: expect.objectContaining({ authorization: "Bearer it's$HOME" }),
        body: "a\tit's$HOME 'b' a/b",
      },
    ]);
  });
});

test("variables have names that mean nothing to a shell, and each its own", () => {
  const names = ["api_key", "apiKey", "PATH", "IFS", "LD_PRELOAD", "accessToken", "BASH_ENV"];
  expect([...variableNames(names).values()]).toEqual([
    "API_KEY",
    "API_KEY_2",
    "TILE_PATH",
    "TILE_IFS",
    "TILE_LD_PRELOAD",
    "ACCESS_TOKEN",
    "TILE_BASH_ENV",
  ]);
});
