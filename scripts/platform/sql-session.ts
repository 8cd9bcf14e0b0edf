import type { PgliteConnection } from "@supabase/lite/pglite";
import type { PostgresConnection } from "@supabase/lite/postgres";

/** A Supabase Lite connection: PGlite in `npm run dev`, a real server in the tests. */
export type PlatformConnection = PgliteConnection | PostgresConnection;

/** The little SQL that setting up a database needs, the same over both drivers. */
export interface SqlSession {
  exec(sql: string): Promise<void>;
  query<Row>(sql: string, parameters?: unknown[]): Promise<Row[]>;
}

export interface SqlDatabase extends SqlSession {
  /** All or nothing. */
  transaction(work: (session: SqlSession) => Promise<void>): Promise<void>;
}

export function sqlDatabase(connection: PlatformConnection): SqlDatabase {
  return isPglite(connection) ? overPglite(connection.driver) : overPostgres(connection.driver);
}

// `dialect` is "postgres" on both, so the driver's own shape tells them apart: postgres.js is a function.
function isPglite(connection: PlatformConnection): connection is PgliteConnection {
  return typeof connection.driver !== "function";
}

type Pglite = PgliteConnection["driver"];

function overPglite(driver: Pglite): SqlDatabase {
  const session = (on: Pick<Pglite, "exec" | "query">): SqlSession => ({
    exec: async (sql) => void (await on.exec(sql)),
    query: async <Row>(sql: string, parameters: unknown[] = []) =>
      (await on.query<Row>(sql, parameters)).rows,
  });
  return {
    ...session(driver),
    transaction: async (work) => void (await driver.transaction((tx) => work(session(tx)))),
  };
}

type PostgresJs = PostgresConnection["driver"];

function overPostgres(driver: PostgresJs): SqlDatabase {
  const session = (on: Pick<PostgresJs, "unsafe">): SqlSession => ({
    exec: async (sql) => void (await on.unsafe(sql)),
    query: async <Row>(sql: string, parameters: unknown[] = []) =>
      (await on.unsafe(sql, parameters as never[])) as unknown as Row[],
  });
  return {
    ...session(driver),
    transaction: async (work) => void (await driver.begin((tx) => work(session(tx)))),
  };
}
