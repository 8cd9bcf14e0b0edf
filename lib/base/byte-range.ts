/** First and last byte, both inside. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * What a Range header asks of a file of `size` bytes (RFC 9110, 14.2): one range, `whole` where the header asks for nothing
 * that we know (another unit, several ranges, no numbers), `none` where no byte of it exists: 416.
 */
export function byteRange(header: string | undefined, size: number): ByteRange | "whole" | "none" {
  const [, from = "", to = ""] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "") ?? [];
  if (from === "" && to === "") return "whole";
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? "none" : { first: size - length, last: size - 1 };
  }
  const first = Number(from);
  if (to !== "" && Number(to) < first) return "whole";
  return first >= size ? "none" : { first, last: to === "" ? size - 1 : Math.min(Number(to), size - 1) };
}
