import { globSync, readFileSync } from "node:fs";
import { schemaSql } from "../support/schema-sql.ts";

const root = new URL("../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const quoted = (text: string) => [...text.matchAll(/['"]([a-z_]+)['"]/g)].map(([, word]) => word!);
const unique = (codes: string[]) => [...new Set(codes)].sort();
const found = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, code]) => code!);

/** What a column may hold: `kind text not null check (kind in ('a', 'b'))`. */
const checked = (table: string, column: string) => {
  const body = new RegExp(`create table public\\.${table} \\((.+?) \\);`).exec(sql)![1]!;
  return quoted(new RegExp(`check \\(${column} in \\(([^)]+)`).exec(body)![1]!);
};
/** The words of `type Name = "a" | "b";`, or of one property inside it. */
const union = (path: string, type: string, property?: string) => {
  const whole = new RegExp(`(?:type|interface) ${type}\\b([\\s\\S]+?)(?:\\n\\n|$)`).exec(read(path))?.[1];
  if (!whole) throw new Error(`${path} has no ${type} any more: say here where its codes are now.`);
  return property
    ? found(whole, new RegExp(`\\b${property}:([^;}]+)`, "g")).flatMap(quoted)
    : quoted(whole.slice(0, whole.indexOf(";")));
};
const source = (pattern: string) =>
  globSync(pattern, { cwd: root })
    .map((path) => read(path))
    .join("\n");

const sql = schemaSql();

/** From `at` to the comma, semicolon or bracket that ends what stands there. */
function expressionAt(at: number): string {
  let depth = 0;
  let inText = false;
  for (let end = at; end < sql.length; end += 1) {
    const char = sql[end]!;
    if (char === "'") inText = !inText;
    if (inText) continue;
    if (char === "(") depth += 1;
    if (char === ")" && --depth < 0) return sql.slice(at, end);
    if (depth === 0 && /[,;]/.test(char)) return sql.slice(at, end);
    if (depth === 0 && /^\s(where|from|returning)\s/.test(sql.slice(end, end + 12)))
      return sql.slice(at, end);
  }
  return sql.slice(at);
}

/** The rest of the brackets that `at` is in. */
function restAt(at: number): string {
  let end = at;
  for (let part = expressionAt(end); sql[end + part.length] === ","; part = expressionAt(end)) {
    end += part.length + 1;
  }
  return sql.slice(at, end + expressionAt(end).length);
}

/** What an expression may be: itself, or the branches of its `case` and `coalesce`, not what they compare. */
export const resultsOf = (expression: string) =>
  found(expression.trim(), /(?:^|\bthen\s+|\belse\s+|\bcoalesce\([^']*,\s*)'([a-z_]+)'(?!\s*(?:=|<>|in\b))/g);

/** What is written to it: a name with a dot before it is compared, and files (whatsapp_media) have codes of their own. */
const assigned = (target: string) =>
  [...sql.matchAll(new RegExp(`(?<![.\\w])${target}\\s*${target.startsWith("v_") ? ":=" : "="}\\s*`, "g"))]
    .filter(({ index }) => !/(?:update|insert into) public\.whatsapp_media\b[^;]*$/.test(sql.slice(0, index)))
    .map((match) => expressionAt(match.index + match[0].length));

const argument = (name: string, position: number) =>
  [...sql.matchAll(new RegExp(`(?<!create function )\\bapp\\.${name}\\(`, "g"))].map((match) => {
    let at = match.index + match[0].length;
    for (let n = 0; n < position; n += 1) at += expressionAt(at).length + 1;
    return expressionAt(at);
  });

/** Expressions that give codes to messages and calls. A new way to write one has to be added here. */
export const codeExpressions = ["reason_code", "should_send_code"].flatMap(assigned);
const inSql = [
  ...codeExpressions,
  ...assigned("v_code"),
  ...argument("raise_status", 3),
  ...argument("skip_queued", 1),
].flatMap(resultsOf);
/** `'not_ended', 'We have not heard yet that the call ended.'`: a code with its sentence, wherever it stands. */
const withSentence = found(sql, /'([a-z_]+)',\s*'[A-Z][^']+\.'/g);
/** What decides on calls makes `{code, reason}`. */
const decided = [
  ...found(sql, /"code": "([a-z_]+)", "reason"/g),
  ...[...sql.matchAll(/(?<!->>\s*)'code',\s*/g)]
    .map((match) => match.index + match[0].length)
    .flatMap((at) => (/'reason'/.test(restAt(at)) ? resultsOf(expressionAt(at)) : [])),
  ...union("lib/model/domain-value.ts", "PhoneProblem"),
];

/** Every stable code that the sources store, by what it explains. */
export const storedCodes = {
  /** Why a message is where it is, or a call was or was not messaged: both may end up with either's. */
  reasons: unique([
    ...inSql,
    ...decided,
    ...withSentence.filter((code) => code !== "staff"),
    ...union("lib/model/provider.ts", "SendOutcome", "code"),
    ...found(source("lib/outbox/*.ts"), /kind: "\w+"[,;]\s*code: "([a-z_]+)"/g),
    // The name of a field, in a list of such.
  ]).filter((code) => code !== "reason"),
  pauses: unique([
    ...checked("channels", "pause_reason"),
    ...union("lib/model/provider.ts", "PauseReason"),
    ...argument("pause_channel", 1).flatMap(resultsOf),
  ]),
  rejections: unique([
    ...union("lib/base/problem.ts", "UnreadableReason"),
    ...found(source("lib/{inbox,vendors,base}/**/*.ts"), /\bnew Problem\(\s*"([a-z_]+)"/g),
    ...found(source("lib/inbox/*.ts"), /\brefusal\(\s*"([a-z_]+)"/g),
  ]).filter((code) => !["not_configured", "unauthorized", "effect_failed"].includes(code)),
  ignored: unique([
    ...union("lib/model/domain-value.ts", "IgnoredReason"),
    ...found(sql, /'outcome', 'ignored', 'reason', '([a-z_]+)'/g),
    ...found(sql, /"outcome": "ignored", "reason": "([a-z_]+)"/g),
  ]),
  incidents: checked("channel_incidents", "kind"),
  alerts: checked("alerts", "kind"),
  findings: union("lib/pages/home/snapshot.ts", "Gaps", "kind").filter((kind) => kind !== "passes"),
  passes: checked("reconcile_passes", "kind"),
  passErrors: unique([
    ...union("lib/model/provider.ts", "LookupFailure", "code"),
    ...union("lib/model/provider.ts", "SentLog", "reason"),
    ...found(source("lib/work/reconcile/*.ts"), /\bcode: "([a-z_]+)"/g),
  ]).filter((code) => !["timeout", "refused"].includes(code)),
  statuses: checked("whatsapp_messages", "status"),
  connections: quoted(/connectionStatuses = \[([^\]]+)/.exec(read("lib/model/domain-value.ts"))![1]!),
  overrides: found(
    /function public\.override_call.+? end \$\$/.exec(sql)![0],
    /(?:return|then|else) '([a-z_]+)'/g,
  ),
};
