import { expect, test } from "vitest";
import { leadAnswer, readEmail } from "../../lib/model/lead-answer.ts";

/** What a question is about, by its words alone: what is not sure is not guessed. */
const guesses: Record<string, string[]> = {
  phone: [
    "PHONE_NUMBER",
    "WORK_PHONE",
    "phone_number",
    "Telefono",
    "telefono_cellulare",
    "numero_di_cellulare",
    "Numero di telefono (WhatsApp)",
    "qual_è_il_tuo_numero_di_telefono?",
    "Tel.",
    "Cell.",
    "N. cellulare",
    "whatsapp",
    "Recapito telefonico",
    "Telefono azienda",
    "phoneNumber",
    "Telefono 2",
    "User Phone",
  ],
  email: [
    "EMAIL",
    "WORK_EMAIL",
    "e-mail",
    "E_MAIL",
    "Posta elettronica",
    "indirizzo_e-mail",
    "Email aziendale",
    "PEC",
    "La tua e-mail:",
    "emailAddress",
    "mail",
  ],
  full_name: ["FULL_NAME", "nome_e_cognome", "Nome/Cognome", "Cognome e nome", "Nominativo", "fullName"],
  first_name: ["FIRST_NAME", "Nome", "nome:", "Il tuo nome"],
  last_name: ["LAST_NAME", "COGNOME", "Surname"],
  company: [
    "COMPANY_NAME",
    "Ragione sociale",
    "ragione_sociale_*",
    "Azienda",
    "Nome dell’azienda",
    "Società",
    "ditta",
  ],
  street: ["STREET_ADDRESS", "Indirizzo", "Via e numero civico"],
  city: ["CITY", "Città", "citta'", "Comune", "località"],
  region: ["REGION", "Provincia", "provincia_", "Prov.", "Regione"],
  postal_code: ["POSTAL_CODE", "C.A.P.", "cap", "Codice postale"],
  country: ["COUNTRY", "Nazione"],
  job_title: ["JOB_TITLE", "Ruolo"],
};
const open = [
  "",
  "Contatto",
  "Recapito",
  "Numero",
  "Stato",
  "Paese",
  "Telefono o e-mail",
  "Preferisci telefono o whatsapp?",
  "Che telefono usi?",
  "Quanti capi hai?",
  "Numero di capi",
  "COMPANY_SIZE",
  "Hai whatsapp?",
  "Indirizzo di fornitura",
  "Email o PEC del commercialista",
];

test.each(Object.entries(guesses).flatMap(([as, names]) => names.map((name) => [name, as])))(
  "%s is %s",
  (name, as) => expect(leadAnswer({ name, values: [] }, "IT").as).toBe(as),
);
test.each(open)("%j is not guessed", (name) =>
  expect(leadAnswer({ name, values: ["x"] }, "IT")).toEqual({ name, values: ["x"] }),
);

test("the name counts, then the label; where they disagree, neither", () => {
  const as = (name: string, label: string) => leadAnswer({ name, label, values: [] }, "IT").as;
  expect(as("", "Telefono")).toBe("phone");
  expect(as("q_17", "Comune")).toBe("city");
  expect(as("FULL_NAME", "Nome")).toBe("full_name");
  expect(as("email", "Telefono")).toBeUndefined();
});

test("numbers and addresses are read whatever the question was", () => {
  expect(leadAnswer({ name: "Come ti contattiamo?", values: [" p:+393331234567 "] }, "IT").phone?.e164).toBe(
    "+393331234567",
  );
  expect(leadAnswer({ name: "q", values: ["02 12345678", "333 1234567"] }, "IT").phone).toMatchObject({
    e164: "+393331234567",
  });
  expect(leadAnswer({ name: "telefono", values: ["3,93331E+11"] }, "IT").phone).toMatchObject({
    e164: null,
    problem: "invalid",
  });
  expect(leadAnswer({ name: "telefono", values: ["n/d"] }, "IT").phone).toBeUndefined();
  expect(leadAnswer({ name: "q", values: [" Anna.Bianchi@Example.COM "] }, "IT").email).toBe(
    "anna.bianchi@example.com",
  );
});

test.each([
  ["mailto:A@b.it", "a@b.it"],
  ["info@xn--caff-8oa.it", "info@xn--caff-8oa.it"],
  ["anna+bollette@example.co.uk", "anna+bollette@example.co.uk"],
  ["anna@example", null],
  ["anna@@example.it", null],
  ["anna@example..it", null],
  ["anna bianchi@example.it", null],
  ["a@b.it, c@d.it", null],
])("%s reads as %s", (text, email) => expect(readEmail(text)).toBe(email));
