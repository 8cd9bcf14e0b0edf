import { afterAll, beforeAll, describe, type ExpectStatic, inject, test } from "vitest";
import type { PostgresServer } from "../support/provided.ts";
import { databaseFaults } from "./catalogue/database-faults.ts";
import { deploys } from "./catalogue/deploys.ts";
import { kills } from "./catalogue/kills.ts";
import { providerFaults } from "./catalogue/provider-faults.ts";
import { serverFaults } from "./catalogue/server-faults.ts";
import { statusPermutations } from "./catalogue/statuses.ts";
import { timeFaults } from "./catalogue/time-faults.ts";
import { traffic } from "./catalogue/traffic.ts";
import type { Fault } from "./fault.ts";
import { formatTable } from "./format-table.ts";
import { type Run, runFault } from "./run-fault.ts";
import { createTurns } from "./stage/create-turns.ts";
import { type OwnPostgres, startOwnPostgres } from "./stage/own-postgres.ts";

/** Once each, always with the same seed, in `npm test`; `npm run test:faults` asks for more, each with a seed of its own. */
const runs = Number(process.env.FAULT_RUNS ?? 1);
const firstSeed = Number(process.env.FAULT_SEED ?? (runs === 1 ? 1 : Date.now() % 1_000_000));
const timeout = 300_000 * runs;
/** Two cores: more stages at once only wait for each other. */
const turn = createTurns(3);
const faults = [
  ...kills,
  ...providerFaults,
  ...databaseFaults,
  ...traffic,
  statusPermutations,
  ...timeFaults,
  ...deploys,
];
const ledger: Run[] = [];

afterAll(() => console.log(`\n${formatTable(ledger)}\nFirst seed: ${firstSeed}.\n`));

describe.concurrent("nothing is sent twice, lost, or too early after", () => {
  for (const fault of faults)
    test(fault.name, { timeout }, ({ expect }) => repeat(fault, inject("postgres"), expect));
});

describe("nothing is sent twice, lost, or too early after", () => {
  let own: OwnPostgres;
  beforeAll(async () => {
    own = await startOwnPostgres();
    return () => own.close();
  }, 60_000);

  for (const fault of serverFaults(() => own))
    test(fault.name, { timeout }, ({ expect }) => repeat(fault, own.server, expect));
});

async function repeat(fault: Fault, server: PostgresServer, expect: ExpectStatic): Promise<void> {
  for (let run = 0; run < runs; run += 1) {
    const result = await turn(() => runFault(fault, server, firstSeed + run));
    ledger.push(result);
    expect.soft(result.violations, `FAULT_SEED=${result.seed}`).toEqual([]);
  }
}
