/** The newest file of supabase/migrations that this code was written for; a test keeps it true. */
export const expectedMigration = "20261201014127";
