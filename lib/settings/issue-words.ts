/** What zod found wrong with one field, as far as words need it. */
export interface Issue {
  code: string;
  path: PropertyKey[];
  message: string;
  /** Of what: number · int · string · array … */
  origin?: unknown;
  expected?: unknown;
  minimum?: unknown;
  maximum?: unknown;
  keys?: unknown;
}

/** One sentence that says what a field may be, for the people who typed it. */
export function issueWords(language: "it" | "en", issue: Issue): string {
  const t = words[language];
  const { code, origin, minimum, maximum } = issue;
  if (code === "too_small" && isNumber(origin)) return t.least(Number(minimum));
  if (code === "too_big" && isNumber(origin)) return t.most(Number(maximum));
  if (code === "too_small") return origin === "string" ? t.empty : t.noItem;
  if (code === "too_big") return origin === "string" ? t.long(Number(maximum)) : t.many(Number(maximum));
  if (code === "invalid_type" && isNumber(issue.expected)) return t.number;
  if (code === "unrecognized_keys") return t.unknown(String(issue.keys));
  if (code === "invalid_format") return t.format;
  if (code === "custom") return t.rules[ruleOf(issue.path)];
  return t.wrong;
}

/** Which rule of our own a value breaks, by where it stands: these are the refinements of the schemas. */
function ruleOf(path: PropertyKey[]): keyof typeof it.rules {
  const names = path.map(String);
  const last = names.at(-1) ?? "";
  if (last === "talkingSeconds" || last === "previousFollowUps") return "range";
  if (names.at(-2) === "custom") return "custom";
  if (last === "weekdays") return "week";
  if (names[0] === "weekdays") return "window";
  if (names[0] === "holidays") return names.length === 2 ? "span" : "date";
  if (last === "stopWords") return "stopWords";
  if (last === "startWords") return "bothWords";
  if (names.at(-2) === "phrases") return "phrase";
  if (last === "steps") return "steps";
  if (last === "rules") return "ids";
  return last === "body" ? "body" : "other";
}

function isNumber(origin: unknown): boolean {
  return origin === "number" || origin === "int";
}

const it = {
  least: (n: number) => `Il minimo è ${n}.`,
  most: (n: number) => `Il massimo è ${n}.`,
  number: "Scrivi un numero intero.",
  empty: "Non può restare vuoto.",
  noItem: "Serve almeno una voce.",
  long: (n: number) => `Al massimo ${n} caratteri.`,
  many: (n: number) => `Al massimo ${n} voci.`,
  unknown: (keys: string) => `Non conosciamo: ${keys}.`,
  format: "Non è scritto nel modo giusto.",
  wrong: "Questo valore non va bene.",
  rules: {
    range: "Il minimo è più grande del massimo.",
    custom: "Manca il valore con cui confrontare.",
    week: "Serve almeno una fascia oraria in tutta la settimana.",
    window: "Una fascia non può cominciare e finire alla stessa ora.",
    date: "Questo giorno non esiste.",
    span: "L'ultimo giorno viene prima del primo, o uno dei due è di ogni anno e l'altro no.",
    stopWords: "Serve almeno una parola per fermare i messaggi.",
    bothWords: "Una parola non può sia fermare sia riprendere i messaggi.",
    phrase: "Servono almeno due parole e dodici lettere: una frase corta la scrivono anche le persone.",
    steps: "Per inviare i solleciti ne serve almeno uno.",
    ids: "Due regole hanno lo stesso identificativo.",
    body: "Fra le graffe può stare solo uno dei nomi qui sotto, anche con un ripiego: {contact_name|cliente}.",
    other: "Questo valore non va bene.",
  },
};

const en: typeof it = {
  least: (n) => `The least is ${n}.`,
  most: (n) => `The most is ${n}.`,
  number: "Write a whole number.",
  empty: "It cannot stay empty.",
  noItem: "At least one entry is needed.",
  long: (n) => `At most ${n} characters.`,
  many: (n) => `At most ${n} entries.`,
  unknown: (keys) => `We do not know: ${keys}.`,
  format: "It is not written the right way.",
  wrong: "This value will not do.",
  rules: {
    range: "The least is more than the most.",
    custom: "The value to compare with is missing.",
    week: "At least one window in the whole week is needed.",
    window: "A window cannot begin and end at the same time.",
    date: "There is no such day.",
    span: "The last day is before the first, or one of them is of every year and the other is not.",
    stopWords: "At least one word that stops the messages is needed.",
    bothWords: "A word cannot both stop the messages and start them again.",
    phrase: "At least two words and twelve letters: people write short phrases too.",
    steps: "Reminders that are on need at least one step.",
    ids: "Two rules have the same id.",
    body: "Braces may hold only one of the names below, also with a fallback: {contact_name|customer}.",
    other: "This value will not do.",
  },
};

const words = { it, en };
