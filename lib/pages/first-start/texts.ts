import type { Language } from "../../base/language.ts";

const it = {
  title: "Primi passi",
  intro: (done: number) =>
    done === 4
      ? "È tutto pronto: qui arrivano le persone chiamate."
      : `${done} di 4 fatti. Poi qui trovi le persone chiamate.`,
  done: "fatto",
  todo: "da fare",
  channel: "Collega il numero",
  channelHelp: "È il WhatsApp da cui partono i messaggi. Si collega una volta sola, con il codice QR.",
  channelLink: "Vai al numero",
  call: "Collega CloudTalk",
  callHelp:
    "In CloudTalk incolla questo indirizzo: alla fine di ogni chiamata ci avvisa. Il passo è fatto con la prima chiamata.",
  address: (title: string) => `Indirizzo per ${title}`,
  text: "Leggi il testo",
  textHelp: "È il messaggio che parte dopo la chiamata. Controlla soprattutto il nome di chi scrive.",
  textLink: "Leggi e cambia",
  textKeep: "Va bene così",
  invite: "Invita i colleghi",
  inviteHelp: "Ognuno entra con la sua e-mail, e vedi chi ha risposto a chi.",
  inviteLink: "Invita",
  inviteKeep: "Per ora sono solo io",
  manager: "un responsabile",
  admin: "un amministratore",
  mayDo: (names: string[], role: string) =>
    names.length === 0
      ? `Lo fa ${role}.`
      : `Lo può fare ${new Intl.ListFormat("it", { type: "disjunction" }).format(names)}.`,
};

export type FirstStartTexts = typeof it;

export const firstStartTexts: Record<Language, FirstStartTexts> = {
  it,
  en: {
    title: "First steps",
    intro: (done) =>
      done === 4
        ? "Everything is ready: the people who were called come in here."
        : `${done} of 4 done. After that, the people who were called are here.`,
    done: "done",
    todo: "to do",
    channel: "Connect the number",
    channelHelp: "The WhatsApp that messages leave from. It is connected once, with the QR code.",
    channelLink: "To the number",
    call: "Connect CloudTalk",
    callHelp:
      "Paste this address in CloudTalk: it tells us of the end of each call. The first call ticks this step.",
    address: (title) => `Address for ${title}`,
    text: "Read the text",
    textHelp: "The message that leaves after a call. Look above all at the name of who writes.",
    textLink: "Read and change",
    textKeep: "It is good as it is",
    invite: "Invite your colleagues",
    inviteHelp: "Each signs in with an e-mail of their own, and you see who answered whom.",
    inviteLink: "Invite",
    inviteKeep: "It is only me for now",
    manager: "A manager",
    admin: "An admin",
    mayDo: (names, role) =>
      names.length === 0
        ? `${role} does this.`
        : `${new Intl.ListFormat("en", { type: "disjunction" }).format(names)} can do this.`,
  },
};
