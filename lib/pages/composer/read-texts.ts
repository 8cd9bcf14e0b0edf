import type { SupabaseClient } from "@supabase/supabase-js";
import { callRpc } from "../../db/call-rpc.ts";
import type { ReadyAnswer, ReadyText } from "./composer-parts.ts";

/** A text that is ready, with a person's values; `mark` is what is typed for it. */
export interface Ready {
  mark: string;
  title: string;
  body: string;
}

/** Ready answers first, then the texts of the settings. */
export async function readTexts(client: SupabaseClient, contact: number): Promise<Ready[]> {
  const { answers, texts } = await (callRpc(client, "texts_for", { contact }) as Promise<{
    answers: ReadyAnswer[];
    texts: ReadyText[];
  }>);
  return [
    ...answers.map(({ shortcut, title, body }) => ({ mark: shortcut, title, body })),
    ...texts.map(({ key, title, body }) => ({ mark: key, title: title ?? key, body })),
  ];
}
