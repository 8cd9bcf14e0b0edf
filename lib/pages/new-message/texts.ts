import type { Language } from "../../base/language.ts";

const it = {
  title: "Nuovo messaggio",
  intro: "Cerca una persona che c'è già, o scrivi un numero nuovo.",
  to: "Persona o numero",
  toPlaceholder: "Rossi, o 333 123 4567",
  search: "Cerca",
  name: "Nome",
  nameHelp: "Solo se è una persona nuova",
  text: "Messaggio",
  template: "oppure un testo pronto",
  noTemplate: "Nessuno: scrivo io",
  send: "Invia",
  known: "Ci sono già",
  open: "Apri",
  isNew: (phone: string) => `Numero nuovo: ${phone}`,
  isMended: (phone: string) => `Leggiamo ${phone}`,
  isFixed: (phone: string) =>
    `${phone} sembra un numero fisso: di solito WhatsApp non c'è. Chiedi un cellulare, o prova lo stesso.`,
  noOne: (q: string) => `Nessuno con «${q}», e non è un numero di telefono.`,
  same: (name: string) => `C'è già «${name}», con cui avete parlato da poco. È la stessa persona?`,
  sameSend: "No, invia a questo numero",
  problems: {
    number: "Scrivi un numero di telefono, o scegli una persona qui sotto.",
    empty: "Scrivi un messaggio, o scegli un testo pronto.",
    long: "È troppo lungo: un messaggio ha al massimo 4.096 caratteri.",
  },
};

const en: typeof it = {
  title: "New message",
  intro: "Look for somebody who is there already, or type a new number.",
  to: "Person or number",
  toPlaceholder: "Rossi, or 333 123 4567",
  search: "Search",
  name: "Name",
  nameHelp: "Only for somebody new",
  text: "Message",
  template: "or a ready text",
  noTemplate: "None: I write it",
  send: "Send",
  known: "Already there",
  open: "Open",
  isNew: (phone) => `New number: ${phone}`,
  isMended: (phone) => `Read as ${phone}`,
  isFixed: (phone) =>
    `${phone} looks like a landline: WhatsApp is seldom there. Ask for a mobile, or try all the same.`,
  noOne: (q) => `Nobody with “${q}”, and it is no phone number.`,
  same: (name) => `There is “${name}” already, with whom you spoke just now. Is it the same person?`,
  sameSend: "No, send to this number",
  problems: {
    number: "Type a phone number, or choose somebody below.",
    empty: "Write a message, or choose a ready text.",
    long: "It is too long: a message has 4,096 characters at most.",
  },
};

export type NewMessageTexts = typeof it;
export const newMessageTexts: Record<Language, NewMessageTexts> = { it, en };
