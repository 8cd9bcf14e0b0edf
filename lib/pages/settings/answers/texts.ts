import type { Language } from "../../../base/language.ts";

const it = {
  title: "Testi pronti",
  intro: "Risposte da avere sottomano: scrivendo a un cliente, basta una barra e la parola, come /agosto.",
  summary: (n: number) => (n === 1 ? "1 testo pronto" : `${n} testi pronti`),
  add: "Nuovo testo pronto",
  shortcut: "Parola",
  shortcutHelp: "Dopo la barra: lettere minuscole, numeri e trattini.",
  name: "Titolo",
  body: "Testo",
  badShortcut: "Solo lettere minuscole, numeri e trattini, al massimo 30.",
  badName: "Scrivi un titolo, al massimo 60 caratteri.",
  badBody: "Scrivi un testo; fra le graffe può stare solo uno dei nomi dei testi, come {contact_first_name}.",
  taken: "Un altro testo pronto ha già questa parola.",
  edit: "Modifica",
  remove: "Rimuovi",
  removeHelp: "I messaggi già scritti restano.",
  removeConfirm: "Conferma: rimuovi",
  none: "Ancora nessun testo pronto.",
  notices: { saved: "Salvato.", removed: "Rimosso." } as Record<string, string>,
};

export type AnswersTexts = typeof it;

export const answersTexts: Record<Language, AnswersTexts> = {
  it,
  en: {
    title: "Ready answers",
    intro:
      "Answers to have at hand: when you write to a customer, a slash and the word will do, like /agosto.",
    summary: (n) => (n === 1 ? "1 ready answer" : `${n} ready answers`),
    add: "New ready answer",
    shortcut: "Word",
    shortcutHelp: "After the slash: small letters, digits and hyphens.",
    name: "Title",
    body: "Text",
    badShortcut: "Only small letters, digits and hyphens, 30 at most.",
    badName: "Write a title, 60 characters at most.",
    badBody: "Write a text; braces may hold only one of the names of the texts, like {contact_first_name}.",
    taken: "Another ready answer has this word already.",
    edit: "Edit",
    remove: "Remove",
    removeHelp: "Messages already written stay.",
    removeConfirm: "Confirm: remove",
    none: "No ready answers yet.",
    notices: { saved: "Saved.", removed: "Removed." },
  },
};
