/** `call_id`, `callId`, `Call ID` and `call.id` are one name. */
export function canonicalKey(key: string): string {
  return key
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, "");
}
