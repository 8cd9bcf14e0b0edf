import { consentKey } from "./consent-key.ts";
import type { AnswerMeaning } from "./domain-value.ts";

type Known = Exclude<AnswerMeaning, `field:${string}`>;

/**
 * Whole questions, by what they are called in Italian and English files and forms; Google's and Meta's standard names among them.
 * Blanks, case, accents and signs do not count: `Full_Name`, `fullName`, `C.A.P.`, `e-mail`.
 * Left out for they mean several things: contatto, recapito, numero, stato, paese, indirizzo di fornitura, nome e telefono.
 */
const questions: Partial<Record<Known, string>> = {
  full_name:
    "full name, nome e cognome, cognome e nome, nome cognome, cognome nome, nominativo, nome completo, nome referente, referente, " +
    "name and surname, name surname, first and last name, your name, il tuo nome e cognome, nome/cognome, contact name, " +
    "nome contatto, nome cliente, customer name, intestatario, user full name",
  first_name: "first name, given name, nome, name, nome di battesimo, firstname",
  last_name: "last name, surname, family name, cognome, lastname",
  company:
    "company, company name, business name, ragione sociale, azienda, nome azienda, nome della azienda, nome dell'azienda, " +
    "denominazione, denominazione sociale, denominazione azienda, societa, nome societa, impresa, nome impresa, ditta, nome ditta, organization, " +
    "organisation, azienda agricola, nome azienda agricola, ragione sociale azienda, organizzazione, account name",
  street:
    "street, street address, address, indirizzo, via, indirizzo completo, via e numero civico, indirizzo azienda, " +
    "indirizzo sede, address line 1, indirizzo e numero civico",
  city: "city, town, citta, comune, localita, comune di residenza, citta di residenza, comune azienda, comune sede",
  region:
    "region, regione, provincia, province, state, prov, provincia di residenza, sigla provincia, provincia azienda",
  postal_code:
    "postal code, post code, postcode, zip, zip code, cap, codice postale, codice avviamento postale",
  country: "country, nazione, country code, country name, paese di residenza, codice paese",
  job_title:
    "job title, ruolo, mansione, qualifica, posizione lavorativa, professione, ruolo in azienda, job role, role",
};

/** `numero di telefono cellulare`, `work_phone`, `indirizzo e-mail aziendale`: of these words alone, one of the first among them. */
const phrases = {
  phone: [
    "telefono telefonico tel cellulare cell cellullare mobile phone telephone whatsapp smartphone telefonino mobilephone phonenumber wa",
    "numero numeri number no nr n num recapito fisso lavoro work business aziendale azienda ufficio personale principale primary " +
      "casa home user user's contatto contact prefisso internazionale con country code mobil cliente referente 1 2 3 secondo secondario altro",
  ],
  email: [
    "email mail pec elettronica emailaddress",
    "indirizzo address posta e casella di lavoro work business aziendale azienda ufficio personale principale primary user " +
      "contatto contact certificata cliente referente 1 2 3 secondaria altra",
  ],
} as const;

const fillers = new Set(
  (
    "il lo la i gli le un una di del dello della dell dei delle a al alla per tuo tua tuoi tue suo sua vostro vostra vs mio mia " +
    "qual quale e your the please what is s my our for inserisci inserire inserite scrivi indica indicare lascia lasciaci " +
    "obbligatorio required facoltativo opzionale optional"
  ).split(" "),
);

const byQuestion = new Map(
  Object.entries(questions).flatMap(([meaning, names]) =>
    names.split(", ").map((name) => [squash(consentKey(name)), meaning as Known] as const),
  ),
);

/** What a question asks for, by its words; undefined where that is not sure. */
export function answerMeaning(question: string): Known | undefined {
  const oneWord = question.replace(/\be[\s_-]*mail/gi, "email").replace(/whats[\s_-]*app/gi, "whatsapp");
  const plain = consentKey(oneWord.replace(/(\p{Ll})(\p{Lu})/gu, "$1 $2"));
  if (plain === "" || plain.length > 80) return undefined;
  const words = plain.split(" ");
  const asked = words.filter((word) => !fillers.has(word));
  return byQuestion.get(squash(plain)) ?? byQuestion.get(asked.join("")) ?? phraseOf(asked);
}

function phraseOf(words: string[]): "phone" | "email" | undefined {
  const fits = (["phone", "email"] as const).filter((meaning) => {
    const [signs, others] = phrases[meaning].map((list) => list.split(" "));
    return (
      words.some((word) => signs!.includes(word)) &&
      words.every((word) => signs!.includes(word) || others!.includes(word))
    );
  });
  return fits.length === 1 ? fits[0] : undefined;
}

function squash(plain: string): string {
  return plain.replaceAll(" ", "");
}
