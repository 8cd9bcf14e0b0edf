import type { Language } from "../../base/language.ts";

const it = {
  title: "Quando qualcuno scrive",
  intro:
    "Vale quando guardi altrove: un'altra scheda, un altro programma, o un'altra pagina di qui. Il monitor deve restare aperto.",
  label: "Avvisami con",
  sound: "Un suono",
  notice: "Una notifica del browser",
  noticeHelp: "La notifica dice quante persone hanno scritto, mai chi.",
  denied: "Il browser la blocca: permetti le notifiche di questo sito, accanto all'indirizzo, e riprova.",
  save: "Salva",
  wrote: (count: number) => (count === 1 ? "Ha scritto una persona" : `Hanno scritto ${count} persone`),
};

export type ToldTexts = typeof it;

export const toldTexts: Record<Language, ToldTexts> = {
  it,
  en: {
    title: "When somebody writes",
    intro:
      "For when you look elsewhere: another tab, another program, or another page of this one. The monitor has to stay open.",
    label: "Tell me by",
    sound: "A sound",
    notice: "A notification of the browser",
    noticeHelp: "The notification says how many people wrote, never who.",
    denied: "The browser blocks it: allow this site's notifications, beside its address, and try again.",
    save: "Save",
    wrote: (count) => (count === 1 ? "One person wrote" : `${count} people wrote`),
  },
};
