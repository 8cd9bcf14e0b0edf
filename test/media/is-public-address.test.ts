import { expect, test } from "vitest";
import { isPublicAddress } from "../../lib/work/files/is-public-address.ts";

test.for(["8.8.8.8", "104.16.1.1", "172.32.0.1", "192.169.0.1", "2606:4700::1111", "2a00:1450:4002::1"])(
  "%s is of the open internet",
  (address) => expect(isPublicAddress(address)).toBe(true),
);

test.for([
  "0.0.0.0",
  "10.1.2.3",
  "100.64.0.1",
  "127.0.0.1",
  "127.8.8.8",
  "169.254.169.254",
  "172.16.0.1",
  "172.31.255.255",
  "192.0.0.8",
  "192.168.1.1",
  "198.18.0.1",
  "203.0.113.5",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "::ffff:127.0.0.1",
  "::ffff:8.8.8.8",
  "64:ff9b::7f00:1",
  "fc00::1",
  "fd12:3456::1",
  "fe80::1",
  "fe80::1%eth0",
  "ff02::1",
  "2001:db8::1",
  "2001::1",
  "2002:7f00:1::",
  "localhost",
  "",
])("%s is not", (address) => expect(isPublicAddress(address)).toBe(false));
