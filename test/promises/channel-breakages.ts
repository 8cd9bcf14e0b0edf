import { schemaFile } from "../support/schema-sql.ts";
import type { Breakage } from "./breakages.ts";

const sql = schemaFile;

/** Ways to break what holds where several vendors' numbers stand side by side. */
export const channelBreakages: Breakage[] = [
  {
    promise: "window",
    what: "a window never closes",
    file: sql("windows"),
    find: "or coalesce((select v.window_until > p_at",
    replace: "or coalesce((select v.window_until is not null",
    tests: "test/channels/window.test.ts",
  },
  {
    promise: "window",
    what: "the claim does not look at the window again",
    file: sql("windows"),
    find: "v_fitting := app.fit_windows(p_channel, v_next, p_at);",
    replace: "v_fitting := v_next;",
    tests: "test/channels/window.test.ts",
  },
  {
    promise: "begin",
    what: "a number that may not begin begins all the same",
    file: sql("begin_lock"),
    find: "return coalesce(c.begin_locked_until, '-infinity') <= p_at or app.has_begun(c.id, p_contact);",
    replace: "return true;",
    tests: "test/channels/begin-lock.test.ts",
  },
  {
    promise: "unsigned",
    what: "an unsigned word permits messages again",
    file: sql("unproved"),
    find: "and p_value ->> 'marketing' is distinct from 'stop') then",
    replace: "and false) then",
    tests: "test/providers/cunnekt",
  },
  {
    promise: "per second",
    what: "a second's sends are not kept apart",
    file: "lib/outbox/departures.ts",
    find: "before === undefined ? 0 : before + windowMs",
    replace: "before === undefined ? 0 : before",
    tests: "test/outbox/per-second.test.ts",
  },
  {
    promise: "I2",
    what: "the same key of a program makes a second message",
    file: sql("programs"),
    find: "if v_answer is not null then return v_answer ||",
    replace: "if false then return v_answer ||",
    tests: "test/programs/send.test.ts",
  },
  {
    promise: "I15",
    what: "a program calls whatever it likes",
    file: sql("api_keys"),
    find: "verb = any (app.program_verbs())",
    replace: "true",
    tests: "test/programs/keys.test.ts",
  },
];
