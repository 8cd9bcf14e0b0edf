import { BlockList, isIP } from "node:net";

/** What is no one's own on the internet (IANA special-purpose address registries, IPv4 and IPv6). */
const special = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  special.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  // 6to4 carries any IPv4 address inside.
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  special.addSubnet(network, prefix, "ipv6");
/** The only IPv6 that is routed; everything else is special, IPv4 inside of IPv6 included. */
const routed = new BlockList();
routed.addSubnet("2000::", 3, "ipv6");

/** Whether an IP address is one of the open internet: not private, loopback, link-local or otherwise special. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/%.*$/, "");
  if (isIP(bare) === 4) return !special.check(bare, "ipv4");
  return isIP(bare) === 6 && routed.check(bare, "ipv6") && !special.check(bare, "ipv6");
}

export function isLoopback(address: string): boolean {
  return address === "::1" || (isIP(address) === 4 && address.startsWith("127."));
}
