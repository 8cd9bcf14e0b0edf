import { html, raw } from "hono/html";
import type { Html } from "../shell/format.ts";
import { type Shown, shortHash } from "./chat-tag.ts";

/** An element of a list, drawn, by the id that it has in the page. */
export interface Drawn {
  id: string;
  html: Html;
}

export interface Changes {
  /** `<hx-partial>`s that make of what is shown what is. */
  partials: Html[];
  /** What is shown then. */
  shown: Shown[];
  /** How many new ones wait, where nothing may move. */
  held: number;
}

export interface Place {
  /** Of the list in the page. */
  container: string;
  /** Nothing that stands may move: new ones come at the end or not at all. */
  still?: boolean;
  /** The page of the list has moved on: what stood before its first element stays. */
  slides?: boolean;
}

/** From what a page shows of a list to how it is now: only what differs. */
export function changes(known: readonly Shown[], now: readonly Drawn[], place: Place): Changes {
  const drawn = now.map(({ id, html: own }) => ({ id, text: `${own}`, hash: shortHash(`${own}`) }));
  const hashes = new Map(known.map(({ id, hash }) => [id, hash]));
  const isIn = new Set(drawn.map(({ id }) => id));
  const start = place.slides
    ? Math.max(
        known.findIndex(({ id }) => isIn.has(id)),
        0,
      )
    : 0;
  const stays = place.still
    ? new Set(drawn.filter(({ id }) => hashes.has(id)).map(({ id }) => id))
    : inOrder(
        known.map(({ id }) => id),
        drawn.map(({ id }) => id),
      );
  const partials: Html[] = [];
  for (const { id, text, hash } of drawn) {
    if (stays.has(id) && hashes.get(id) !== hash) partials.push(partial(`#${id}`, "outerMorph", text));
  }
  if (place.still) return stillChanges();
  for (const { id } of known.slice(start)) if (!stays.has(id)) partials.push(partial(`#${id}`, "delete"));
  let after: string | null = null;
  let run = "";
  const insert = () => {
    if (run !== "")
      partials.push(
        after === null
          ? partial(`#${place.container}`, "afterbegin", run)
          : partial(`#${after}`, "afterend", run),
      );
    run = "";
  };
  for (const { id, text } of drawn) {
    if (!stays.has(id)) run += text;
    else {
      insert();
      after = id;
    }
  }
  insert();
  return { partials, shown: drawn.map(({ id, hash }) => ({ id, hash })), held: 0 };

  function stillChanges(): Changes {
    const last = drawn.findLastIndex(({ id }) => stays.has(id));
    const fresh = drawn.slice(last + 1);
    const end = fresh.map(({ text }) => text).join("");
    if (end !== "") partials.push(partial(`#${place.container}`, "beforeend", end));
    const now = new Map(drawn.map(({ id, hash }) => [id, hash]));
    return {
      partials,
      shown: [
        ...known.map(({ id, hash }) => ({ id, hash: now.get(id) ?? hash })),
        ...fresh.map(({ id, hash }) => ({ id, hash })),
      ],
      held: drawn.slice(0, last + 1).filter(({ id }) => !stays.has(id)).length,
    };
  }
}

/** htmx puts it where it says; what is removed carries nothing. */
export function partial(target: string, swap: string, content = ""): Html {
  return html`<hx-partial hx-target="${target}" hx-swap="${swap}">${raw(content)}</hx-partial>`;
}

/** Of the ids in both, as many as possible that keep their order: the longest rising run of places. */
export function inOrder(before: readonly string[], after: readonly string[]): Set<string> {
  const places = new Map(before.map((id, at) => [id, at]));
  const common = after.filter((id) => places.has(id));
  /** By the length of a run: the index in `common` of the smallest last place that such a run has. */
  const ends: number[] = [];
  const previous: number[] = [];
  const placeOf = (index: number) => places.get(common[index]!)!;
  for (let i = 0; i < common.length; i++) {
    let length = ends.length;
    while (length > 0 && placeOf(ends[length - 1]!) > placeOf(i)) length--;
    previous[i] = length > 0 ? ends[length - 1]! : -1;
    ends[length] = i;
  }
  const kept = new Set<string>();
  for (let i = ends.at(-1) ?? -1; i >= 0; i = previous[i]!) kept.add(common[i]!);
  return kept;
}
