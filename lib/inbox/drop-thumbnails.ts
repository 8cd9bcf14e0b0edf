/** WAProto's names for small pictures that stand inside a message; a replay needs none of them. */
const thumbnails = new Set([
  "jpegthumbnail",
  "pngthumbnail",
  "thumbnail",
  "thumbnaildata",
  "faviconthumbnail",
]);
export const droppedThumbnail = "[thumbnail]";

/** A copy of a delivery's body without the pictures in it, as base64 or as bytes in whatever form. */
export function dropThumbnails(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(dropThumbnails);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      thumbnails.has(key.toLowerCase()) && isPicture(item) ? droppedThumbnail : dropThumbnails(item),
    ]),
  );
}

/** A short text under such a name is no picture: an address, a word. */
function isPicture(item: unknown): boolean {
  return typeof item === "string" ? item.length > 200 : typeof item === "object" && item !== null;
}
