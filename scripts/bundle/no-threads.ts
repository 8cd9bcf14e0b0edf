/** Stands for pino's thread in the deployed functions: the log goes to standard output, without a transport. */
export default class ThreadStream {
  constructor() {
    throw new Error("pino's transports are not part of the deployed functions: see scripts/bundle-doors.ts.");
  }
}
