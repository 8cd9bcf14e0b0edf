import type { Rule } from "../../../settings/rules-setting.ts";
import type { Html } from "../../shell/format.ts";
import type { Reader } from "../reader-of.ts";
import { readRecentCalls } from "./recent-calls.ts";
import { tryPage } from "./try-page.ts";

/** The dry run's page with a rule that is not saved yet, before anything was tried. */
export async function draftPage(
  reader: Reader,
  { typed, rule }: { typed: URLSearchParams; rule: Rule },
): Promise<Html> {
  return tryPage({
    reader,
    calls: await readRecentCalls(reader.member),
    typed: new URLSearchParams(),
    draft: { rule, typed },
    trial: null,
    callId: null,
    errors: new Map(),
  });
}
