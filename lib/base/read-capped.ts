export interface CappedText {
  text: string;
  /** There may have been more. */
  isCut: boolean;
}

/** At most `maxBytes` (unpacked) of the body as text: nobody's answer may fill our memory. */
export async function readCapped(response: Response, maxBytes: number): Promise<CappedText> {
  if (response.body === null) return { text: "", isCut: false };
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let left = maxBytes; left > 0; ) {
    const { done, value } = await reader.read();
    if (done) return { text: text + decoder.decode(), isCut: false };
    const chunk = value.subarray(0, left);
    text += decoder.decode(chunk, { stream: true });
    left -= chunk.length;
  }
  reader.cancel().catch(() => {});
  return { text, isCut: true };
}
