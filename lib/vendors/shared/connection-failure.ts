export type ConnectionFailure = "unreachable" | "connection_lost" | "timeout" | "unreadable_answer";

/** Errors of a connection that never stood, so that no byte of a request left. */
const neverConnected =
  /^(ECONNREFUSED|ENOTFOUND|EAI_\w+|UND_ERR_CONNECT_TIMEOUT|CERT_\w+|SELF_SIGNED_\w+|DEPTH_ZERO_\w+|UNABLE_TO_\w+|ERR_TLS_\w+|HOSTNAME_MISMATCH|INVALID_CA|INVALID_PURPOSE|PATH_LENGTH_EXCEEDED)$/;
/** OpenSSL's words while it shakes hands; a bad record later says something else. */
const handshake =
  /WRONG_VERSION_NUMBER|HANDSHAKE|PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|UNRECOGNIZED_NAME|CERT/;

/**
 * Sorts what `fetch` throws (Node 24, undici: `TypeError: fetch failed` with the reason as its cause; a broken
 * body is `terminated`). Whatever is not known to come before the request counts as after it.
 *
 * A reset during the TLS handshake is `read ECONNRESET` like any other, so it stays ambiguous; a clean end
 * during it says so in words.
 */
export function connectionFailure(error: unknown): ConnectionFailure {
  const cause = (error instanceof Error && error.cause) || error;
  const { code, syscall, name, message } = describe(cause);
  if (neverConnected.test(code) || syscall === "connect" || syscall === "getaddrinfo") return "unreachable";
  if (code.startsWith("ERR_SSL_") && handshake.test(code)) return "unreachable";
  if (message.includes("before secure TLS connection was established")) return "unreachable";
  if (message === "bad port" || message === "unknown scheme") return "unreachable";
  if (code === "UND_ERR_HEADERS_TIMEOUT" || code === "UND_ERR_BODY_TIMEOUT") return "timeout";
  if (name === "HTTPParserError" || /^(HPE_|Z_|UND_ERR_HEADERS_OVERFLOW)/.test(code))
    return "unreadable_answer";
  return "connection_lost";
}

/** What went wrong, for staff: the cause's words rather than "fetch failed". */
export function failureText(error: unknown): string {
  const { code, message } = describe((error instanceof Error && error.cause) || error);
  return message || code || "no reason given";
}

type Described = Record<"code" | "syscall" | "name" | "message", string>;

/** Two addresses tried give an AggregateError without words of its own: its most doubtful error speaks for it. */
function describe(cause: unknown): Described {
  if (cause instanceof AggregateError && cause.errors.length > 0) {
    const doubtful = cause.errors.find((error) => connectionFailure(error) !== "unreachable");
    return describe(doubtful ?? cause.errors[0]);
  }
  const { code, syscall, name, message } = (
    typeof cause === "object" && cause !== null ? cause : { message: cause }
  ) as Record<string, unknown>;
  return { code: text(code), syscall: text(syscall), name: text(name), message: text(message) };
}

/** A DOMException's `code` is a number. */
function text(value: unknown): string {
  return value === undefined || value === null ? "" : String(value);
}
