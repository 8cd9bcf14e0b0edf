import { phone } from "../../support/calls.ts";

export const numberId = "106540352242922";

/** A whole delivery of the field `messages`, as in Meta's published examples. */
export function delivered(value: object, number = numberId): Record<string, unknown> {
  const metadata = { display_phone_number: "15550783881", phone_number_id: number };
  return {
    object: "whatsapp_business_account",
    entry: [
      {
        id: "102290129340398",
        changes: [{ value: { messaging_product: "whatsapp", metadata, ...value }, field: "messages" }],
      },
    ],
  };
}

/** Customer n, as Meta writes a number. */
export const waId = (n: number) => phone(n).slice(1);
export const contact = (n: number, over: object = {}) => ({
  profile: { name: `Cliente ${n}` },
  wa_id: waId(n),
  ...over,
});

export function message(n: number, type: string, over: object = {}): Record<string, unknown> {
  return { from: waId(n), id: `wamid.IN-${n}`, timestamp: "1795251600", type, ...over };
}

export const textMessage = (n: number, body: string, over: object = {}) =>
  message(n, "text", { text: { body }, ...over });

export const graphError = (code: number, words: string, over: object = {}) => ({
  error: { message: `(#${code}) ${words}`, type: "OAuthException", code, fbtrace_id: "A1B2", ...over },
});

export const wabaId = "102290129340398";
/** A delivery of one change in another field. */
export const changed = (field: string, value: object) => ({
  object: "whatsapp_business_account",
  entry: [{ id: wabaId, time: 1795251600, changes: [{ field, value }] }],
});
