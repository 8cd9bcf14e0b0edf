import { wellFormed } from "../../base/well-formed.ts";
import type { Provider, SentLog } from "../../model/provider.ts";
import { ableProviders } from "../../outbox/providers-of.ts";
import type { Services } from "../../services.ts";
import { nextLogPage } from "./next-log-page.ts";
import { type PageEnd, type RestoreTurn, restoreStore } from "./restore-store.ts";

/** Each page is one request of the personal token, of which no limit is published. */
const mostPages = 20;

/**
 * While a restored backup holds its channel: what the provider's log of sends knows and the backup does not. Reads a few pages
 * and leaves the rest to the next tick; each page takes effect whole, once, whoever reads it. Answers how many were read.
 */
export async function compareRestored(services: Services, untilMs: number): Promise<number> {
  const logs = (await ableProviders(services)).filter(({ provider }) => provider.sentLog);
  let turn = await restoreStore.take(
    services.db,
    logs.map(({ channel }) => channel),
  );
  const sentLog = logs.find(({ channel }) => channel === turn?.channel)?.provider.sentLog;
  let read = 0;
  while (turn && sentLog && read < mostPages && performance.now() < untilMs) {
    const end = await readPage(sentLog, turn);
    const isOurs = await keep(services, turn, end);
    if (!isOurs || "error" in end) break;
    read += 1;
    turn = end.next === null ? null : { ...turn, page: end.next, step: end.step };
  }
  return read;
}

async function readPage(sentLog: NonNullable<Provider["sentLog"]>, turn: RestoreTurn): Promise<PageEnd> {
  const log = await sentLog(turn.page);
  if (log.kind === "failed") return { page: turn.page, error: failureOf(log) };
  const { next, step, error } = nextLogPage(turn, log);
  if (error) return { page: turn.page, error };
  const rows = log.messages.map(({ id, to, text, status, createdAt }) => ({
    id,
    to,
    text,
    status,
    createdAt,
  }));
  return wellFormed({ page: turn.page, rows, next, step, total: log.total ?? null }) as PageEnd;
}

/** A page that our own side cannot take is a failure like any other: people compare, and it is tried again. */
async function keep({ db, log }: Services, { check, page }: RestoreTurn, end: PageEnd): Promise<boolean> {
  try {
    return await restoreStore.finish(db, check, end);
  } catch (error) {
    log.error({ err: error, page }, "a page of the provider's log could not be compared");
    const told = { code: "internal", message: "Something went wrong on our side.", waitMs: null };
    await restoreStore.finish(db, check, { page, error: told });
    return false;
  }
}

function failureOf({ reason, message, httpStatus }: Extract<SentLog, { kind: "failed" }>) {
  if (httpStatus === 429) return { code: "rate_limited", message, waitMs: 60_000 };
  if (reason === "refused") return { code: "unauthorized", message, waitMs: null };
  return { code: reason === "timeout" ? "unreachable" : reason, message, waitMs: null };
}
