import type { Language } from "../../base/language.ts";

/** The few words of leads that the chat says: all others are loaded with their pages. */
const it = {
  /** Names of the sources that bring leads; another one is shown by its own. */
  sources: {
    meta_ads: "Facebook o Instagram",
    google_ads: "Google",
    import: "da un file",
    api: "da un programma",
    whatsapp: "ha scritto",
    staff: "aggiunto a mano",
  } as Record<string, string>,
  filledIn: "Ha compilato il modulo",
  ticked: "Sì",
  lead: "Lead",
};

const en: typeof it = {
  sources: {
    meta_ads: "Facebook or Instagram",
    google_ads: "Google",
    import: "from a file",
    api: "from a program",
    whatsapp: "wrote to us",
    staff: "added by hand",
  },
  filledIn: "Filled in the form",
  ticked: "Yes",
  lead: "Lead",
};

export const sourceTexts: Record<Language, typeof it> = { it, en };
