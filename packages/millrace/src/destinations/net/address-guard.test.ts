import { describe, expect, it } from "vitest";
import { guardedLookup, isForbiddenAddress } from "./address-guard.ts";
import { urlFault } from "./endpoint.ts";

const PUBLIC = { allowHttp: false, allowPrivateNetworks: false };

describe("the public internet", () => {
  it.each(["8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "2606:4700::1111", "::ffff:8.8.8.8"])(
    "has %s",
    (address) => expect(isForbiddenAddress(address)).toBe(false),
  );

  it.each([
    "0.0.0.0",
    "0.1.2.3",
    "10.0.0.1",
    "100.64.0.1",
    "127.0.0.1",
    "127.255.255.254",
    "169.254.169.254",
    "172.16.0.1",
    "172.31.255.255",
    "192.0.0.192",
    "192.168.1.1",
    "198.18.0.1",
    "224.0.0.1",
    "239.255.255.250",
    "255.255.255.255",
    "::",
    "::1",
    "::127.0.0.1",
    "::ffff:127.0.0.1",
    "::ffff:a9fe:a9fe",
    "::ffff:0:127.0.0.1",
    "64:ff9b::7f00:1",
    "64:ff9b:1::7f00:1",
    "100::1",
    "2001::1",
    "2001:db8::1",
    "2002:7f00:1::",
    "3fff::1",
    "5f00::1",
    "fc00::1",
    "fd00:ec2::254",
    "fe80::1",
    "fe80::1%eth0",
    "fec0::1",
    "ff02::1",
  ])("does not have %s", (address) => expect(isForbiddenAddress(address)).toBe(true));
});

describe("an address in a URL", () => {
  it.each([
    "https://2130706433/",
    "https://0177.0.0.1/",
    "https://0x7f.0.0.1/",
    "https://0x7f000001/",
    "https://127.1/",
    "https://127.0.0.1./",
    "https://0/",
    "https://１２７.0.0.1/",
    "https://[::1]/",
    "https://[::]/",
    "https://[::ffff:127.0.0.1]/",
    "https://[::ffff:7f00:1]/",
    "https://[64:ff9b::169.254.169.254]/",
    "https://[fe80::1]/",
    "https://[fd00:ec2::254]/",
    "https://[ff02::1]/",
    "https://169.254.169.254/latest/meta-data/",
    "https://2852039166/",
    "https://0251.0376.0251.0376/",
    "https://localhost/",
    "https://LOCALHOST./",
    "https://a.localhost/",
  ])("is known in the form of %s", (url) => expect(urlFault(url, PUBLIC)).toMatch(/public internet/));
});

describe("a guarded lookup", () => {
  const resolve = (addresses: readonly string[], all: boolean): Promise<unknown> =>
    new Promise((done, fail) => {
      const answers = addresses.map((address) => ({ address, family: 4 }));
      guardedLookup((_hostname, _options, callback) => callback(null, answers))(
        "a.example",
        { all },
        (error, address) => (error === null ? done(address) : fail(error)),
      );
    });

  it("answers public addresses", async () => {
    expect(await resolve(["8.8.8.8", "1.1.1.1"], false)).toBe("8.8.8.8");
    expect(await resolve(["8.8.8.8"], true)).toEqual([{ address: "8.8.8.8", family: 4 }]);
  });

  it("refuses a name with one forbidden address among its public ones", async () => {
    await expect(resolve(["8.8.8.8", "127.0.0.1"], true)).rejects.toThrow(/not on the public internet/);
  });
});
