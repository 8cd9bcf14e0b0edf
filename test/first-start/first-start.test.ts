import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { Visitor } from "../monitor/visitor.ts";
import type { Staff } from "../support/create-staff.ts";
import { endedCall } from "../support/kit.ts";
import { createProduct, type Product } from "../support/product.ts";

let product: Product;
let workspace: string;
beforeEach(async () => {
  product = await createProduct({}, () => ({ background: () => {} }));
  workspace = (await product.db.sql`select id from workspaces where key = 'default'`)[0]!.id;
});
afterEach(() => product.close());

async function signedIn(who: Staff): Promise<Visitor> {
  const visitor = new Visitor(product.doors.monitor);
  await visitor.signIn(who);
  return visitor;
}

const steps = async (staff: Staff) => (await staff.client.rpc("first_steps")).data;

describe("the facts", () => {
  test("each step is ticked by what happened, or by who says so", async () => {
    const admin = await product.db.createStaff({ role: "admin" });
    expect(await steps(admin)).toMatchObject({
      received: false,
      channel: false,
      call: false,
      text: false,
      invite: false,
    });
    await product.postWasender({ event: "session.status", data: { status: "connected" } });
    await admin.client.rpc("settle_first_step", { workspace, step: "text" });
    expect(await steps(admin)).toMatchObject({ received: false, channel: true, text: true, invite: false });
    await product.db.createStaff();
    await product.postCloudtalk(endedCall(1));
    expect(await steps(admin)).toMatchObject({ received: true, call: true, invite: true });
  });

  test("the text is for managers to settle, the invitations for admins; a company sees its own alone", async () => {
    const staff = async (role: "agent" | "manager") => product.db.createStaff({ role });
    const [agent, manager] = [await staff("agent"), await staff("manager")];
    const settle = async ({ client }: Staff, step: string) =>
      (await client.rpc("settle_first_step", { workspace, step })).error?.code ?? null;
    expect(await settle(agent, "text")).toBe("42501");
    expect(await settle(manager, "invite")).toBe("42501");
    expect(await settle(manager, "text")).toBeNull();
    expect(await settle(manager, "nothing")).toBe("PT422");
    const stranger = await product.db.createStaff({ workspace: null });
    expect(await steps(stranger)).toBeNull();
  });
});

describe("the page", () => {
  test("an admin has what to do, an assistant is told who may", async () => {
    const admin = await product.db.createStaff({ role: "admin" });
    await product.db.sql`update memberships set name = 'Anna Conti' where user_id = ${admin.userId}`;
    const page = await (await (await signedIn(admin)).get("/monitor/start")).text();
    expect(page).toContain("http://aftercall.test/webhook/cloudtalk");
    expect(page).toContain('action="/monitor/start/text"');
    expect(page).toContain("0 of 4 done");
    const agent = await product.db.createStaff();
    const theirs = await (await (await signedIn(agent)).get("/monitor/start")).text();
    expect(theirs).toContain("Anna Conti can do this.");
    expect(theirs).not.toContain("/webhook/cloudtalk");
    expect(theirs).not.toContain('<form method="post" action="/monitor/start');
    expect(theirs).toContain("1 of 4 done");
  });

  test("a press without a script ticks the step, and leads back", async () => {
    const admin = await product.db.createStaff({ role: "admin" });
    const visitor = await signedIn(admin);
    const answer = await visitor.post(
      "/monitor/start/invite",
      {},
      { origin: "http://aftercall.test", referer: "http://aftercall.test/monitor/start" },
    );
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/monitor/start"]);
    expect(await steps(admin)).toMatchObject({ invite: true });
  });
});

describe("Chat", () => {
  test("shows the steps until something was received, and people from then on", async () => {
    const visitor = await signedIn(await product.db.createStaff());
    expect(await (await visitor.get("/monitor")).text()).toContain('class="first-start"');
    await product.postCloudtalk(endedCall(1));
    const chat = await (await visitor.get("/monitor")).text();
    expect(chat).not.toContain('class="first-start"');
    expect(chat).toContain('id="live"');
  });
});
