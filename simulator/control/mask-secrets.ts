/** A copy without the session's API key, which real webhooks carry as `sessionId`. */
export function maskSecrets<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === "sessionId" ? "•••" : inner)));
}
