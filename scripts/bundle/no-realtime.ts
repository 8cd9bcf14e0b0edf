/** Stands for Supabase's Realtime in the deployed functions: supabase-js makes one with every client, and none listens. */
export class RealtimeClient {
  async setAuth(): Promise<void> {}

  channel(): never {
    throw new Error("Realtime is not part of the deployed functions: see scripts/bundle-doors.ts.");
  }
}
