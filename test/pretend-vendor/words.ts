import type { Language } from "../../lib/base/language.ts";
import type { VendorWords } from "../../lib/vendors/vendor.ts";

export const pretendWords: Record<Language, VendorWords> = {
  it: {
    source: "Pretend (messaggi)",
    connect: "In Pretend incolla questo indirizzo:",
    never: "Guarda se in Pretend c'è il nostro indirizzo.",
    silent: "Guarda se in Pretend il numero è ancora acceso.",
    heard: { message: "Porta i messaggi finti.", status: "Porta le spunte finte." },
    reasons: {
      bad_key: "Pretend non riconosce la chiave.",
      plan_ended: "Il piano di Pretend è finito.",
      session_down: "Il numero di Pretend è spento.",
    },
    remedies: {
      bad_key: "Copia da Pretend la chiave (PRETEND_API_KEY).",
      plan_ended: "Rinnova il piano di Pretend.",
      session_down: "Riaccendi il numero in Pretend.",
    },
    alerts: {
      bad_key: "Pretend rifiuta la chiave, non parte niente",
      plan_ended: "il piano di Pretend è finito",
    },
    passes: {},
  },
  en: {
    source: "Pretend (messages)",
    connect: "Paste this address at Pretend:",
    never: "See whether Pretend has our address.",
    silent: "See whether the number is still on at Pretend.",
    heard: { message: "Brings pretended messages.", status: "Brings pretended ticks." },
    reasons: {
      bad_key: "Pretend does not know the key.",
      plan_ended: "The plan of Pretend is over.",
      session_down: "The number at Pretend is off.",
    },
    remedies: {
      bad_key: "Copy the key from Pretend (PRETEND_API_KEY).",
      plan_ended: "Renew the plan of Pretend.",
      session_down: "Switch the number on at Pretend.",
    },
    alerts: {
      bad_key: "Pretend refuses the key, nothing leaves",
      plan_ended: "the plan of Pretend is over",
    },
    passes: {},
  },
};
