/** A copy without the session's API key, which real webhooks carry as `sessionId`, and Google's key. */
export function maskSecrets<T>(value: T): T {
  return JSON.parse(
    JSON.stringify(value, (key, inner) => (key === "sessionId" || key === "google_key" ? "•••" : inner)),
  );
}
