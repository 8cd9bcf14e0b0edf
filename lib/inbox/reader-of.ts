import type { Events, Reader } from "../vendors/vendor.ts";

/** How a vendor's bodies are read, now and when they are read again: what a source that only adds tells is marked as such. */
export async function readerOf({ reader, addsOnly }: Events): Promise<Reader> {
  const read = await reader();
  if (!addsOnly) return read;
  return (kept, reading) => {
    const { delivery, body } = read(kept, reading);
    const values = delivery.values.map((value) => ({ ...value, unproved: true as const }));
    return { delivery: { ...delivery, values }, body };
  };
}
