import { configuredPart } from "../../vendors/vendors.ts";
import { leadVendors } from "../leads/lead-desks.ts";
import type { TaskKind } from "./task.ts";

/** Every kind of task: a line here, and its words in task-words.ts. Loaded when there is one to do. */
export const taskKinds: readonly TaskKind[] = [
  {
    kind: "fetch_file",
    // One fetch takes 80 s at most.
    leaseMs: 120_000,
    tries: null,
    beginWithinMs: 35_000,
    load: async () => (await import("../files/fetch-file.ts")).fileTask,
  },
  {
    kind: "write_back",
    leaseMs: 120_000,
    tries: 10,
    // CloudTalk allows the whole company 60 requests a minute, and others need them too; a task takes up to three.
    perMinute: 10,
    beginWithinMs: 20_000,
    isAble: ({ vendors, config }) => configuredPart(vendors, config.vendors, "writeBack") !== null,
    load: async () => (await import("../write-back/tell-source.ts")).writeBackTask,
  },
  {
    kind: "tell_templates",
    leaseMs: 60_000,
    // Its effect in the database gives up (app.template_told).
    tries: null,
    // 100 new ones an hour (WhatsApp's docs, templates).
    perMinute: 30,
    beginWithinMs: 30_000,
    load: async () => (await import("../templates/tell-templates.ts")).tellTask,
  },
  {
    kind: "list_templates",
    leaseMs: 120_000,
    tries: null,
    beginWithinMs: 20_000,
    load: async () => (await import("../templates/list-templates.ts")).listTask,
  },
  {
    kind: "fetch_lead",
    leaseMs: 60_000,
    // Half a day of 1, 2, 4 … minutes; what is not configured or not allowed is tried for ever.
    tries: 12,
    beginWithinMs: 40_000,
    load: async () => (await import("../leads/fetch-lead.ts")).fetchLeadTask,
  },
  {
    kind: "list_leads",
    leaseMs: 110_000,
    tries: 3,
    beginWithinMs: 20_000,
    isAble: (services) => leadVendors(services).length > 0,
    load: async () => (await import("../leads/list-leads.ts")).listLeadsTask,
  },
  {
    kind: "send_summary",
    leaseMs: 30_000,
    tries: 6,
    beginWithinMs: 20_000,
    load: async () => (await import("../summaries/send-summary.ts")).summaryTask,
  },
];
