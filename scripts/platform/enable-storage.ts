// Supabase Lite 0.10.0 reads this once, while it is loaded: to be imported before it.
process.env.EXPERIMENTAL_STORAGE ??= "1";
