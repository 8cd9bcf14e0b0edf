/**
 * Supabase Lite prints every error that Postgres answers, thirty lines each, and has no switch for it. Many are
 * ordinary (a refused statement, a retry): here they take one line.
 */
export function shortenDatabaseErrors(): void {
  const print = console.error;
  console.error = (...parts: unknown[]) => {
    const error = parts.find(isPostgresError);
    print(...(error ? [`database: ${error.message} (${error.code})`] : parts));
  };
}

function isPostgresError(part: unknown): part is { message: string; code: string } {
  return part instanceof Error && "severity" in part && "routine" in part;
}
