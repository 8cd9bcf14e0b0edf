import { schemaFile } from "../support/schema-sql.ts";
import type { Breakage } from "./breakages.ts";

const record = schemaFile("record_lead");

/** Ways to break what is promised of leads. */
export const leadBreakages: Breakage[] = [
  {
    promise: "lead",
    what: "a submission that is told again is placed again",
    file: record,
    find: "where x.status = 'waiting' returning * into l;",
    replace: "returning * into l;",
    tests: "test/leads/walk.test.ts",
  },
  {
    promise: "lead",
    what: "a test of the form becomes a person who is written to",
    file: record,
    find: "if l.is_test then",
    replace: "if false then",
    tests: "test/leads/walk.test.ts",
  },
  {
    promise: "lead",
    what: "in turn always means the same colleague",
    file: schemaFile("follow_lead"),
    find: "order by t.n, t.last nulls first, m.user_id limit 1);",
    replace: "order by m.user_id limit 1);",
    tests: "test/leads/rules/follow.test.ts",
  },
];
