import { consentKey } from "../consent-key.ts";

/** What thumbs make of common words: SMS habits, in Italian and English. */
const shortForms = new Map(
  Object.entries({
    nn: "non",
    n: "non",
    x: "per",
    xfavore: "per favore",
    pf: "per favore",
    perfavore: "per favore",
    perpiacere: "per piacere",
    ke: "che",
    xke: "perche",
    xche: "perche",
    cmq: "comunque",
    grz: "grazie",
    grazzie: "grazie",
    thx: "thanks",
    tnx: "thanks",
    ty: "thanks",
    thankyou: "thank you",
    pls: "please",
    plz: "please",
    msg: "messaggi",
    mess: "messaggi",
    mex: "messaggi",
    sms: "messaggi",
    u: "you",
    ur: "your",
    dont: "don t",
    im: "i m",
    id: "i d",
    wont: "won t",
    bsta: "basta",
    stp: "stop",
    buongiorno: "buon giorno",
    buonasera: "buon sera",
    buonanotte: "buon note",
  }),
);

/** A text as its words are compared: "Nn mi scrivette +" is "non mi scrivete piu"; doubled letters count once. */
export function foldWords(text: string): string[] {
  const plus = text.replace(/(?<=\p{L})\s*\+(?!\p{N})/gu, " più");
  return consentKey(plus)
    .split(" ")
    .flatMap((word) => (shortForms.get(word) ?? word).split(" "))
    .map(foldWord)
    .filter(Boolean);
}

export function foldWord(word: string): string {
  return word.replace(/(\p{L})\1+/gu, "$1");
}
