// npm run doctor [-- --url https://your-domain]: a deployment from outside and in. Exit code 1 if there is something to do.

import { join } from "node:path";
import { parseArgs } from "node:util";
import { formatReport, hasWork, secretsOf } from "./doctor/format-report.ts";
import { runDoctor } from "./doctor/run-doctor.ts";
import { readProjectEnvironment } from "./staff/project-environment.ts";

const { env, dev } = readProjectEnvironment(join(import.meta.dirname, ".."));
const url = origin(readUrl() ?? dev?.file.url ?? null);
const subject = dev ? `npm run dev, ${dev.file.url}` : (url ?? env.SUPABASE_URL ?? "no project yet");
const sections = await runDoctor({ env, url });
const color = Boolean(process.stdout.isTTY) && !process.env.NO_COLOR;
console.log(formatReport(sections, { subject, color, secrets: secretsOf(env) }));
process.exitCode = hasWork(sections) ? 1 : 0;

function readUrl(): string | null {
  try {
    return parseArgs({ options: { url: { type: "string" } } }).values.url ?? null;
  } catch (error) {
    return giveUp((error as Error).message);
  }
}

function origin(given: string | null): string | null {
  if (given === null) return null;
  const parsed = URL.parse(given.includes("://") ? given : `https://${given}`);
  if (!parsed || !/^https?:$/.test(parsed.protocol)) return giveUp(`"${given}" is no web address.`);
  return parsed.origin;
}

function giveUp(why: string): never {
  console.error(`${why}\nUse: npm run doctor -- --url https://your-domain`);
  process.exit(1);
}
