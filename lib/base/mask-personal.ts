/** Whatever stands under these names is left out of the log. */
const personalKeys = new Set(
  (
    "phone phone_number e164 raw to from recipient number external_number caller_number address lid jid remotejid senderpn " +
    "senderlid username name contactname contact_name pushname push_name company filename text body raw_body rawbody caption words email " +
    "password authorization token secret apikey apitoken mediakey sessionid cookie headers domain_values effects qr url"
  ).split(" "),
);
const masked = "[masked]";
/** WhatsApp's addresses, e-mail addresses, keys, and runs of digits that may be a number, however people space them. */
const patterns: [RegExp, string][] = [
  // Postgres quotes what it refuses: a row's JSON, or a value at the end of its sentence.
  [/[{[]\s*"(?:\w+"\s*:)[^\n]*[}\]]/g, masked],
  [/: "[^"\n]*"/g, `: ${masked}`],
  [/[\w.+-]{1,64}@[\w-]+(\.[\w-]+)*/g, masked],
  [/\b(whsec_|sb_secret_|aftercall_|eyJ)[\w.=/+-]+/g, masked],
  [
    /("?(?:media_?key|api_?key|token|secret|password|authorization)"?\s*[:=]\s*)("[^"]*"|[^\s,;}]+)/gi,
    `$1${masked}`,
  ],
  // Not the parts of a UUID, nor what follows a letter: ids of ours and hashes.
  [/(?<![\w-])\+?\d(?:[ ()./-]{0,2}\d){7,19}(?![\w-])/g, masked],
];

/**
 * A copy of what is about to be logged, without what belongs to a person: values under telling names, and numbers and
 * addresses wherever they stand. Numbers of rows are short and stay. Errors become plain values, their causes too.
 */
export function maskPersonal(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > 6) return masked;
  if (value instanceof Error) {
    const { name, message, stack, cause, ...rest } = value;
    return {
      type: name,
      message: maskText(message),
      stack: maskText(stack ?? ""),
      ...(maskPersonal(rest, depth + 1) as object),
      ...(cause === undefined ? {} : { cause: maskPersonal(cause, depth + 1) }),
    };
  }
  if (Array.isArray(value)) return value.map((item) => maskPersonal(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [
      key,
      personalKeys.has(key.toLowerCase()) && item !== null ? masked : maskPersonal(item, depth + 1),
    ]),
  );
}

export function maskText(text: string): string {
  return patterns.reduce((clean, [pattern, instead]) => clean.replace(pattern, instead), text);
}
