import { BlockList, isIP } from "node:net";
import { LRUCache } from "lru-cache";

/** What somebody may write where addresses are named, and what is wrong where it is none of it. Repeats nothing of what was written. */
export const ADDRESS_RANGE_PROBLEM =
  "Write an address or a network: 203.0.113.7, 203.0.113.0/24, 2001:db8::/32. A network is named by its first address, an IPv4 one as " +
  "such, and one of every address (/0) limits nothing.";

/** Addresses that a list remembers its answer of: proxies are few, and a key's programs call from few places. */
const REMEMBERED_MAX = 1_000;

/** Addresses and networks of IPv4 and IPv6, as `readAddressRange` writes them. */
export class AddressRanges {
  readonly #list = new BlockList();
  /** Because each look at Node's list makes an object outside the heap, which costs a request more than its key's check. */
  readonly #answers = new LRUCache<string, boolean>({ max: REMEMBERED_MAX });

  readonly #isEmpty: boolean;

  constructor(ranges: readonly string[]) {
    this.#isEmpty = ranges.length === 0;
    for (const range of ranges) {
      const [address, prefix] = range.split("/") as [string, string?];
      if (prefix === undefined) this.#list.addAddress(address, familyOf(address));
      else this.#list.addSubnet(address, Number(prefix), familyOf(address));
    }
  }

  /** An IPv4 address counts as itself where it arrives as an IPv6 one (`::ffff:203.0.113.7`); what is no address is in no range. */
  has(address: string): boolean {
    if (this.#isEmpty) return false;
    let isIn = this.#answers.get(address);
    if (isIn === undefined) {
      isIn = this.#list.check(address, familyOf(address));
      this.#answers.set(address, isIn);
    }
    return isIn;
  }
}

/** A range in the one way of writing it (RFC 5952 for IPv6), so that it compares as a text; null where it is none. */
export function readAddressRange(text: string): string | null {
  const [written, suffix, ...more] = text.trim().split("/") as [string, ...string[]];
  // A zone (`%eth0`) means something on one machine only.
  if (isIP(written) === 0 || written.includes("%") || more.length > 0) return null;
  const address = canonical(written);
  const bits = bitsOf(address);
  if (address.startsWith("::ffff:")) return null;
  if (suffix === undefined) return address;
  const prefix = /^[1-9]\d{0,2}$/.test(suffix) ? Number(suffix) : 0;
  if (prefix === 0 || prefix > bits.length || bits.includes("1", prefix)) return null;
  return prefix === bits.length ? address : `${address}/${prefix}`;
}

function familyOf(address: string): "ipv4" | "ipv6" {
  return address.includes(":") ? "ipv6" : "ipv4";
}

function canonical(address: string): string {
  return isIP(address) === 4 ? address : new URL(`http://[${address}]`).hostname.slice(1, -1);
}

/** The bits of a canonical address, a character each. */
function bitsOf(address: string): string {
  if (!address.includes(":")) return bitsOfNumbers(address.split("."), 10, 8);
  const [head = [], tail = []] = address.split("::").map((part) => (part === "" ? [] : part.split(":")));
  const zeros = Array.from({ length: 8 - head.length - tail.length }, () => "0");
  return bitsOfNumbers([...head, ...zeros, ...tail], 16, 16);
}

function bitsOfNumbers(numbers: readonly string[], radix: number, width: number): string {
  return numbers.map((number) => parseInt(number, radix).toString(2).padStart(width, "0")).join("");
}
