import type { Language } from "../../../base/language.ts";

const it = {
  title: "Moduli",
  intro:
    "Che cosa significa ogni risposta dei moduli che portano contatti. Quello che non capiamo da soli, dillo qui: i contatti rimasti fuori si sistemano da soli.",
  none: "Ancora nessun modulo. Il primo contatto che arriva ne porta uno.",
  leads: (n: number) => (n > 1000 ? "più di 1000 contatti" : n === 1 ? "1 contatto" : `${n} contatti`),
  errors: (n: number) => (n === 1 ? "1 da sistemare" : `${n > 1000 ? "più di 1000" : n} da sistemare`),
  name: "Nome del modulo, per voi",
  guessed: (meaning: string) => `Capito da noi: ${meaning}`,
  unknown: "Una risposta come le altre",
  own: (label: string) => `Campo: ${label}`,
  samples: "Ultime risposte",
  last: "Ultimo:",
  save: "Salva",
  saved: "Salvato. I contatti da sistemare di questo modulo sono stati riletti.",
  keys: (vendor: string) => `Chiavi dei moduli di ${vendor}`,
  summary: "Che cosa significano le risposte",
};

const en: typeof it = {
  title: "Forms",
  intro:
    "What each answer means in the forms that bring leads. Say here what we do not understand by ourselves: leads that were left out are then placed by themselves.",
  none: "No form yet. The first lead that comes in brings one.",
  leads: (n) => (n > 1000 ? "more than 1000 leads" : n === 1 ? "1 lead" : `${n} leads`),
  errors: (n) => (n > 1000 ? "more than 1000 to mend" : `${n} to mend`),
  name: "Name of the form, for yourselves",
  guessed: (meaning) => `As we understand it: ${meaning}`,
  unknown: "An answer like the others",
  own: (label) => `Field: ${label}`,
  samples: "Latest answers",
  last: "Latest:",
  save: "Save",
  saved: "Saved. Leads of this form that were to be mended have been read again.",
  keys: (vendor) => `Keys of ${vendor}'s forms`,
  summary: "What the answers mean",
};

export const formsTexts: Record<Language, typeof it> = { it, en };
