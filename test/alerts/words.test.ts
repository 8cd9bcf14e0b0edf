import { expect, test } from "vitest";
import { alertWords } from "../../lib/work/alerts/alert-texts.ts";

test.for(["it", "en"] as const)("%s has words for every kind and every reason", (language) => {
  const words = alertWords[language];
  const kinds = [
    { kind: "late", subject: "c", facts: { channel: "Nord" } },
    {
      kind: "channel_down",
      subject: "c",
      facts: { channel: "Nord", vendor: "wasender", reason: "session_down" },
    },
    { kind: "auth_failed", subject: "c", facts: { channel: "Nord", vendor: "wasender", reason: "bad_key" } },
    {
      kind: "auth_failed",
      subject: "c",
      facts: { channel: "Nord", vendor: "wasender", reason: "plan_ended" },
    },
    { kind: "auth_failed", subject: "cloudtalk", facts: { reason: "unauthorized" } },
    { kind: "cap_reached", subject: "c", facts: { channel: "Nord", limit: 50 } },
    { kind: "source_silent", subject: "cloudtalk", facts: {} },
    { kind: "source_silent", subject: "wasender", facts: {} },
    { kind: "calls_lost", subject: "cloudtalk", facts: {} },
    { kind: "task_failed", subject: "write_back", facts: { failed: 2 } },
    { kind: "task_failed", subject: "fetch_file", facts: { failed: 1 } },
  ] as const;
  const said = kinds.map((alert) => [words.what(alert), words.todo(alert)]);
  expect(new Set(said.map(([what]) => what)).size).toBe(kinds.length);
  for (const [what, todo] of said) {
    expect(what).not.toMatch(/undefined|: (accesso|access)/);
    expect(todo!.length).toBeGreaterThan(20);
  }
});
