import { HttpResponse } from "msw";
import { afterEach, beforeEach, expect, test } from "vitest";
import { restoreTexts } from "../../lib/pages/restore/texts.ts";
import { Visitor } from "../monitor/visitor.ts";
import { phone } from "../support/kit.ts";
import { minute, type Stage, stage } from "./stage.ts";

/** What staff see of a restore, and the one button. */
let s: Stage;
beforeEach(async () => {
  s = await stage();
});
afterEach(() => s.close());

async function visit(role: "agent" | "manager" = "manager") {
  const visitor = new Visitor(s.product.doors.monitor);
  await visitor.signIn(await s.product.db.createStaff({ role }));
  const page = async (language = "en") => {
    const response = await visitor.get("/monitor/diagnostics", { "accept-language": language });
    expect(response.status).toBe(200);
    return (await response.text()).replace(/\s+/g, " ");
  };
  return { page, post: visitor.post.bind(visitor) };
}
const oops = () => HttpResponse.json({ message: "oops" }, { status: 500 });

test("while it compares: the progress and no button", async () => {
  const at = (await s.product.db.now()).getTime();
  for (let n = 0; n < 30; n += 1)
    s.product.wasender.log(phone(100 + n), "x", { created_at: new Date(at + n * minute).toISOString() });
  await s.restore();
  s.product.wasender.answerLog(null);
  s.product.wasender.answerLog(oops);
  await s.product.tick();
  const { page } = await visit();
  const html = await page();
  expect(html).toMatch(/Comparing: 20 of about \d+ sends\./);
  expect(html).not.toContain("I have looked");
  expect(html).not.toContain("Resume sending");
  expect(await page("it")).toMatch(/Confronto: 20 invii su circa \d+\./);
});

test("then: what was found, the risk, who it concerns, and one button, for managers", async () => {
  await s.call(1);
  await s.call(2);
  await s.leaves(1);
  await s.sql`update contacts set name = '<b>Marisa</b>' where id = (
    select contact_id from whatsapp_messages where recipient = ${phone(2)})`;
  await s.restore();
  await s.product.tick();
  const { page, post } = await visit();
  const html = await page();
  expect(html).toContain("Already sent and taken out of the queue: 1. Sent, and not known to the backup: 0.");
  expect(html).toContain("1 person would be written to");
  expect(html).toContain("&lt;b&gt;Marisa&lt;/b&gt;");
  expect(html).toContain("I have looked: resume, and write to 1");
  expect(html).not.toContain("Resume sending");
  expect(await page("it")).toContain("Ho guardato: riprendi e scrivi a 1");
  expect(await (await visit("agent")).page()).not.toContain("I have looked");

  const { id } = await s.channel();
  // A button of before the restore, and one that somebody pressed who saw another queue.
  for (const [verb, form] of [
    ["resume", {}],
    ["release", { people: "7" }],
    ["release", {}],
  ] as const) {
    expect((await post(`/monitor/channels/${id}/${verb}`, form)).status).toBe(303);
    expect(await page()).toContain("the queue is another one now");
    expect(await s.channel()).toMatchObject({ pause_reason: "restored" });
  }
  await post(`/monitor/channels/${id}/release`, { people: "1" });
  expect(await page()).toContain("Channel resumed");
  expect(await s.channel()).toMatchObject({ state: "active" });
});

test("a log that is refused: why, in both languages, and the manual way", async () => {
  await s.call(1);
  await s.restore();
  s.product.wasender.answerLog(() => HttpResponse.json({ message: "Unnotarized" }, { status: 401 }));
  await s.product.tick();
  const { page } = await visit();
  const html = await page();
  expect(html).toContain("The key to the log of sends is refused, or the plan does not offer it.");
  expect(html).toContain("Compare the queue with the chats on the phone");
  expect(html).toContain("I have looked");
  expect(await page("it")).toContain("La chiave del registro degli invii è rifiutata");
});

test("each state and error has words of its own in both languages", () => {
  const said = (language: "it" | "en") => {
    const { states, errors } = restoreTexts[language];
    return [...Object.values(states), ...Object.values(errors)];
  };
  expect(Object.keys(restoreTexts.it.errors).sort()).toEqual([
    "internal",
    "rate_limited",
    "unauthorized",
    "unreachable",
    "unreadable",
  ]);
  expect(said("it").filter((text) => said("en").includes(text))).toEqual([]);
});
