import { isIP } from "node:net";
import { isPublicAddress } from "../files/is-public-address.ts";

/** https, no password in it, and not plainly of this machine or network; where its name leads is looked at with each post. */
export function isPublicUrl(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || url.protocol !== "https:" || `${url.username}${url.password}` !== "") return false;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  return isIP(host) ? isPublicAddress(host) : host.includes(".");
}
