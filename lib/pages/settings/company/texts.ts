import type { Language } from "../../../base/language.ts";

const it = {
  title: "Azienda",
  intro: "Come vi chiamate, e con quale orologio si va.",
  name: "Nome dell'azienda",
  timeZone: "Fuso orario",
  timeZoneHelp: "Vale per orari di invio, riepiloghi e per le ore che si leggono nelle pagine.",
  country: "Paese dei numeri senza prefisso",
  badName: "Scrivi un nome, al massimo 80 caratteri.",
  saved: "Salvato.",
};

export type CompanyTexts = typeof it;

export const companyTexts: Record<Language, CompanyTexts> = {
  it,
  en: {
    title: "Company",
    intro: "What you are called, and by which clock it goes.",
    name: "Name of the company",
    timeZone: "Time zone",
    timeZoneHelp: "It holds for sending hours, summaries, and the times on the pages.",
    country: "Country of numbers without a prefix",
    badName: "Write a name, 80 characters at most.",
    saved: "Saved.",
  },
};
