import { expect, it } from "vitest";
import { Problem } from "../../../lib/base/problem.ts";
import { authenticateWasender } from "../../../lib/vendors/wasender/authenticate-wasender.ts";

const secret = "0123456789abcdef0123456789abcdef";

it.each<[scenario: string, configured: string | null, header: string | null, code: string | null]>([
  ["the shared secret itself opens", secret, secret, null],
  ["a line break behind the configured one does not matter", `${secret}\n`, secret, null],
  ["none configured", null, secret, "not_configured"],
  ["none configured, none sent", null, null, "not_configured"],
  ["an empty one configured lets nobody in", "", "", "not_configured"],
  ["blanks configured", "  ", "  ", "not_configured"],
  ["no header", secret, null, "unauthorized"],
  ["an empty header", secret, "", "unauthorized"],
  ["a wrong one of the same length", secret, secret.replace("0", "1"), "unauthorized"],
  ["a prefix", secret, secret.slice(0, -1), "unauthorized"],
  ["a longer one", secret, `${secret}0`, "unauthorized"],
  ["other case", secret, secret.toUpperCase(), "unauthorized"],
])("%s", (_scenario, configured, header, code) => {
  const headers = new Headers(header === null ? {} : { "X-Webhook-Signature": header });
  const authenticate = () => authenticateWasender(headers, configured);
  if (code === null) return expect(authenticate).not.toThrow();
  expect(authenticate).toThrow(Problem);
  expect(authenticate).toThrow(expect.objectContaining({ code }));
  expect(authenticate).not.toThrow(secret);
});
