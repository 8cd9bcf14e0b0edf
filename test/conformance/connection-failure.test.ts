import { describe, expect, it } from "vitest";
import { connectionFailure } from "../../lib/vendors/shared/connection-failure.ts";

describe("errors that can't be provoked here", () => {
  const failed = (cause: object) => Object.assign(new TypeError("fetch failed"), { cause });
  const connectTo = (code: string) => Object.assign(new Error(code), { code, syscall: "connect" });
  it.each<[scenario: string, cause: object, failure: string]>([
    ["undici's connect timeout", { code: "UND_ERR_CONNECT_TIMEOUT" }, "unreachable"],
    ["refused, in few words", { code: "ECONNREFUSED" }, "unreachable"],
    ["DNS that is away", { code: "EAI_AGAIN", syscall: "getaddrinfo" }, "unreachable"],
    ["no route at all", connectTo("EHOSTUNREACH"), "unreachable"],
    ["a route lost on the way", { code: "EHOSTUNREACH", syscall: "read" }, "connection_lost"],
    ["a connect timeout of the system", connectTo("ETIMEDOUT"), "unreachable"],
    ["a read timeout of the system", { code: "ETIMEDOUT", syscall: "read" }, "connection_lost"],
    ["an expired certificate", { code: "CERT_HAS_EXPIRED" }, "unreachable"],
    ["somebody else's certificate", { code: "ERR_TLS_CERT_ALTNAME_INVALID" }, "unreachable"],
    ["a self-signed one", { code: "DEPTH_ZERO_SELF_SIGNED_CERT" }, "unreachable"],
    [
      "a broken TLS record later on",
      { code: "ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC" },
      "connection_lost",
    ],
    ["a broken pipe", { code: "EPIPE", syscall: "write" }, "connection_lost"],
    ["undici's patience with headers", { code: "UND_ERR_HEADERS_TIMEOUT" }, "timeout"],
    ["a number as code", { code: 20, name: "AbortError" }, "connection_lost"],
    [
      "both addresses refused",
      new AggregateError([connectTo("ECONNREFUSED"), connectTo("ENETUNREACH")]),
      "unreachable",
    ],
    [
      "one address refused, the other reset",
      new AggregateError([connectTo("ECONNREFUSED"), { code: "ECONNRESET", syscall: "read" }]),
      "connection_lost",
    ],
  ])("%s", (_scenario, cause, failure) => expect(connectionFailure(failed(cause))).toBe(failure));
});
