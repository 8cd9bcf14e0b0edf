/** What the global setup hands to every test file. */
export interface PostgresServer {
  host: string;
  port: number;
  user: string;
  password: string;
  /** A database with roles, the auth schema and our migrations, never written to: each test clones it. */
  template: string;
}

declare module "vitest" {
  interface ProvidedContext {
    postgres: PostgresServer;
  }
}
