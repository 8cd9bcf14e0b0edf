import type { Language } from "../../base/language.ts";

/** The kinds of tasks, as what they do. */
export const taskWords: Record<Language, Record<string, string>> = {
  it: {
    fetch_file: "scaricare un file da WhatsApp",
    write_back: "riportare nel centralino che la bolletta è arrivata",
    tell_templates: "mandare un testo a WhatsApp da approvare",
    list_templates: "leggere da WhatsApp lo stato dei testi",
    fetch_lead: "leggere un contatto annunciato da un modulo",
    list_leads: "cercare i contatti dei moduli di cui nessuno ci ha avvisato",
    send_summary: "spedire un riepilogo",
  },
  en: {
    fetch_file: "fetch a file from WhatsApp",
    write_back: "write back to the calls' vendor that the bill is in",
    tell_templates: "send a text to WhatsApp to be approved",
    list_templates: "read from WhatsApp where the texts stand",
    fetch_lead: "read a lead that a form announced",
    list_leads: "look for leads of forms that nobody told us of",
    send_summary: "send a summary",
  },
};
