import type { Context } from "hono";
import { callRpc } from "../../db/call-rpc.ts";
import type { AppEnv } from "../../web/create-app.ts";
import { csvAnswer } from "../../web/csv-answer.ts";
import { type Reader, readerOf } from "../settings/reader-of.ts";
import { readAnswers } from "./read-answers.ts";
import { type RegistryState, registryPage } from "./registry-page.ts";
import { registryTexts } from "./texts.ts";

/** As many numbers as the database takes at once. */
const pageSize = 10_000;

export async function readRegistry({ client, workspace }: Reader["member"]): Promise<RegistryState> {
  return (await callRpc(client, "registry_state", { workspace })) as unknown as RegistryState;
}

export async function showRegistry(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  return c.html(registryPage(reader, { state: await readRegistry(reader.member) }));
}

/** The numbers to ask for, one a line. */
export async function exportRegistry(c: Context<AppEnv>): Promise<Response> {
  const { member } = await readerOf(c, "manager");
  const { client, workspace } = member;
  return csvAnswer(c, "registro-numeri.csv", rows());

  async function* rows(): AsyncGenerator<string[]> {
    let after: string | null = null;
    do {
      const page = (await callRpc(client, "export_registry", {
        workspace,
        ...(after !== null && { after }),
        page_size: pageSize,
      })) as unknown as string[];
      // Without the plus, which spreadsheets take for a formula.
      for (const number of page) yield [number.replace(/^\+39/, "")];
      after = page.length === pageSize ? (page.at(-1) ?? null) : null;
    } while (after !== null);
  }
}

/** What the registry answered: taken whole, or not at all where a line cannot be read. */
export async function importRegistry(c: Context<AppEnv>): Promise<Response> {
  const reader = await readerOf(c, "manager");
  const t = registryTexts[reader.language];
  const form = await c.req.formData();
  const shape = form.get("shape") === "outcome" ? "outcome" : "enrolled";
  const { answers, unread } = readAnswers(await textOf(form), shape);
  if (unread.length > 0 || answers.size === 0) {
    const state = await readRegistry(reader.member);
    const problem = answers.size > 0 ? t.badLines(unread.length) : unread.length > 0 ? t.notTable : t.empty;
    return c.html(registryPage(reader, { state, problem, unread }), 422);
  }
  const total = { numbers: 0, enrolled: 0, free: 0, withdrawn: 0, unknown: 0 };
  const { client, workspace } = reader.member;
  const list = [...answers];
  for (let from = 0; from < list.length; from += pageSize) {
    const told = (await callRpc(client, "import_registry", {
      workspace,
      answers: Object.fromEntries(list.slice(from, from + pageSize)),
      others_free: shape === "enrolled" && from + pageSize >= list.length,
    })) as unknown as typeof total;
    for (const key of Object.keys(total) as (keyof typeof total)[]) total[key] += told[key];
  }
  return c.html(registryPage(reader, { state: await readRegistry(reader.member), notice: t.done(total) }));
}

/** A file, else what was pasted. */
async function textOf(form: FormData): Promise<string> {
  const file = form.get("file");
  if (file instanceof File && file.size > 0) return (await file.text()).replaceAll("\0", "");
  return String(form.get("text") ?? "");
}
