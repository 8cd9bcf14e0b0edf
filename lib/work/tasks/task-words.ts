import type { Language } from "../../base/language.ts";

/** The kinds of tasks, as what they do. */
export const taskWords: Record<Language, Record<string, string>> = {
  it: {
    fetch_file: "scaricare un file da WhatsApp",
    write_back: "riportare nel centralino che la bolletta è arrivata",
    send_summary: "spedire un riepilogo",
  },
  en: {
    fetch_file: "fetch a file from WhatsApp",
    write_back: "write back to the calls' vendor that the bill is in",
    send_summary: "send a summary",
  },
};
