/** Our sentences around an answer (a vendor's sort-send, answer-summary). */
const frames = [/\(HTTP \d{3}: (.+)\)\.$/s, /^.{1,40} answered HTTP \d{3}: (.+)\.$/s];

/** What the vendor itself said, out of a sentence of ours that quotes it; null when it said nothing. */
export function vendorWords(sentence: string | null): string | null {
  const quoted = frames.map((frame) => frame.exec(sentence ?? "")?.[1]);
  return quoted.find((words) => words !== undefined) ?? null;
}
