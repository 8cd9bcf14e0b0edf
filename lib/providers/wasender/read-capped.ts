/** At most `maxBytes` of the body as text: nobody's proxy page may fill our memory. */
export async function readCapped(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return "";
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  for (let left = maxBytes; left > 0; ) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    const chunk = value.subarray(0, left);
    text += decoder.decode(chunk, { stream: true });
    left -= chunk.length;
  }
  reader.cancel().catch(() => {});
  return text;
}
