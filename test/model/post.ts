import { act, Broken } from "./act.ts";
import type { Delivery, Model } from "./model.ts";
import type { World } from "./world.ts";

export interface Answer {
  status: number;
  outcome: string | undefined;
}

/** Posts it at its door and learns what it means: now when it was taken, at the clock's next try when it failed. */
export async function post(m: Model, w: World, delivery: Delivery): Promise<Answer> {
  let answer: Answer | undefined;
  await act(m, w, `post ${delivery.kind}`, async () => {
    const heard = { at: m.now, step: m.step };
    const response = await (delivery.door === "cloudtalk"
      ? w.product.postCloudtalk(delivery.body)
      : w.product.postWasender(delivery.body));
    const { outcome } = (await response.json()) as { outcome?: string };
    answer = { status: response.status, outcome };
    m.posted += 1;
    if (response.status === 200) {
      delivery.effect(m, heard, outcome!);
      if (!m.deliveries.includes(delivery)) m.deliveries.push(delivery);
      return;
    }
    const [row] =
      await w.session()`select id, outcome, detail from webhook_requests order by id desc limit 1`;
    if (response.status !== 503 || row?.outcome !== "failed" || row.detail !== "broken on purpose")
      throw new Broken("I1 I3", `answered ${response.status}: ${row?.outcome} ${row?.detail}`);
    m.failed.push({ request: Number(row.id), delivery, heard });
  });
  return answer!;
}
