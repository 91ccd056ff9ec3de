import { describe, expect, it } from "@jest/globals";
import { AddressRanges, readAddressRange } from "../../../src/platform/address-ranges.js";

describe("a range of addresses", () => {
  it.each([
    ["203.0.113.7", "203.0.113.7"],
    ["203.0.113.7/32", "203.0.113.7"],
    [" 203.0.113.0/24 ", "203.0.113.0/24"],
    ["128.0.0.0/1", "128.0.0.0/1"],
    ["10.32.0.0/11", "10.32.0.0/11"],
    ["2001:DB8:0:0::1", "2001:db8::1"],
    ["2001:db8::/32", "2001:db8::/32"],
    ["2001:db8:0:8000::/49", "2001:db8:0:8000::/49"],
    ["::1/128", "::1"],
  ])("%j is %s", (text, range) => {
    expect(readAddressRange(text)).toBe(range);
  });

  it.each([
    "",
    "canary",
    "203.0.113",
    "203.0.113.256",
    "010.0.0.1",
    "203.0.113.7/24",
    "203.0.113.0/33",
    "203.0.113.0/",
    "203.0.113.0/024",
    "203.0.113.0/24/8",
    "0.0.0.0/0",
    "::/0",
    "2001:db8::1/32",
    "2001:db8:0:8000::/48",
    "2001:db8::/129",
    "fe80::1%eth0",
    "::ffff:203.0.113.0/120",
    "example.com",
  ])("%j is none", (text) => {
    expect(readAddressRange(text)).toBeNull();
  });

  it("has the addresses of its networks and no others", () => {
    const ranges = new AddressRanges(["203.0.113.0/24", "198.51.100.7", "2001:db8::/32"]);
    for (const address of [
      "203.0.113.0",
      "203.0.113.255",
      "::ffff:203.0.113.9",
      "198.51.100.7",
      "2001:db8:ff::1",
    ]) {
      expect({ address, has: ranges.has(address) }).toEqual({ address, has: true });
    }
    for (const address of [
      "203.0.112.255",
      "198.51.100.8",
      "2001:db9::",
      "::ffff:203.0.114.1",
      "::1",
      "",
      "canary",
    ]) {
      expect({ address, has: ranges.has(address) }).toEqual({ address, has: false });
    }
  });
});
