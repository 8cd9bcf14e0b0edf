import type { Services } from "../../services.ts";
import type { ListCalls, ListedCall } from "../../vendors/vendor.ts";
import { type DueWork, type PassEnd, reconcileStore } from "./reconcile-store.ts";
import { type Note, recordFinding } from "./record-finding.ts";

/** A company may have 60 operations a minute for all that asks (CloudTalk, OpenAPI 1.7); we take no more than these. */
const pagesAPass = 5;
/** More than any window of ours holds: a count of pages may be nonsense. */
const pagesAWindow = 50;

/** Who has a list of calls. */
export interface CallSource {
  name: string;
  list: ListCalls;
}

/**
 * Records the calls of the window that no webhook told us of. What was read stays read, wherever it stops: after `deadline`
 * (of `performance.now()`) no request begins, and the next tick goes on.
 */
export async function reconcileCalls(
  services: Services,
  source: CallSource,
  due: NonNullable<DueWork["calls"]>,
  note: Note,
  deadline: number,
): Promise<PassEnd> {
  const { defaultCountry } = services.config;
  const [from, until, notBefore] = [new Date(due.from), new Date(due.until), new Date(due.notBefore)];
  for (let page = due.page; page < due.page + pagesAPass; page++) {
    if (performance.now() > deadline) return { nextPage: page };
    const list = await source.list({ from, until, defaultCountry }, page);
    if (list.kind === "failed") {
      const { httpStatus, ...error } = list.failure;
      // The list has become shorter since its first page told of this one.
      if (page > 1 && httpStatus === 404) return {};
      return { error, nextPage: page, isPageRefused: isRefusal(httpStatus) };
    }
    // Whose webhook may still be on its way is left to the next window: the two overlap.
    const ours = list.calls.filter(
      ({ call, toldBy }) => toldBy <= until && new Date(call.endedAtUtc) >= notBefore,
    );
    for (const { call, row } of await unknownOf(services, ours)) {
      if (performance.now() > deadline) return { nextPage: page };
      note(
        await recordFinding(services, {
          source: source.name,
          eventType: "reconcile.call",
          body: row,
          value: call,
        }),
      );
    }
    if (page >= list.lastPage) return {};
    if (page >= pagesAWindow) {
      services.log.warn({ page, lastPage: list.lastPage }, "a window of calls has too many pages");
      return {};
    }
  }
  return { nextPage: due.page + pagesAPass };
}

/** The page itself is wrong: neither the key nor the pace. */
function isRefusal(httpStatus: number | null): boolean {
  return httpStatus !== null && httpStatus >= 400 && httpStatus < 500 && ![401, 429].includes(httpStatus);
}

/** In the order in which they ended: the first call of a customer asks, the later ones are covered by it. */
async function unknownOf(services: Services, listed: ListedCall[]): Promise<ListedCall[]> {
  if (listed.length === 0) return [];
  const asked = listed.map(({ call }) => ({
    id: call.callId,
    phone: call.phone.e164,
    endedAt: call.endedAtUtc,
  }));
  const unknown = new Set(await reconcileStore.unknownCalls(services.db, "default", asked));
  return listed
    .filter(({ call }) => unknown.has(call.callId))
    .toSorted((a, b) => a.call.endedAtUtc.localeCompare(b.call.endedAtUtc));
}
