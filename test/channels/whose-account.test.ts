import { afterEach, beforeEach, expect, test } from "vitest";
import { written } from "./pretend-vendor.ts";
import { type ChannelStage, channelStage } from "./stage.ts";

/** An account may go from one number to another, and from one company's sight never to another's. */
let s: ChannelStage;
beforeEach(async () => {
  s = await channelStage();
});
afterEach(() => s.product.close());

const addPretend = (name = "Third", number = "391110001") =>
  s.add("pretend", name, { key: `key-of-${number}`, number });
const rename = (channel: string, account: string | null, actor = s.admin.userId) =>
  s.rpc("set_channel_credentials", { channel, sealed: "v1.a.b.c", account, actor });

test("an account that went from one number to another is the other's from then on", async () => {
  const [one, other] = [await addPretend("A", "391110001"), await addPretend("B", "391110002")].toSorted();
  const { account } = await s.channel(one!);
  await rename(one!, "391110003");
  await rename(other!, account);
  await s.tell(account, written(5, "ciao"));
  expect(await s.sql`select channel_id from whatsapp_messages`).toEqual([{ channel_id: other }]);
});

test("what is told of another company's number stays theirs, also when it was renamed or retired", async () => {
  await s.sql`insert into workspaces (key, name) values ('neighbour', 'Neighbour')`;
  const neighbour = await s.product.db.createStaff({ workspace: "neighbour", role: "admin" });
  const [{ id: workspace }] = await s.sql<
    [{ id: string }]
  >`select id from workspaces where key = 'neighbour'`;
  const channel = { id: crypto.randomUUID(), workspace, vendor: "pretend", name: "N", account: "392220001" };
  await s.rpc("add_channel", {
    channel: { ...channel, capabilities: {}, sealed: "v1.a.b.c" },
    actor: neighbour.userId,
  });
  await rename(channel.id, "392220002", neighbour.userId);
  await s.tell("392220001", written(7, "ancora in viaggio"));
  await s.rpc("retire_channel", { channel: channel.id }, neighbour);
  await s.tell("392220002", written(8, "si legge ancora"));
  const rows = await s.sql`select workspace_id, outcome from webhook_requests order by id`;
  expect(rows.map((row) => ({ ...row }))).toEqual([
    { workspace_id: workspace, outcome: "processed" },
    { workspace_id: workspace, outcome: "processed" },
  ]);
});
