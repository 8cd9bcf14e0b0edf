import type { Language } from "../../base/language.ts";
import type { PasswordProblem } from "../../web/password-problem.ts";

interface PasswordTexts {
  title: string;
  intro: string;
  password: string;
  current: string;
  help: string;
  save: string;
  changed: string;
  wrongCurrent: string;
  gone: string;
  goneHelp: string;
  toSignIn: string;
  problems: Record<PasswordProblem, string>;
}

/** Words of setting and changing a password. */
export const passwordTexts: Record<Language, PasswordTexts> = {
  it: {
    title: "Scegli la tua password",
    intro: "Da adesso entri con la tua e-mail e questa password. Non la vede nessun altro.",
    password: "Nuova password",
    current: "Password di adesso",
    help: "Almeno 10 caratteri. Vanno bene anche tre o quattro parole con gli spazi.",
    save: "Salva ed entra",
    changed: "Password cambiata. Dagli altri dispositivi devi entrare di nuovo.",
    wrongCurrent: "Non è la password di adesso.",
    gone: "Questo link non vale più",
    goneHelp:
      "È già stato usato, o è scaduto. Chiedi a un amministratore di fartene uno nuovo: lo trova in Impostazioni → Persone e ruoli.",
    toSignIn: "Vai all'accesso",
    problems: {
      short: "Troppo corta: servono almeno 10 caratteri.",
      long: "Troppo lunga: al massimo 72 caratteri.",
      weak: "Troppo facile da indovinare: scegline una più lunga, o con lettere, numeri e segni.",
      same: "È quella di prima: scegline un'altra.",
    },
  },
  en: {
    title: "Choose your password",
    intro: "From now on you sign in with your e-mail and this password. Nobody else sees it.",
    password: "New password",
    current: "Password of now",
    help: "At least 10 characters. Three or four words with blanks will do.",
    save: "Save and sign in",
    changed: "Password changed. On other devices you sign in again.",
    wrongCurrent: "This is not the password of now.",
    gone: "This link holds no longer",
    goneHelp:
      "It was used already, or its time is over. Ask an admin for a new one: it is made under Settings → People and roles.",
    toSignIn: "Go to sign-in",
    problems: {
      short: "Too short: it needs at least 10 characters.",
      long: "Too long: 72 characters at most.",
      weak: "Too easy to guess: choose a longer one, or one with letters, digits and signs.",
      same: "This is the one of before: choose another.",
    },
  },
};
