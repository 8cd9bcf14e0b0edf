const longest = 300;

/** A provider's words as one short line for staff, without the key: some servers echo what they refuse. */
export function staffText(text: string, apiKey: string): string {
  const keys = [...new Set([apiKey, apiKey.trim(), encodeURIComponent(apiKey.trim().toWellFormed())])].filter(
    (key) => key !== "",
  );
  const safe = keys.reduce((rest, key) => rest.replaceAll(key, "[api key]"), text);
  const line = safe.replace(/[\s\p{Cc}]+/gu, " ").trim();
  return line.length > longest ? `${line.slice(0, longest - 1).toWellFormed()}…` : line;
}
