import { callSubject } from "./call-subject.ts";
import { sendOnce } from "./send-once.ts";
import { openSide } from "./side.ts";
import type { Subject } from "./subject.ts";

/** The plans of every statement that one call runs, as text for a file. */
export interface Plan {
  name: string;
  text: string;
}

/** A plan is the general one of a session that has called the function before: Postgres turns to it at the sixth call. */
const calls = 7;
const mostStatements = 12;

const explain = {
  log_min_duration: "0",
  log_level: "notice",
  log_nested_statements: "on",
  log_analyze: "on",
  log_buffers: "on",
};

/** By auto_explain, which tells of the statements within functions too. */
export async function readPlans(url: string, subjects: Subject[]): Promise<Plan[]> {
  let heard: string[] = [];
  const side = await openSide(url, (message) => heard.push(message));
  try {
    for (const [sql, role] of [
      [side.staff, "authenticated"],
      [side.service, "service_role"],
    ] as const) {
      await sql`reset role`;
      await sql`load 'auto_explain'`;
      for (const [name, value] of Object.entries(explain))
        await sql`select set_config(${`auto_explain.${name}`}, ${value}, false)`;
      await sql.unsafe(`set role ${role}`);
    }
    const plans: Plan[] = [];
    for (const subject of subjects) {
      for (let n = 0; n < calls; n += 1) {
        heard = [];
        await callSubject(side, subject, 5_000_000 + n);
      }
      plans.push({ name: subject.name, text: told(subject.name, heard) });
    }
    for (let n = 0; n < calls; n += 1) {
      heard = [];
      await sendOnce(side, 2 * n);
    }
    const name = "claim_messages, settle_messages, bind_message";
    return [...plans, { name, text: told(name, heard) }];
  } finally {
    await side.close();
  }
}

interface Told {
  ms: number;
  times: number;
  slowest: number;
  text: string;
}

/** Statements that read or write a table, those that cost most first; one that ran often stands once. */
function told(name: string, messages: string[]): string {
  const statements = new Map<string, Told>();
  for (const message of messages) {
    const match =
      /^duration: ([\d.]+) ms {2}plan:\nQuery Text: ([\s\S]*?)\n((?:Query Parameters.*\n)?\S.*\(cost=[\s\S]*)$/.exec(
        message,
      );
    if (!match || !/ on \w+/.test(match[3]!)) continue;
    const ms = Number(match[1]);
    const query = match[2]!.trim().replace(/\s+/g, " ");
    const known = statements.get(query) ?? { ms: 0, times: 0, slowest: -1, text: "" };
    known.ms += ms;
    known.times += 1;
    if (ms > known.slowest) {
      known.slowest = ms;
      known.text = `${short(query)}\n${trimmed(match[3]!)}`;
    }
    statements.set(query, known);
  }
  const all = [...statements.values()].sort((a, b) => b.ms - a.ms);
  const shown = all.slice(0, mostStatements);
  const rest = all.slice(mostStatements);
  const lines = shown.map(({ ms, times, text }) => `-- ${times} ×, ${ms.toFixed(2)} ms in all\n${text}\n`);
  if (rest.length > 0)
    lines.push(`-- ${rest.length} more, ${rest.reduce((sum, { ms }) => sum + ms, 0).toFixed(2)} ms in all\n`);
  return [
    `-- ${name}: on the database with the long history, with the time that explaining takes`,
    "",
    ...lines,
  ].join("\n");
}

function short(query: string): string {
  return query.length > 600 ? `${query.slice(0, 600)} …` : query;
}

function trimmed(plan: string): string {
  return plan
    .replace(/\s*\(cost=[^)]*\)/g, "")
    .split("\n")
    .filter((line) => !/^\s*(Query Identifier|Settings|Planning)/.test(line))
    .map((line) => (line.length > 220 ? `${line.slice(0, 220)} …` : line))
    .join("\n");
}
