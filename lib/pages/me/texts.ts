import type { Language } from "../../base/language.ts";

const it = {
  title: "Il tuo profilo",
  name: "Nome",
  nameHelp: "Come ti leggono i colleghi.",
  email: "E-mail",
  language: "Lingua",
  phone: "Il tuo cellulare",
  phoneHelp: "Facoltativo: per ricevere un testo di prova.",
  summaries: "Riepilogo per e-mail",
  summary: { morning: "La mattina, alle 08:30", evening: "La sera, alle 18:30" },
  summariesHelp:
    "Chi aspetta una risposta, chi richiamare, bollette da controllare e problemi. Nei giorni in cui l'azienda è aperta, e solo se c'è qualcosa.",
  noMail: "Per ora non parte: un amministratore deve impostare l'e-mail in Impostazioni → Avvisi.",
  save: "Salva",
  saved: "Salvato.",
  password: "Password",
  changePassword: "Cambia la password",
  wrongName: "Scrivi un nome, al massimo 80 caratteri.",
  wrongPhone:
    "Questo numero non esiste: scrivilo come 333 123 4567, o con il prefisso come +39 333 123 4567.",
  callsAs: "In CloudTalk ti chiami",
};

export type MeTexts = typeof it;

export const meTexts: Record<Language, MeTexts> = {
  it,
  en: {
    title: "Your profile",
    name: "Name",
    nameHelp: "As colleagues read it.",
    email: "E-mail",
    language: "Language",
    phone: "Your mobile",
    phoneHelp: "Optional: to have a text sent to you for a try.",
    summaries: "Summary by e-mail",
    summary: { morning: "In the morning, at 08:30", evening: "In the evening, at 18:30" },
    summariesHelp:
      "Who waits for an answer, whom to call back, bills to check and problems. On the days the company is open, and only if there is something.",
    noMail: "It is not sent yet: an admin has to set e-mail in Settings → Alerts.",
    save: "Save",
    saved: "Saved.",
    password: "Password",
    changePassword: "Change the password",
    wrongName: "Write a name, 80 characters at most.",
    wrongPhone: "There is no such number: write it with its country, like +39 333 123 4567.",
    callsAs: "In CloudTalk you are",
  },
};
