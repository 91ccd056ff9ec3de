import { isIPv6 } from "node:net";

const MAPPED_IPV4 = "::ffff:";
const GROUPS = 8;
const NETWORK_GROUPS = 4;

/**
 * What an address is counted under: itself, or of an IPv6 address the network of 64 bits it is in, whose every address one client may
 * take (RFC 6177, section 2).
 */
export function networkOf(address: string): string {
  const [ip = ""] = address.toLowerCase().split("%");
  if (!isIPv6(ip)) return ip;
  if (ip.startsWith(MAPPED_IPV4) && ip.includes(".")) return ip.slice(MAPPED_IPV4.length);
  const [head = "", tail] = ip.split("::");
  const before = head === "" ? [] : head.split(":");
  const after = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : GROUPS - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(zeros, 0)).fill("0"), ...after];
  return groups
    .slice(0, NETWORK_GROUPS)
    .map((group) => group.replace(/^0+(?=.)/, ""))
    .join(":");
}
